import PluginAPI

/// Times and lengths as people type them.
enum TimeInput {
  /// `7`, `07:15`, `7.15`, `0715`, `7:15 pm`; nil for anything else. The text is hostile.
  static func parse(_ raw: String) -> LocalTime? {
    guard raw.utf8.count <= 32 else { return nil }
    var text = raw.lowercased().filter { !$0.isWhitespace }
    var isAfternoon: Bool?
    for (suffix, afternoon) in [("pm", true), ("am", false)] where text.hasSuffix(suffix) {
      text.removeLast(2)
      isAfternoon = afternoon
    }
    let digits: [Substring]
    if text.contains(where: { ":.".contains($0) }) {
      digits = text.split(omittingEmptySubsequences: false, whereSeparator: { ":.".contains($0) })
      guard digits.count == 2, digits[1].utf8.count == 2 else { return nil }
    } else if text.utf8.count >= 3 {
      digits = [text.dropLast(2), text.suffix(2)]
    } else {
      digits = [text[...], "00"]
    }
    guard digits[0].utf8.count <= 2, var hour = number(digits[0]), let minute = number(digits[1]) else { return nil }
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return LocalTime(hour: hour, minute: minute)
  }

  /// `1d`, `2w`, `12h`, up to a year, or `forever` as nil within the optional; nil for anything else.
  static func length(_ raw: String) -> Duration?? {
    let text = raw.lowercased()
    if ["forever", "навсегда"].contains(text) { return .some(nil) }
    guard text.utf8.count <= 4, let unit = text.last, let count = number(text.dropLast()), count > 0 else { return nil }
    let hours: Int
    switch unit {
    case "h", "ч": hours = count
    case "d", "д": hours = count * 24
    case "w", "н": hours = count * 168
    default: return nil
    }
    return hours <= 366 * 24 ? .some(.hours(hours)) : nil
  }

  /// ASCII digits only.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
