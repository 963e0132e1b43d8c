import PluginAPI

/// Times of day as people type them: "7:30", "07.30", "19", "7 часов".
enum TimeInput {
  /// The time a text consists of.
  static func time(_ text: String) -> LocalTime? {
    let parts = UserText.clean(text, limit: 12).split(omittingEmptySubsequences: false) {
      $0 == ":" || $0 == "." || $0 == "-"
    }
    guard let hour = number(parts.first), parts.count <= 2 else { return nil }
    if parts.count == 1 { return LocalTime(hour: hour, minute: 0) }
    guard parts[1].utf8.count == 2, let minute = number(parts[1]) else { return nil }
    return LocalTime(hour: hour, minute: minute)
  }

  /// The first time that stands in a sentence as "7:30" or "19:00".
  static func first(in text: String) -> LocalTime? {
    for word in text.split(whereSeparator: { !($0.isNumber || $0 == ":") }) where word.contains(":") {
      if let time = time(String(word)) { return time }
    }
    return nil
  }

  private static func number(_ text: Substring?) -> Int? {
    guard let text, (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}

/// Dates as people type them: "31.12", "31.12.2026", "2026-12-31".
enum DateInput {
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
