import Localization
import Testing

struct MessageFormatTests {
  private func render(
    _ pattern: String, _ arguments: [String: Argument] = [:], for reader: Reader = english
  ) throws -> Text {
    try MessageFormat(pattern).text(arguments, for: reader)
  }

  @Test func plainArguments() throws {
    #expect(try render("Hi, {name}!", ["name": "Ann"]) == "Hi, Ann!")
    #expect(try render("{ name }{name}", ["name": "Ann"]) == "AnnAnn")
    #expect(try render("{n} {d}", ["n": 12345, "d": 1.5]) == "12,345 1.5")
    #expect(try render("{n} {d}", ["n": 12345, "d": 1.5], for: russian).string == "12\u{A0}345 1,5")
  }

  @Test func missingArgumentsShowTheirName() throws {
    #expect(try render("Hi, {name}!") == "Hi, {name}!")
    #expect(try render("{n, plural, one{# day} other{# days}}").string == "{n}\u{A0}days")
    #expect(try render("{x, select, a{A} other{B}}") == "B")
  }

  @Test func argumentsAreNeverMarkupNorPattern() throws {
    let text = try render("<b>{name}</b>", ["name": "</b><i>{n}'{"])
    #expect(text.string == "</b><i>{n}'{")
    #expect(text.entities == [TextEntity(.bold, offset: 0, length: 12)])
  }

