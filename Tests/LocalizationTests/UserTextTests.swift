import Localization
import Testing

struct UserTextTests {
  private func clean(_ raw: String, limit: Int = 100, multiline: Bool = false) -> String {
    UserText.clean(raw, limit: limit, multiline: multiline)
  }

  @Test(arguments: [
    ("  Анна \t Мария\u{A0}\n", "Анна Мария"), ("a\u{0}b\u{1}\u{7F}\u{9F}c", "abc"),
    ("evil\u{202E}gnp.exe", "evilgnp.exe"),
    ("\u{200E}a\u{200F}\u{061C}b\u{2066}c\u{2069}", "abc"), ("a\u{200B}\u{2060}\u{FEFF}\u{AD}\u{34F}b", "ab"),
    ("\u{200B}\u{200D}\u{3164}\u{2800}", ""), ("a\u{200D}b", "ab"), ("\u{301}\u{301}", ""), ("a \u{301}b", "a b"),
    ("e\u{301}", "\u{E9}"), ("\u{212B}", "\u{C5}"), ("x\u{E000}\u{FFFE}\u{10FFFF}y", "xy"), ("a\u{FE0F}b", "ab"),
    ("a\u{E0041}\u{E0042}b", "ab"), ("a\r\nb\u{2028}c", "a b c"), ("", ""), ("\u{FFF9}a\u{FFFB}", "a"),
    ("a  \u{E33} ", "a \u{E33}"), ("a \u{FF9E}", "a \u{FF9E}"), ("a \u{1F3FB} ", "a \u{1F3FB}"),
  ])
  func cleansLines(_ raw: String, _ expected: String) {
    #expect(Array(clean(raw).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: [
    "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "1️⃣", "🇷🇺", "❤️", "👩🏽‍❤️‍💋‍👨🏿",
    "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "می‌خواهم", "क्‍ष", "Ёлка", "Việt", "한국", "עברית",
  ])
  func keepsWhatIsMeant(_ text: String) {
    let cleaned = clean(text)
    #expect(cleaned == text)
    #expect(cleaned.unicodeScalars.count <= text.unicodeScalars.count)
    #expect(clean(cleaned) == cleaned)
  }

  @Test func linesStayInMultilineText() {
    #expect(clean("  a \r\n b\n\n\n\n c\u{2029}d \n", multiline: true) == "a\nb\n\nc\nd")
    #expect(clean("a\n\nb") == "a b")
  }

  @Test func zalgoIsCapped() {
    let marks = "\u{316}\u{317}\u{318}\u{319}\u{31C}\u{31D}\u{31E}\u{31F}"
    let zalgo = "Z" + String(repeating: marks, count: 500) + "!"
    let cleaned = clean(zalgo)
    #expect(cleaned == "Z" + marks + "!")
    #expect(clean("👍" + String(repeating: "🏽", count: 100)).unicodeScalars.count <= 9)
    #expect(clean(String(repeating: "👨\u{200D}", count: 200), limit: 4).utf16.count < 120)
    #expect(clean(String(repeating: "ᄀ", count: 5_000), limit: 3).unicodeScalars.count <= 96)
  }

  @Test func limitCountsGraphemes() {
    #expect(clean("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", limit: 2) == "👨‍👩‍👧‍👦👨‍👩‍👧‍👦")
    #expect(clean("ab cd", limit: 3) == "ab")
    // A cut between two letters that were joined leaves no joiner behind.
    #expect(Array(clean("ر\u{200D}ᄀ", limit: 1).unicodeScalars) == ["ر"])
    #expect(Array(clean("😀\u{200D}🇷🇺", limit: 9).unicodeScalars).count == 3)
    #expect(clean("abc", limit: 0) == "")
    #expect(clean("abc", limit: -1) == "")
    #expect(clean(String(repeating: "я", count: 5000), limit: 4096).count == 4096)
    #expect(clean("abc", limit: Int.max) == "abc")
  }

  @Test func tooLong() {
    #expect(!UserText.isTooLong(String(repeating: "😀", count: 40), limit: 40))
    #expect(UserText.isTooLong(String(repeating: "😀", count: 41), limit: 40))
    // What cleaning takes away does not count.
    #expect(!UserText.isTooLong("  ab\u{200B}\u{202E}  ", limit: 2))
    #expect(UserText.isTooLong("a", limit: 0))
    #expect(!UserText.isTooLong("a", limit: Int.max))
  }

  @Test(arguments: [
    ("", 0), ("  ", 0), ("хочу бегать", 2), ("хочу бегать по утрам", 4), ("— … !!!", 0), ("a-b c", 2), ("5 км", 2),
    ("😀 😀 😀", 0), ("我想跑步", 4), ("one\ntwo\tthree", 3), ("e\u{301}te\u{301}", 1),
  ])
  func words(_ text: String, _ expected: Int) {
    #expect(UserText.words(text) == expected)
  }

  @Test func isolation() {
    #expect(UserText.isolated("Анна 😀 Ann") == "Анна 😀 Ann")
    #expect(UserText.isolated("שלום") == "\u{2068}שלום\u{2069}")
    #expect(UserText.isolated("\u{2067}مرحبا\u{202E}") == "\u{2068}مرحبا\u{2069}")
    #expect(UserText.isolated(UserText.isolated("שלום")) == "\u{2068}שלום\u{2069}")
    #expect(UserText.isolated("a\u{202E}b") == "ab")
  }

  @Test func loneSurrogates() {
    #expect(UserText.clean(utf16: [0x61, 0xD83D, 0x62, 0xDE00], limit: 9) == "a\u{FFFD}b\u{FFFD}")
    #expect(UserText.clean(utf16: Array("a😀".utf16), limit: 9) == "a😀")
  }

  @Test func hostileStringsComeOutClean() {
    var generator = Seeded(16)
    for round in 0..<4_000 {
      let raw = hostileString(pieces: Int.random(in: 0...30, using: &generator), &generator)
      let limit = Int.random(in: 1...40, using: &generator)
      let multiline = Bool.random(using: &generator)
      let cleaned = clean(raw, limit: limit, multiline: multiline)
      #expect(cleaned.count <= limit, "\(round)")
      #expect(Array(clean(cleaned, limit: limit, multiline: multiline).utf8) == Array(cleaned.utf8), "\(round): \(raw)")
      var marks = 0
      for scalar in cleaned.unicodeScalars {
        let value = scalar.value
        #expect(value >= 32 && value != 127 || multiline && value == 10, "\(round)")
        let isBidi =
          (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
          || [0x200E, 0x200F, 0x61C].contains(value)
        #expect(!isBidi && value != 0x200B && value != 0xFEFF, "\(round)")
        let category = scalar.properties.generalCategory
        marks = category == .nonspacingMark || category == .enclosingMark || category == .spacingMark ? marks + 1 : 0
        #expect(marks <= 8, "\(round)")
      }
      #expect(cleaned.first?.isWhitespace != true && cleaned.last?.isWhitespace != true, "\(round)")
      #expect(!cleaned.contains("  ") && !cleaned.contains("\n\n\n"), "\(round)")
    }
  }

  @Test func aMegabyteOfSpamIsBounded() {
    let spam = String(repeating: "\u{200B}\u{301}", count: 500_000)
    #expect(clean(spam, limit: 40) == "")
  }
}
