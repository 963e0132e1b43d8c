package import PluginAPI

/// What somebody wrote when asked for the time: "18:42", "6.42 pm", "18", "UTC+4", "МСК-1".
package enum ClockAnswer: Sendable, Hashable {
  case time(LocalTime)
  /// An hour without minutes.
  case hour(Int)
  /// Seconds east of UTC.
  case offset(Int)

  /// Nil when the text is something else, a city perhaps.
  package init?(_ raw: String) {
    let text = raw.lowercased().filter { !$0.isWhitespace && $0 != "\u{200e}" && $0 != "\u{200f}" }
    guard (1...12).contains(text.count) else { return nil }
    if let offset = Self.offset(text) {
      self = .offset(offset)
    } else if let answer = Self.clock(raw.lowercased()) {
      self = answer
    } else {
      return nil
    }
  }

  private static func offset(_ text: String) -> Int? {
    var rest = text[...]
    var base = 0
    for (prefix, hours) in [("utc", 0), ("gmt", 0), ("msk", 3), ("мск", 3)] where rest.hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
      base = hours
      break
    }
    guard let sign = rest.first, "+-−–".contains(sign) else { return nil }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard let hours = parts.first.flatMap({ number($0, in: 0...14) }), parts.count <= 2 else { return nil }
    var minutes = 0
    if parts.count == 2 {
      guard parts[1].count == 2, let found = number(parts[1], in: 0...59) else { return nil }
      minutes = found
    }
    return base * 3600 + (sign == "+" ? 1 : -1) * (hours * 3600 + minutes * 60)
  }

  private static func clock(_ raw: String) -> ClockAnswer? {
    var text = raw.trimmed
    var half: Int?
    for (ending, value) in [("am", 0), ("pm", 12), ("a.m.", 0), ("p.m.", 12)] where text.hasSuffix(ending) {
      text = String(text.dropLast(ending.count)).trimmed
      half = value
      break
    }
    guard let first = text.unicodeScalars.first, ("0"..."9").contains(first) else { return nil }
    var parts = text.split { ":. -".contains($0) }
    // Four digits without a separator: 1842.
    if parts.count == 1, parts[0].count == 4 { parts = [parts[0].prefix(2), parts[0].suffix(2)] }
    guard (1...3).contains(parts.count), var hour = number(parts[0], in: 0...24) else { return nil }
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
    }
    hour %= 24
    guard parts.count > 1 else { return .hour(hour) }
    guard parts[1].count == 2, let minute = number(parts[1], in: 0...59) else { return nil }
    // Seconds are read and dropped.
    if parts.count == 3, number(parts[2], in: 0...59) == nil { return nil }
    return LocalTime(hour: hour, minute: minute).map { .time($0) }
  }

  private static func number(_ digits: some StringProtocol, in range: ClosedRange<Int>) -> Int? {
    guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int(digits), range.contains(value)
    else { return nil }
    return value
  }
}

extension String {
  fileprivate var trimmed: String { split { $0.isWhitespace }.joined(separator: " ") }
}
