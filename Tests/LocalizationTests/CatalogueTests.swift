import Localization
import Testing

struct CatalogueTests {
  private func catalogue(en: String? = nil, ru: String? = nil) throws -> Catalogue {
    var files: [Language: [UInt8]] = [:]
    if let en { files[.english] = Array(en.utf8) }
    if let ru { files[.russian] = Array(ru.utf8) }
    return try Catalogue(plugin: "goals", files: files)
  }

  private func problems(en: String, ru: String) throws -> [String] {
    try catalogue(en: en, ru: ru).verify()
  }

  @Test func flatAndNestedKeys() throws {
    let texts = try catalogue(
      en: #"{"a.b": "one", "a": {"c": "two", "d": {"e": "three"}}, "f": "four", "g": {}}"#)
    #expect(texts.keys == ["a.b", "a.c", "a.d.e", "f"])
    #expect(texts.string("a.d.e", for: english) == "three")
    #expect(texts.contains("f") && !texts.contains("a"))
    #expect(texts.plugin == "goals")
  }

  @Test func fallsBackToEnglishThenToTheKey() throws {
    let texts = try catalogue(
      en: #"{"both": "B", "only": "{n, plural, one{# day} other{# days}}"}"#, ru: #"{"both": "Б"}"#)
    #expect(texts.string("both", for: russian) == "Б")
    // English words, so English rules and numbers too.
    #expect(texts.string("only", ["n": 2121], for: russian) == "2,121\u{A0}days")
    #expect(texts.text("no.such.key", ["n": 1], for: russian) == "no.such.key")
  }

  @Test func argumentsOfAKey() throws {
    let texts = try catalogue(en: #"{"k": "{b} {a, select, x{{c}} other{}} {address, select, other{}}"}"#)
    #expect(texts.arguments(of: "k") == ["a", "b", "c"])
    #expect(texts.arguments(of: "nothing").isEmpty)
  }

  @Test func jsonEscapes() throws {
    let texts = try catalogue(
      en: "\u{FEFF} {\n\"k\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0416\\uD83D\\uDE00я\" } ")
    #expect(texts.string("k", for: english) == "\"\\/\u{8}\u{C}\n\r\tЖ😀я")
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected \"{\", found the end of the file"),
    ("[]", "expected \"{\""), ("{\"a\": 5}", "line 1, column 7: expected a text in quotes or an object, found \"5}\""),
    ("{\"a\": null}", "text in quotes"), ("{\"a\": [\"x\"]}", "text in quotes"), ("{\"a\": \"x\",}", "a key in quotes"),
    ("{\"a\" \"x\"}", "\":\" after the key"), ("{\"a\": \"x\" \"b\": \"y\"}", "\",\" or \"}\""),
    ("{\n  \"a\": \"x\"\n  \"b\"", "line 3, column 3"), ("{\"a\": \"x\"} x", "nothing after"),
    ("{\"a\": \"x", "closing quote"), ("{\"a\": \"\\x\"}", "escapes of JSON"), ("{\"a\": \"\\u12\"}", "hexadecimal"),
    ("{\"a\": \"\\uD83D\"}", "whole character"), ("{\"a\": \"\\uDE00\\uD83D\"}", "whole character"),
    ("{\"a\": \"x\ny\"}", "escape for a control"), ("{\"\": \"x\"}", "key of at least"), ("{\"a\": \"\\", "escapes"),
    ("{\"a\": \"\\uD83D\\u", "hexadecimal"),
  ])
  func badJSON(_ file: String, _ expected: String) throws {
    let error = try #require(throws: CatalogueError.self) { try catalogue(en: file) }
    #expect(error.problems.count == 1)
    #expect(error.problems[0].hasPrefix("en.json: "))
    #expect(error.problems[0].contains(expected), "\(error)")
  }

  @Test func badUTF8AndDepth() throws {
    #expect(throws: CatalogueError.self) {
      try Catalogue(plugin: "p", files: [.english: Array("{\"a\": \"".utf8) + [0xFF, 0x22, 0x7D]])
    }
    #expect(throws: CatalogueError.self) { try catalogue(en: String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test func allFaultsAtOnce() throws {
    let error = try #require(throws: CatalogueError.self) {
      try catalogue(
        en: #"{"a": "{", "b": "x", "b": "y", "c": {"d": "1"}, "c.d": "2", "e": "<b>"}"#, ru: #"{"a": "#)
    }
    #expect(error.plugin == "goals")
    #expect(error.problems.count == 5)
    let text = "\(error)"
    for part in [
      "en.json: \"a\": at character 2: expected the name of an argument",
      "en.json: the key \"b\" occurs more than once",
      "en.json: the key \"c.d\" occurs", "en.json: \"e\": at character 4", "ru.json: line 1, column 7",
    ] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test func garbageFilesNeverTrap() {
    var generator = Seeded(5)
    let pieces = ["{", "}", "\"", ":", ",", "a", "\\", "\\u", "D83D", "\n", " ", "\"k\":\"v\"", "[", "1", "😀"]
    for _ in 0..<20_000 {
      let file = (0..<Int.random(in: 0...12, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      var bytes = Array(file.utf8)
      if Bool.random(using: &generator), !bytes.isEmpty { bytes.removeLast() }
      _ = try? Catalogue(plugin: "p", files: [.english: bytes])
    }
  }

  // MARK: verify

  @Test func goodTextsHaveNoProblems() throws {
    let found = try problems(
      en: #"{"a": "{n, plural, =0{none} one{# day} other{# days}} {who}", "x.button.save": "✅ Save"}"#,
      ru: """
        {"a": "{who}: {n, plural, one{# день} few{# дня} many{# дней} other{# дня}} {address, select, ty{а} other{б}}",
        "x.button.save": "✅ Сохранить"}
        """)
    #expect(found == [])
  }

  @Test(arguments: [
    (#"{"a": "x", "b": "y"}"#, #"{"a": "x"}"#, "goals/ru.json: \"b\" is missing"),
    (#"{"a": "x"}"#, #"{"a": "x", "b": "y"}"#, "goals/en.json: \"b\" is missing"),
    (#"{"a": "{x}"}"#, #"{"a": "икс"}"#, "goals/ru.json: \"a\" does not use the argument {x}, another language does"),
    (
      #"{"a": "{n, plural, one{1} other{2}}"}"#, #"{"a": "{n, plural, one{1} many{3} other{2}}"}"#,
      "goals/ru.json: \"a\" lacks few{…} in the plural of {n}"
    ),
    (
      #"{"a": "{n, plural, other{2}}"}"#, #"{"a": "{n, plural, one{1} few{2} many{3} other{2}}"}"#,
      "goals/en.json: \"a\" lacks one{…} in the plural of {n}"
    ),
    (
      #"{"a": "{n, plural, one{1} few{3} other{2}}"}"#, #"{"a": "{n, plural, one{1} few{2} many{3} other{2}}"}"#,
      "goals/en.json: \"a\" has few{…} in the plural of {n}, which the language never uses"
    ),
    (
      #"{"a": "x"}"#, #"{"a": "{address, select, tu{x} other{y}}"}"#,
      "goals/ru.json: \"a\" selects by {address} the word \"tu\", but only ty, vy and other come"
    ),
    (
      #"{"a": "x"}"#, #"{"a": "{gender, select, female{x} other{y}}"}"#,
      "goals/ru.json: \"a\" selects by {gender} the word \"female\", but only f, m and other come"
    ),
    (#"{"a": ""}"#, #"{"a": "x"}"#, "goals/en.json: \"a\" is empty"),
    (#"{"a": " x"}"#, #"{"a": "x"}"#, "goals/en.json: \"a\" begins with whitespace, which Telegram cuts off"),
    (#"{"a": "x\n"}"#, #"{"a": "x"}"#, "goals/en.json: \"a\" ends with whitespace, which Telegram cuts off"),
    (
      #"{"goal.button": "x"}"#, #"{"goal.button": "Двадцать пять символов..."}"#,
      "goals/ru.json: \"goal.button\" is 25 characters long, a button holds 24"
    ),
    (
      #"{"button.go": "{address, select, ty{1} other{1234567890123456789012345}}"}"#, #"{"button.go": "x"}"#,
      "goals/en.json: \"button.go\" is 25 characters long, a button holds 24"
    ),
    (
      #"{"button.go": "<b>x</b>"}"#, #"{"button.go": "x"}"#,
      "goals/en.json: \"button.go\" has markup, a button shows plain text only"
    ),
    (
      #"{"done.toast": "<i>x</i>"}"#, #"{"done.toast": "x"}"#,
      "goals/en.json: \"done.toast\" has markup, the answer to a press shows plain text only"
    ),
  ])
  func eachFaultIsFound(_ en: String, _ ru: String, _ expected: String) throws {
    #expect(try problems(en: en, ru: ru) == [expected])
  }

  @Test func longCommandSummariesAndMissingEnglish() throws {
    let long = String(repeating: "я", count: 257)
    let found = try problems(en: #"{"goal.command.summary": "x"}"#, ru: #"{"goal.command.summary": "\#(long)"}"#)
    #expect(found == ["goals/ru.json: \"goal.command.summary\" is 257 characters long, a command's summary holds 256"])
    #expect(try catalogue(ru: #"{"a": "x"}"#).verify() == ["goals: there is no en.json, the fallback of all languages"])
  }
}
