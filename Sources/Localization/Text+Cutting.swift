extension Text {
  /// The beginning of this text, at most `limit` UTF-16 code units with `ellipsis` at its end; the text itself if it
  /// fits. Cuts between graphemes, so no emoji or accent is torn, drops the whitespace before the ellipsis, and clips
  /// entities. If not even the ellipsis fits, there is none.
  public func truncated(to limit: Int, ellipsis: String = "…") -> Text {
    guard utf16Count > limit else { return self }
    let mark = ellipsis.utf16.count <= limit ? ellipsis : ""
    let room = max(limit, 0) - mark.utf16.count
    var kept = 0
    var end = 0
    for character in string {
      end += character.utf16.count
      if end > room { break }
      if !character.isWhitespace { kept = end }
    }
    return slice(0..<kept) + Text(mark)
  }

  /// This text as messages of at most `limit` UTF-16 code units (never less than 2), each normalized and none empty.
  ///
  /// Cuts at the end of a paragraph if that leaves the message at least half full, else of a line, else at a space, else
  /// between graphemes. Nothing but whitespace at the cuts gets lost. Entities over a cut go on in the next message;
  /// only those that mean nothing in halves, dates and custom emoji, become plain text.
  public func split(limit: Int = 4096) -> [Text] {
    let whole = normalized()
    let limit = max(limit, 2)
    guard whole.utf16Count > limit else { return whole.isEmpty ? [] : [whole] }
    var pieces: [Text] = []
    var index = whole.string.startIndex
    var offset = 0
    while offset < whole.utf16Count {
      let length = Self.cut(whole.string[index...], limit: limit)
      let piece = whole.slice(offset..<offset + length).normalized()
      if !piece.isEmpty { pieces.append(piece) }
      index = whole.string.utf16.index(index, offsetBy: length)
      offset += length
      // By scalars: the index may stand within a grapheme.
      let scalars = whole.string.unicodeScalars
      while index < scalars.endIndex, scalars[index].properties.isWhitespace {
        offset += UTF16.width(scalars[index])
        scalars.formIndex(after: &index)
      }
    }
    return pieces
  }

  /// How many code units of `rest` go into a message of `limit`.
  private static func cut(_ rest: Substring, limit: Int) -> Int {
    var (paragraph, line, space, grapheme) = (0, 0, 0, 0)
    var previous: Character?
    for character in rest {
      // A break is noted before its whitespace, which may lie just outside.
      if character == "\n" {
        if previous == "\n" { paragraph = grapheme }
        line = grapheme
      } else if character == " " || character == "\t" {
        space = grapheme
      }
      let end = grapheme + character.utf16.count
      if end > limit {
        if paragraph >= limit / 2 && paragraph > 0 { return paragraph }
        if line >= limit / 2 && line > 0 { return line }
        if space >= limit / 4 && space > 0 { return space }
        return grapheme > 0 ? grapheme : scalarCut(character, limit: limit)
      }
      grapheme = end
      previous = character
    }
    return grapheme
  }

  /// For a grapheme longer than a whole message: somebody piled up combining marks.
  private static func scalarCut(_ character: Character, limit: Int) -> Int {
    var end = 0
    for scalar in character.unicodeScalars {
      let next = end + UTF16.width(scalar)
      if next > limit { break }
      end = next
    }
    return end
  }

  /// The part within `range`, which must lie in the text and not cut a surrogate pair.
  func slice(_ range: Range<Int>) -> Text {
    let start = string.utf16.index(string.startIndex, offsetBy: range.lowerBound)
    let end = string.utf16.index(start, offsetBy: range.count)
    let parts = entities.compactMap { entity -> TextEntity? in
      let part = entity.range.clamped(to: range)
      guard !part.isEmpty, part == entity.range || !entity.kind.isAtomic else { return nil }
      return TextEntity(entity.kind, offset: part.lowerBound - range.lowerBound, length: part.count)
    }
    return Text(unchecked: String(string[start..<end]), entities: parts, utf16Count: range.count)
  }
}
