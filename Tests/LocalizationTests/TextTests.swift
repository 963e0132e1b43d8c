import Foundation
import Localization
import Testing

struct TextTests {
  @Test func offsetsCountUTF16() {
    let text: Text = "Привет, 👨‍👩‍👧‍👦 \(.bold("мир")) and \(.code("x😀"))!"
    #expect(text.string == "Привет, 👨‍👩‍👧‍👦 мир and x😀!")
    #expect(
      text.entities == [TextEntity(.bold, offset: 20, length: 3), TextEntity(.code, offset: 28, length: 3)])
    #expect(text.utf16Count == text.string.utf16.count)
  }

  @Test func literalsAndInterpolationArePlain() {
    let name = "<b>*_[x](tg://user?id=1)"
    let text: Text = "\(name) \(5) \(2.5)"
    #expect(text.string == "<b>*_[x](tg://user?id=1) 5 2.5")
    #expect(text.entities.isEmpty)
    #expect(Text("a \(.bold("b"))").entities.count == 1)
  }

  @Test func joiningMovesEntities() {
    var text = Text.bold("a") + "😀" + .italic("b")
    text += Text.underline("c")
    #expect(text.string == "a😀bc")
    #expect(text.entities.map(\.offset) == [0, 3, 4])
    let lines = Text.lines([.bold("x"), "y", .bold("z")])
    #expect(lines.string == "x\ny\nz")
    #expect(lines.entities.map(\.offset) == [0, 4])
    #expect([Text.bold("a"), "b"].joined(separator: .italic(", ")).entities.map(\.offset) == [0, 1])
    #expect([Text]().joined(separator: ", ").isEmpty)
  }

  @Test func buildersNest() {
    let text = Text.quote(.bold("a" + .italic("b")), expandable: true)
    #expect(
      text.entities == [
        TextEntity(.quote(expandable: true), offset: 0, length: 2), TextEntity(.bold, offset: 0, length: 2),
        TextEntity(.italic, offset: 1, length: 1),
      ])
    #expect(Text.bold("").entities.isEmpty)
    #expect(Text.pre("let x", language: "swift").entities.map(\.kind) == [.pre(language: "swift")])
    #expect(Text.mention("Ann", userID: 5_000_000_000).entities.map(\.kind) == [.mention(userID: 5_000_000_000)])
    #expect((Text.strike("a") + .spoiler("b")).entities.map(\.kind) == [.strikethrough, .spoiler])
  }

  @Test(arguments: ["https://a.b/?q=1", "http://x", "tg://user?id=1", "mailto:a@b.c", "tel:+7", "HTTPS://A"])
  func goodLinks(_ url: String) {
    #expect(Text.link("x", url: url).entities.map(\.kind) == [.link(url: url)])
  }

  @Test(arguments: [
    "", "https://", "javascript:alert(1)", "https://a b", "https://a\nb", "ftp://x", "x", "https://a\u{0}",
  ])
  func badLinksStayPlain(_ url: String) {
    #expect(Text.link("x", url: url) == "x")
  }

  @Test func tooLongLinksStayPlain() {
    #expect(Text.link("x", url: "https://" + String(repeating: "a", count: 2041)).entities.isEmpty)
    #expect(Text.link("x", url: "https://" + String(repeating: "a", count: 2040)).entities.count == 1)
  }

  @Test(arguments: [
    ("r", "r"), ("", ""), ("t", "t"), ("wDt", "wDt"), ("wdT", "wdT"), ("D", "D"), ("rt", ""), ("tD", ""), ("dd", ""),
    ("x", ""), ("w", "w"),
  ])
  func dateTimeFormats(_ format: String, _ expected: String) {
    let text = Text.dateTime("22 ноября, 08:00", unixSeconds: 1_795_000_000, format: format)
    #expect(text.entities.map(\.kind) == [.dateTime(unixSeconds: 1_795_000_000, format: expected)])
  }

  @Test func foreignEntitiesAreClipped() {
    let text = Text(
      "a😀b",
      entities: [
        TextEntity(.bold, offset: -5, length: 100), TextEntity(.italic, offset: 2, length: 2),
        TextEntity(.underline, offset: 0, length: 2), TextEntity(.code, offset: 4, length: 1),
        TextEntity(.code, offset: 2, length: 1), TextEntity(.spoiler, offset: 1, length: -1),
        TextEntity(.spoiler, offset: Int.max, length: Int.max), TextEntity(.strikethrough, offset: 1, length: Int.max),
      ])
    #expect(
      text.entities == [
        TextEntity(.bold, offset: 0, length: 4), TextEntity(.underline, offset: 0, length: 1),
        TextEntity(.strikethrough, offset: 1, length: 3),
        TextEntity(.italic, offset: 3, length: 1),
      ])
  }

  @Test func survivesJSON() throws {
    let text: Text = """
      \(.bold("б😀"))\(.quote("q", expandable: true))\(.quote("p"))\(.pre("c", language: "swift"))\(.code("d"))\
      \(.link("l", url: "https://a.b"))\(.mention("m", userID: 42))\(.dateTime("t", unixSeconds: 5, format: "r"))\
      \(.spoiler("s"))\(.italic("i"))\(.underline("u"))\(.strike("k"))
      """
    let custom = text + .customEmoji("⭐", id: "99")
    let data = try JSONEncoder().encode(custom)
    #expect(try JSONDecoder().decode(Text.self, from: data) == custom)
    let plain = String(decoding: try JSONEncoder().encode(Text("x")), as: UTF8.self)
    #expect(plain == #"{"text":"x"}"#)
    let bold =
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(Text.bold("x").entities[0])) as? [String: Any]
    #expect(bold?["type"] as? String == "bold")
    #expect(bold?.count == 3)
  }

  @Test func storedRowsAreNotTrusted() throws {
    let row =
      #"{"text":"ab","entities":[{"type":"bold","offset":1,"length":99},{"type":"code","offset":9,"length":1}]}"#
    let text = try JSONDecoder().decode(Text.self, from: Data(row.utf8))
    #expect(text.entities == [TextEntity(.bold, offset: 1, length: 1)])
    let unknown = #"{"text":"ab","entities":[{"type":"sparkle","offset":0,"length":1}]}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Text.self, from: Data(unknown.utf8)) }
  }
}