  @Test func markupBecomesEntities() throws {
    let text = try render("😀 <b>жирный <i>и</i></b> <code>x</code><spoiler>y</spoiler>")
    #expect(text.string == "😀 жирный и xy")
    #expect(
      text.entities == [
        TextEntity(.bold, offset: 3, length: 8), TextEntity(.italic, offset: 10, length: 1),
        TextEntity(.code, offset: 12, length: 1), TextEntity(.spoiler, offset: 13, length: 1),
      ])
    #expect(
      try render("<u>a</u><s>b</s><quote>c</quote>").entities.map(\.kind) == [.underline, .strikethrough, .quote()])
    #expect(try render("<b></b>x").entities.isEmpty)
    #expect(try render("I <3 you, 1 < 2 > 0") == "I <3 you, 1 < 2 > 0")
  }

  @Test func textArgumentsKeepTheirEntities() throws {
    let title: Text = "a\(.italic("😀"))"
    let text = try render("я <b>{title}</b>", ["title": .text(title)])
    #expect(text.string == "я a😀")
    #expect(
      text.entities == [TextEntity(.bold, offset: 2, length: 3), TextEntity(.italic, offset: 3, length: 2)])
    #expect(try render("{t}", ["t": "x\(.bold("y"))"]).entities == [TextEntity(.bold, offset: 1, length: 1)])
  }

  @Test func pluralsWithExactNumbersAndNesting() throws {
    let pattern = """
      {n, plural,
        =0 {nothing}
        =1 {{name} has one <b>#</b>}
        one {# thing}
        other {# things, {n, number}, {m, plural, one{# other} other{# others}}}
      }
      """
    #expect(try render(pattern, ["n": 0]) == "nothing")
    #expect(try render(pattern, ["n": 1, "name": "Ann"]).string == "Ann has one 1")
    #expect(
      try render(pattern, ["n": 2, "m": 1]).string == "2\u{A0}things, 2, 1\u{A0}other")
    #expect(try render(pattern, ["n": 1.0, "name": "B"]).string == "B has one 1")
  }

  @Test func hashIsPlainOutsidePlurals() throws {
    #expect(try render("#1 {x, select, other{#}}") == "#1 #")
  }

  @Test func addressAndGenderAreAlwaysThere() throws {
    let pattern = "{address, select, ty{Готов} other{Готовы}}? {gender, select, f{сама} m{сам} other{себе}}"
    #expect(try render(pattern, for: Reader(language: .russian, address: .ty, gender: .feminine)) == "Готов? сама")
    #expect(try render(pattern, for: Reader(language: .russian, address: .vy, gender: .masculine)) == "Готовы? сам")
    #expect(try render(pattern, for: Reader(language: .russian)) == "Готовы? себе")
    // Somebody else's gender, given by the plugin, comes first.
    #expect(try render("{gender, select, f{a} other{b}}", ["gender": "f"]) == "a")
    #expect(try MessageFormat(pattern).arguments.isEmpty)
  }

  @Test func addressWithinAPluralNeedsTheNumberByName() throws {
    let pattern = "{n, plural, one{x} other{{address, select, ty{у тебя {n, number} дней} other{у вас {n}}}}}"
    #expect(
      try render(pattern, ["n": 5], for: Reader(language: .russian, address: .ty)).string == "у тебя 5\u{A0}дней")
  }

  @Test func selectTakesNumbersAndTexts() throws {
    #expect(try render("{x, select, 5{five} other{?}}", ["x": 5]) == "five")
    #expect(try render("{x, select, ab{yes} other{no}}", ["x": .text(.bold("ab"))]) == "yes")
  }

  @Test func numberStyles() throws {
    #expect(try render("{n, number}|{n, number, integer}|{n,number,percent}", ["n": 0.526]) == "0.53|1|53%")
    #expect(try render("{n, number, percent}", ["n": 1], for: russian).string == "100\u{A0}%")
  }

  @Test(arguments: [
    ("I''m", "I'm"), ("I'm", "I'm"), ("'{name}'", "{name}"), ("'{'name'}'", "{name}"), ("''{x}''", "'v'"),
    ("'{x''y}'", "{x'y}"), ("a '<b>' c", "a <b> c"), ("'}", "}"), ("'{never closed", "{never closed"),
    ("don't {x} o'clock", "don't v o'clock"), ("'", "'"), ("''", "'"), ("'#'", "'#'"),
    ("{n, plural, other{'#' is #}}", "# is 3"), ("{n, plural, other{it''s #}}", "it's 3"),
    ("{n, plural, other{'{'#'}'}}", "{3}"), ("'{'''{x}''", "{'v'"),
  ])
  func apostrophes(_ pattern: String, _ expected: String) throws {
    #expect(try render(pattern, ["x": "v", "n": 3]) == Text(expected))
  }

  @Test func noBreakSpaceBetweenNumberAndWord() throws {
    #expect(try render("{n, number} apples", ["n": 5]).string == "5\u{A0}apples")
    #expect(try render("{n, number} – {n, number}  x", ["n": 5]).string == "5 – 5  x")
    // A plain argument may be a name.
    #expect(try render("{n} apples", ["n": 5]).string == "5 apples")
  }

  @Test func rightToLeftArgumentsAreIsolated() throws {
    #expect(try render("{a} → {b}", ["a": "שלום", "b": "Ann"]).string == "\u{2068}שלום\u{2069} → Ann")
    #expect(try render("{a}!", ["a": "a\u{202E}b\u{2067}"]).string == "ab!")
  }

  @Test func argumentNames() throws {
    let format = try MessageFormat("{a} {b, plural, one{{c}} other{<b>{d, number}</b>}} {e, select, x{} other{{f_1}}}")
    #expect(format.arguments == ["a", "b", "c", "d", "e", "f_1"])
  }

  @Test(arguments: [
    ("{", 2, "name"), ("{}", 2, "name"), ("{n", 3, "\"}\""), ("ab {0x}", 7, ""), ("{n, plurl, other{}}", 5, "plural"),
    ("{n plural}", 4, "\",\""), ("{n, plural, one{x}}", 19, "other"), ("{n, plural, one{x} other{y}", 28, "\"}\""),
    ("{n, plural, offset:1 other{y}}", 13, "offset"), ("{n, plural, uno{x} other{y}}", 13, "few"),
    ("{n, plural, =x{x} other{y}}", 13, "whole number"), ("{n, plural, =1{x} =1{y} other{}}", 19, "once"),
    ("{n, plural, one{x} one{y} other{}}", 20, "once"), ("{n, plural, other{x} other{y}}", 22, "once"),
    ("{x, select, a{x} a{y} other{}}", 18, "once"), ("{x, select, a{x}}", 17, "other"),
    ("{x, select, {x}}", 13, "word"), ("{x, select, a b}", 15, "\"{\""), ("{n, selectordinal, other{}}", 5, "select"),
    ("{n, number, currency}", 13, "percent"), ("{n, number", 11, "}"), ("a } b", 3, "'}'"), ("<b>x", 5, "</b>"),
    ("<b>x</i>", 5, "</b>"), ("x</b>", 2, "no closing"), ("<a href>x</a>", 1, "<b>"), ("<em>x</em>", 1, "<b>"),
    ("{n, plural, other{<b>x}}", 23, "</b>"), ("{n, plural, other{{address, select, other{#}}}}", 43, "braces"),
    ("😀{", 3, "name"),
  ])
  func faultsSayWhereAndWhat(_ pattern: String, _ position: Int, _ expected: String) throws {
    if pattern == "ab {0x}" {
      // Digits may begin a name of a select word, so they may begin a name.
      #expect(try MessageFormat(pattern).arguments == ["0x"])
      return
    }
    let error = try #require(throws: MessageFormatError.self) { try MessageFormat(pattern) }
    #expect(error.position == position, "\(pattern): \(error)")
    #expect(error.expected.contains(expected), "\(pattern): \(error)")
  }

  @Test func errorsReadWell() throws {
    let error = try #require(throws: MessageFormatError.self) { try MessageFormat("Done: {n, plurl, other{}}") }
    #expect(
      "\(error)" == "at character 11: expected \"plural\", \"select\" or \"number\", found \"plurl, other{}}\"")
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "{n, plural, other{", count: 100_000)
    #expect(throws: MessageFormatError.self) { try MessageFormat(deep) }
    #expect(throws: MessageFormatError.self) { try MessageFormat(String(repeating: "<b>", count: 100_000)) }
  }

  @Test func garbageNeverTraps() {
    var generator = Seeded(11)
    let pieces = [
      "{", "}", "'", "#", "n", ", ", "plural", "select", "one", "other", "<b>", "</b>", "=1", " ", "я", "😀",
    ]
    for _ in 0..<20_000 {
      let pattern = (0..<Int.random(in: 0...14, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      guard let format = try? MessageFormat(pattern) else { continue }
      let text = format.text(["n": 2], for: russian)
      #expect(complaints(about: text, isNormalized: false).isEmpty, "\(pattern)")
    }
  }
}
