import Localization
import Testing

struct TextNormalisingTests {
  @Test func trimsAndShifts() {
    let text: Text = " \n\u{A0} \(.bold(" a ")) \(.italic("  ")) b \n"
    let normal = text.normalized()
    #expect(normal.string == "a     b")
    #expect(normal.entities == [TextEntity(.bold, offset: 0, length: 2)])
  }

  @Test func whitespaceOnlyIsEmpty() {
    for string in ["", " ", "\n\n", "\u{A0}\u{3000}\t", "\u{202E}", "\u{0}\r"] {
      #expect(Text.bold(Text(string)).normalized().isEmpty)
      #expect(Text(string).normalized().split().isEmpty)
    }
  }

  @Test func removesWhatTelegramRemoves() {
    let text = Text("a\u{202E}\r\n") + .bold("\u{0}b\u{2028}c") + "\u{333}d"
    let normal = text.normalized()
    #expect(normal.string == "a\n bcd")
    #expect(normal.entities == [TextEntity(.bold, offset: 3, length: 2)])
    #expect(Text("a\u{0}b").normalized() == "a b")
  }

  @Test func indentationOfCodeStays() {
    let normal = ("x\n" + Text.pre("  let y")).normalized()
    #expect(normal.entities == [TextEntity(.pre(), offset: 2, length: 7)])
  }

  @Test func nothingToDoChangesNothing() {
    let text: Text = "a \(.bold("b \(.italic("c"))")) \(.link("d", url: "https://x.y")) \(.quote(.code("e")))"
    #expect(text.normalized() == text)
  }

  @Test func touchingStylesBecomeOne() {
    #expect((Text.bold("a") + .bold("b")).normalized().entities == [TextEntity(.bold, offset: 0, length: 2)])
    #expect(Text.bold(.bold("a")).normalized().entities == [TextEntity(.bold, offset: 0, length: 1)])
  }

  @Test func crossingStylesAreCut() {
    let text = Text(
      "abcdefgh", entities: [TextEntity(.bold, offset: 0, length: 5), TextEntity(.italic, offset: 3, length: 5)])
    #expect(
      text.normalized().entities == [
        TextEntity(.bold, offset: 0, length: 3), TextEntity(.italic, offset: 3, length: 5),
        TextEntity(.bold, offset: 3, length: 2),
      ])
  }

  @Test func nothingIsInsideCode() {
    let text = Text.bold("a" + .code("b" + .italic("c")) + "d").normalized()
    #expect(
      text.entities == [
        TextEntity(.bold, offset: 0, length: 1), TextEntity(.code, offset: 1, length: 2),
        TextEntity(.bold, offset: 3, length: 1),
      ])
  }

  @Test func quotesAndBlocksDoNotNest() {
    #expect(Text.quote("a" + .quote("b")).normalized().entities == [TextEntity(.quote(), offset: 0, length: 2)])
    let link = Text.link("a" + .mention("b", userID: 1), url: "https://x.y").normalized()
    #expect(link.entities.map(\.kind) == [.link(url: "https://x.y")])
  }

  @Test func hostileTextsComeOutValid() {
    var generator = Seeded(2026)
    for round in 0..<4_000 {
      let text = hostileText(
        pieces: Int.random(in: 0...12, using: &generator), entities: Int.random(in: 0...6, using: &generator),
        &generator)
      #expect(complaints(about: text, isNormalized: false).isEmpty, "\(round): \(text.entities)")
      let normal = text.normalized()
      #expect(complaints(about: normal).isEmpty, "\(round): \(normal.entities)")
      #expect(normal.normalized() == normal, "\(round)")
      let forbidden = normal.string.unicodeScalars.filter {
        $0.value < 32 && $0 != "\n" || (0x2028...0x202E).contains($0.value)
      }
      #expect(forbidden.isEmpty, "\(round)")
    }
  }
}
