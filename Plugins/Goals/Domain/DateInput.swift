import PluginAPI

extension LocalTime {
  /// The first time that stands in a sentence as "7:30" or "19:00".
  init?(firstIn text: String) {
    for word in text.split(whereSeparator: { !($0.isNumber || $0 == ":") }) where word.contains(":") {
      if let time = LocalTime(typed: String(word)) {
        self = time
        return
      }
    }
    return nil
  }
}

/// Dates as people type them: "31.12", "31.12.2026", "2026-12-31".
enum DateInput {
  /// A date that is over or today; without a year the last such date up to `today`.
  static func past(_ text: String, until today: LocalDate) -> LocalDate? {
    if let date = LocalDate(text) { return date <= today ? date : nil }
    // "12.11", not "2.5 km".
    guard text.wholeMatch(of: /\d{1,2}\.\d{2}(\.\d{2,4})?\.?/) != nil,
      let date = date(text, after: today.adding(months: -12))
    else { return nil }
    return date <= today ? date : nil
  }

  /// The date of a text; without a year the next such date after `today`.
  static func date(_ text: String, after today: LocalDate) -> LocalDate? {
    let clean = UserText.clean(text, limit: 20)
    if let date = LocalDate(clean) { return date }
    let numbers = clean.split { $0 == "." || $0 == "/" }.map { part in
      part.utf8.count <= 4 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard numbers.count == 2 || numbers.count == 3, let day = numbers[0], let month = numbers[1] else { return nil }
    if numbers.count == 3 {
      guard let year = numbers[2] else { return nil }
      return LocalDate(year: year < 100 ? 2000 + year : year, month: month, day: day)
    }
    return (today.year...today.year + 1).lazy
      .compactMap { LocalDate(year: $0, month: month, day: day) }.first { $0 > today }
  }
}
