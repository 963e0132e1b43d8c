import Localization
import Testing

struct FormattingTests {
  @Test(arguments: [
    (0, "0", "0"), (7, "7", "7"), (999, "999", "999"), (1000, "1_000", "1,000"), (1_234_567, "1_234_567", "1,234,567"),
    (-1234, "-1_234", "-1,234"), (100_000, "100_000", "100,000"),
    (Int.min, "-9_223_372_036_854_775_808", "-9,223,372,036,854,775,808"),
  ])
  func integers(_ number: Int, _ ru: String, _ en: String) {
    #expect(NumberText.integer(number, language: .russian) == ru.replacing("_", with: "\u{A0}"))
    #expect(NumberText.integer(number, language: .english) == en)
  }

  @Test(arguments: [
    (1.5, "1.5"), (2.0, "2"), (0.1 + 0.2, "0.3"), (1234.567, "1,234.57"), (-0.001, "0"), (-1.25, "-1.25"),
    (0.05, "0.05"),
    (0.999, "1"), (1e15, "1,000,000,000,000,000"), (1e18, "1,000,000,000,000,000,000"), (.nan, "–"),
    (-.infinity, "-∞"), (2.5, "2.5"),
  ])
  func decimals(_ number: Double, _ expected: String) {
    #expect(NumberText.decimal(number, language: .english) == expected)
  }

  @Test func decimalDigits() {
    #expect(NumberText.decimal(2.5, digits: 0, language: .english) == "3")
    #expect(NumberText.decimal(1.23456789, digits: 99, language: .russian) == "1,234568")
    #expect(NumberText.decimal(5, digits: -1, language: .russian) == "5")
    #expect(NumberText.decimal(1e300, language: .english) == "1e+300")
    #expect(NumberText.percent(0.605, language: .russian) == "61\u{A0}%")
    #expect(NumberText.percent(0.605, digits: 1, language: .english) == "60.5%")
  }

  @Test func dates() {
    #expect(DateText.dayMonth(day: 22, month: 11, language: .russian) == "22\u{A0}ноября")
    #expect(DateText.dayMonth(day: 22, month: 11, language: .english) == "November\u{A0}22")
    #expect(DateText.dayMonthYear(day: 1, month: 5, year: 2026, language: .russian) == "1\u{A0}мая 2026")
    #expect(DateText.dayMonthYear(day: 1, month: 5, year: 2026, language: .english) == "May\u{A0}1, 2026")
    #expect(DateText.month(8, language: .russian) == "август")
    #expect(DateText.weekday(1, language: .russian) == "понедельник")
    #expect(DateText.weekday(7, language: .english) == "Sunday")
    #expect(DateText.shortWeekday(3, language: .russian) == "ср")
    #expect(DateText.shortWeekday(3, language: .english) == "Wed")
    #expect(DateText.onWeekday(2, language: .russian) == "во вторник")
    #expect(DateText.onWeekday(2, language: .english) == "on Tuesday")
    for number in [Int.min, -1, 0, 13, Int.max] {
      #expect(DateText.month(number, language: .russian) == "\(number)")
      #expect(DateText.weekday(number, language: .english) == "\(number)")
    }
    #expect(DateText.relativeDay(1, language: .russian) == "завтра")
    #expect(DateText.relativeDay(-1, language: .english) == "yesterday")
    #expect(DateText.relativeDay(0, language: .russian) == "сегодня")
    #expect(DateText.relativeDay(2, language: .russian) == nil)
    #expect(DateText.time(hour: 8, minute: 0) == "08:00")
    #expect(DateText.time(hour: 23, minute: 59) == "23:59")
  }

  @Test func durations() {
    #expect(DurationText.count(5, .minute, language: .russian) == "5\u{A0}минут")
    #expect(DurationText.count(1, .minute, language: .russian) == "1\u{A0}минута")
    #expect(DurationText.count(21, .minute, language: .russian, case: .accusative) == "21\u{A0}минуту")
    #expect(DurationText.count(5, .year, language: .russian) == "5\u{A0}лет")
    #expect(DurationText.count(1, .hour, language: .english) == "1\u{A0}hour")
    #expect(DurationText.count(0, .day, language: .english) == "0\u{A0}days")
    #expect(DurationText.seconds(5400, language: .russian) == "1\u{A0}час 30\u{A0}минут")
    #expect(DurationText.seconds(90_061, language: .english) == "1\u{A0}day 1\u{A0}hour")
    #expect(DurationText.seconds(90_061, units: 9, language: .english).split(separator: " ").count == 4)
    #expect(DurationText.seconds(3 * 86_400 + 4, language: .english) == "3\u{A0}days")
    #expect(DurationText.seconds(60, language: .russian, case: .accusative) == "1\u{A0}минуту")
    #expect(DurationText.seconds(0, language: .russian) == "0\u{A0}секунд")
    #expect(DurationText.seconds(Int.min, language: .english).hasSuffix("hours"))
  }

  @Test func progressBars() {
    #expect(ProgressBar.render(filled: 2, total: 6) == "▰▰▱▱▱▱")
    #expect(ProgressBar.render(filled: 9, total: 3) == "▰▰▰")
    #expect(ProgressBar.render(filled: -1, total: 3) == "▱▱▱")
    #expect(ProgressBar.render(filled: 1, total: 0) == "")
    #expect(ProgressBar.render(filled: 999, total: 1000) == String(repeating: "▰", count: 19) + "▱")
    #expect(ProgressBar.render(share: 0.6, width: 5) == "▰▰▰▱▱")
    #expect(ProgressBar.render(share: 0.001) == "▰▱▱▱▱▱▱▱▱▱")
    #expect(ProgressBar.render(share: 0.999) == "▰▰▰▰▰▰▰▰▰▱")
    #expect(ProgressBar.render(share: 1, width: 3) == "▰▰▰")
    #expect(ProgressBar.render(share: .nan, width: 3) == "▱▱▱")
    #expect(ProgressBar.render(share: 0.5, width: Int.max).count == 20)
    #expect(ProgressBar.render(share: 0.5, width: -5) == "")
  }
}
