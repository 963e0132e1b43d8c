import Localization
import Testing

struct TextCuttingTests {
  @Test func shortTextsStay() {
    let text = Text.bold("abc")
    #expect(text.truncated(to: 3) == text)
    #expect(text.split() == [text])
    #expect(Text().split().isEmpty)
  }

  @Test func truncatesBetweenGraphemes() {
    #expect(Text("abcdef").truncated(to: 4) == "abc…")
    #expect(Text("ab👨‍👩‍👧‍👦cd").truncated(to: 10) == "ab…")
    #expect(Text("abe\u{301}f").truncated(to: 4) == "ab…")
    #expect(Text("слово и дело").truncated(to: 7) == "слово…")
    #expect(Text("abc").truncated(to: 0).isEmpty)
    #expect(Text("abc").truncated(to: -1).isEmpty)
    #expect(Text("abcd").truncated(to: 3, ellipsis: " [more]") == "abc")
    #expect(Text("abcd").truncated(to: 3, ellipsis: "") == "abc")
  }

  @Test func truncationClipsEntities() {
    let text: Text = "a\(.bold("bcd\(.italic("ef"))"))g"
    let short = text.truncated(to: 4)
    #expect(short.string == "abc…")
    #expect(short.entities == [TextEntity(.bold, offset: 1, length: 2)])
    #expect(Text.dateTime("22 ноября", unixSeconds: 1, format: "D").truncated(to: 5).entities.isEmpty)
  }

  @Test func splitsAtParagraphThenLineThenSpace() {
    let paragraphs = String(repeating: "a", count: 60) + "\n\n" + String(repeating: "b", count: 60)
    #expect(Text(paragraphs).split(limit: 100).map(\.utf16Count) == [60, 60])
    let lines = "aa aa aa aa\nbb bb bb bb"
    #expect(Text(lines).split(limit: 20).map(\.string) == ["aa aa aa aa", "bb bb bb bb"])
    #expect(Text("aaaa bbbb cccc").split(limit: 9).map(\.string) == ["aaaa bbbb", "cccc"])
    #expect(Text(String(repeating: "x", count: 25)).split(limit: 10).map(\.utf16Count) == [10, 10, 5])
    // A paragraph that ends too early does not make a message of three words.
    let early = "a\n\n" + String(repeating: "b ", count: 60)
    #expect(Text(early).split(limit: 100).map(\.utf16Count) == [100, 21])
  }

  @Test func boundaryOf4096() {
    let exact = String(repeating: "я", count: 4096)
    #expect(Text(exact).split().map(\.utf16Count) == [4096])
    #expect(Text(exact + "я").split().map(\.utf16Count) == [4096, 1])
    #expect(Text(exact + " ").split().map(\.utf16Count) == [4096])
    #expect(Text(exact + " я").split().map(\.utf16Count) == [4096, 1])
    // An emoji that straddles the limit goes to the next message whole.
    let straddling = String(repeating: "я", count: 4095) + "😀"
    #expect(Text(straddling).split().map(\.string) == [String(repeating: "я", count: 4095), "😀"])
  }

  @Test func entitiesGoOnInTheNextMessage() {
    let text = Text.link("aaaa bbbb", url: "https://x.y") + " " + .dateTime("cc dd", unixSeconds: 1, format: "t")
    let pieces = text.split(limit: 7)
    #expect(pieces.map(\.string) == ["aaaa", "bbbb cc", "dd"])
    #expect(pieces.map { $0.entities.map(\.kind) } == [[.link(url: "https://x.y")], [.link(url: "https://x.y")], []])
  }

  @Test func oneGraphemeLongerThanAMessage() {
    let zalgo = "Z" + String(repeating: "\u{301}", count: 10_000)
    let pieces = Text.bold(Text(zalgo)).split()
    #expect(pieces.map(\.utf16Count) == [4096, 4096, 1809])
    #expect(pieces.allSatisfy { complaints(about: $0).isEmpty })
    let spaced = Text("x" + " " + String(repeating: "\u{301}", count: 10_000)).split()
    #expect(spaced.reduce(0) { $0 + $1.utf16Count } >= 10_000)
    #expect(Text("Z" + String(repeating: "\u{301}", count: 50)).truncated(to: 10) == "…")
  }

  @Test func hostileTextsSplitWithoutLoss() {
    var generator = Seeded(4096)
    for round in 0..<1_500 {
      let text = hostileText(
        pieces: Int.random(in: 0...60, using: &generator), entities: Int.random(in: 0...5, using: &generator),
        &generator)
      let limit = Int.random(in: 2...60, using: &generator)
      let pieces = text.split(limit: limit)
      for piece in pieces {
        #expect(piece.utf16Count <= limit && !piece.isEmpty, "\(round)")
        #expect(complaints(about: piece).isEmpty, "\(round): \(piece.entities)")
      }
      // Only whitespace may be lost. Scalars, for a cut may part what would be one grapheme.
      func visible(_ string: String) -> [Unicode.Scalar] {
        string.unicodeScalars.filter { !$0.properties.isWhitespace }
      }
      #expect(pieces.flatMap { visible($0.string) } == visible(text.normalized().string), "\(round)")

      let short = text.truncated(to: limit)
      #expect(short.utf16Count <= max(limit, 0))
      #expect(complaints(about: short, isNormalized: false).isEmpty, "\(round)")
      let kept = short == text ? short.string : String(short.string.dropLast())
      #expect(text.string.utf8.starts(with: kept.utf8), "\(round)")
    }
  }

  @Test func stylesCoverTheSameCharactersAfterSplitting() {
    var generator = Seeded(77)
    for round in 0..<500 {
      let words = (0..<30).map { _ in ["aa", "bbb", "я", "😀", "cc\n", "d\n\n"].randomElement(using: &generator) ?? "" }
      let string = words.joined(separator: " ")
      let count = string.utf16.count
      let start = Int.random(in: 0..<count, using: &generator)
      let text = Text(
        string,
        entities: [TextEntity(.bold, offset: start, length: Int.random(in: 1...count, using: &generator))])
      func bold(_ text: Text) -> String {
        let units = Array(text.string.utf16)
        return text.entities.map { String(decoding: units[$0.offset..<$0.offset + $0.length], as: UTF16.self) }
          .joined().filter { !$0.isWhitespace }
      }
      #expect(text.split(limit: 25).map(bold).joined() == bold(text), "\(round)")
    }
  }
}
