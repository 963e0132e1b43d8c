extension Recurrence: LosslessStringConvertible, Codable {
  /// The recurrence of a text such as `description` gives. Nothing else is taken: no spaces, no other order.
  public init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let time = LocalTime(String(parts[1])), let rule = Self.rule(parts[0]) else { return nil }
    self.init(rule, at: time)
  }

  private static func rule(_ text: Substring) -> Rule? {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    switch (fields.first, fields.count) {
    case ("daily", 1): return .daily
    case ("weekdays", 2): return WeekdaySet(String(fields[1])).map { .weekdays($0) }
    case ("weeks", 4):
      guard let every = number(fields[1]), let days = WeekdaySet(String(fields[2])),
        let anchor = LocalDate(String(fields[3]))
      else { return nil }
      return .weeks(every: every, on: days, anchor: anchor)
    case ("monthly", 2): return fields[1] == "last" ? .lastDayOfMonth : number(fields[1]).map { .monthly(day: $0) }
    default: return nil
    }
  }

  /// A number without sign and leading zeros.
  private static func number(_ text: Substring) -> Int? {
    var cursor = TextCursor(text)
    guard cursor.peek != UInt8(ascii: "0"), let number = cursor.number(digits: 1...3), cursor.isAtEnd else {
      return nil
    }
    return number
  }

  /// The form for storage: `daily@08:00`, `weekdays:1,3,5@07:00`, `weeks:2:1,4:2026-11-23@09:00` (every 2nd week,
  /// Mondays and Thursdays, counted from the week of that date), `monthly:31@10:00`, `monthly:last@10:00`.
  public var description: String {
    switch rule {
    case .daily: "daily@\(time)"
    case .weekdays(let days): "weekdays:\(days)@\(time)"
    case .weeks(let every, let days, let anchor): "weeks:\(every):\(days):\(anchor)@\(time)"
    case .monthly(let day): "monthly:\(day)@\(time)"
    case .lastDayOfMonth: "monthly:last@\(time)"
    }
  }

  public init(from decoder: any Decoder) throws {
    self = try decodeText(Self.self, expected: "a recurrence such as daily@08:00", from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}
