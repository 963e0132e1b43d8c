/// Text that people typed: cleaned before it is stored, measured as people count, and kept from rearranging ours.
public enum UserText {
  /// What is worth keeping of `raw`, at most `limit` graphemes.
  ///
  /// Gone are NUL and other control characters, bidi controls, invisible characters (zero-width spam, tags,
  /// noncharacters, private use) and combining marks beyond the eighth on a letter. Joiners stay inside emoji and where
  /// scripts need them. A grapheme of more than 32 scalars is cut. Whitespace at the ends is cut off, every run of it
  /// becomes one space; in a `multiline` text line breaks stay, at most one empty line between two others. The result
  /// is in Unicode's composed form (NFC), so equal texts are equal bytes.
  ///
  /// Do not cut to the limit of a Telegram message by this: that one counts UTF-16 code units, see `Text.truncated`.
  public static func clean(_ raw: String, limit: Int, multiline: Bool = false) -> String {
    guard limit > 0 else { return "" }
    // Bounds the work for texts that are far too long anyway. Room enough for the longest graphemes and some spam.
    let bound = limit > 1 << 20 ? Int.max : limit * 64 + 1024
    var scrubber = TextScrubber(isMultiline: multiline)
    scrubber.scrub(raw.unicodeScalars.prefix(bound))
    if scrubber.isPlain { return prefix(ofPlain: scrubber.result, limit: limit) }
    return prefix(CanonicalForm.composed(scrubber.result), limit: limit)
  }

  /// `clean` for UTF-16 code units as some JSON holds them: a surrogate without its partner becomes U+FFFD.
  public static func clean(utf16 units: some Collection<UInt16>, limit: Int, multiline: Bool = false) -> String {
    clean(String(decoding: units, as: UTF16.self), limit: limit, multiline: multiline)
  }

  /// Whether `raw`, once clean, has more than `limit` graphemes.
  public static func isTooLong(_ raw: String, limit: Int, multiline: Bool = false) -> Bool {
    let limit = min(max(limit, 0), 1 << 24)
    return clean(raw, limit: limit + 1, multiline: multiline).count > limit
  }

  /// How many words `text` has: pieces between whitespace with at least one letter or digit in them. Chinese and
  /// Japanese characters, which stand without spaces, count one each.
  public static func words(_ text: String) -> Int {
    var count = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      if properties.isWhitespace {
        isInWord = false
      } else if properties.isIdeographic || (0x3041...0x30FF).contains(scalar.value) {
        count += 1
        isInWord = false
      } else if !isInWord && (properties.isAlphabetic || properties.numericType != nil) {
        count += 1
        isInWord = true
      }
    }
    return count
  }

  /// `foreign` for use within our text, so that a name cannot swap the order of what stands around it: without bidi
  /// controls, and, if it has right-to-left letters, wrapped in FSI…PDI (U+2068, U+2069). `Catalogue` does this to string
  /// arguments by itself.
  public static func isolated(_ foreign: String) -> String {
    // No scalar in question has a UTF-8 lead byte below this; Latin and Cyrillic have no other.
    guard foreign.utf8.contains(where: { $0 >= 0xD6 }) else { return foreign }
    var scalars = foreign.unicodeScalars
    if scalars.contains(where: \.isBidiControl) { scalars.removeAll(where: \.isBidiControl) }
    let isRightToLeft = scalars.contains(where: \.isRightToLeft)
    return isRightToLeft ? "\u{2068}\(String(scalars))\u{2069}" : String(scalars)
  }

  private static func prefix(ofPlain text: String, limit: Int) -> String {
    var scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex) else { return text }
    scalars.removeSubrange(end...)
    while let last = scalars.last, last == " " || last == "\n" { scalars.removeLast() }
    return String(scalars)
  }

  private static func prefix(_ text: String, limit: Int) -> String {
    var result = ""
    var count = 0
    for character in text {
      guard count < limit else { break }
      count += 1
      let scalars = character.unicodeScalars
      if scalars.count > 32 {
        result.unicodeScalars.append(contentsOf: scalars.prefix(32))
      } else {
        result.append(character)
      }
    }
    // The cut may have left a joiner without what it joins.
    while let last = result.unicodeScalars.last, last.properties.isWhitespace || (0x200C...0x200D).contains(last.value)
    {
      result.unicodeScalars.removeLast()
    }
    return result
  }
}
