import Localization
import Testing

struct PluralRulesTests {
  /// The rule again, from the other end: by the last digits as written, as it is taught in school.
  private func schoolRule(_ number: Int) -> PluralCategory {
    let digits = Array(String(number))
    let isTeen = digits.count >= 2 && digits[digits.count - 2] == "1"
    if isTeen { return .many }
    switch digits.last {
    case "1": return .one
    case "2", "3", "4": return .few
    default: return .many
    }
  }

  @Test func ru_plurals_0_2000() {
    for number in 0...2000 {
      #expect(PluralRules.category(of: number, in: .russian) == schoolRule(number), "\(number)")
      #expect(PluralRules.category(of: -number, in: .russian) == schoolRule(number), "-\(number)")
    }
  }

  @Test(arguments: [
    (0, "0 дней"), (1, "1 день"), (2, "2 дня"), (4, "4 дня"), (5, "5 дней"), (11, "11 дней"), (12, "12 дней"),
    (14, "14 дней"), (21, "21 день"), (22, "22 дня"), (25, "25 дней"), (101, "101 день"), (111, "111 дней"),
    (112, "112 дней"), (1001, "1\u{A0}001 день"), (-1, "-1 день"), (-3, "-3 дня"),
  ])
  func russianDays(_ number: Int, _ expected: String) throws {
    let format = try MessageFormat("{n, plural, one{# день} few{# дня} many{# дней} other{# дня}}")
    let text = format.text(["n": .int(number)], for: russian).string
    #expect(text == expected.replacing(" ", with: "\u{A0}"))
  }

  @Test func english() {
    #expect(PluralRules.category(of: 1, in: .english) == .one)
    #expect(PluralRules.category(of: -1, in: .english) == .one)
    for number in [0, 2, 11, 21, 101, Int.max, Int.min] {
      #expect(PluralRules.category(of: number, in: .english) == .other)
    }
  }

  @Test func extremesDoNotTrap() {
    #expect(PluralRules.category(of: Int.min, in: .russian) == .many)
    #expect(PluralRules.category(of: Double.nan, in: .russian) == .other)
    #expect(PluralRules.category(of: -Double.infinity, in: .russian) == .other)
    #expect(PluralRules.category(of: 1e300, in: .english) == .other)
  }

  @Test func fractionsAreOtherUnlessNotShown() {
    #expect(PluralRules.category(of: 1.5, in: .russian) == .other)
    #expect(PluralRules.category(of: 0.1, in: .english) == .other)
    #expect(PluralRules.category(of: 2.0, in: .russian) == .few)
    #expect(PluralRules.category(of: 1.0, in: .english) == .one)
    // Shown as 2, so it must read as 2.
    #expect(PluralRules.category(of: 2.001, in: .russian) == .few)
    #expect(NumberText.decimal(2.001, language: .russian) == "2")
  }

  @Test func telegramsLanguageCodes() {
    for code in ["ru", "RU", "ru-RU", "ru_RU", "ru-Cyrl"] { #expect(Language(languageCode: code) == .russian) }
    for code in [nil, "", "en", "en-GB", "uk", "be", "kk", "rue", "русский", "-ru"] as [String?] {
      #expect(Language(languageCode: code) == .english)
    }
  }
}
