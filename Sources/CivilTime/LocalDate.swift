/// A date on the wall calendar, without a time or a zone: "2026-11-22".
///
/// Proleptic Gregorian, from 0001-01-01 to 9999-12-31. Arithmetic stays within that range (see `adding(days:)`), so no
/// number that a person sends can crash it. Ranges work: `for day in monday...sunday`.
public struct LocalDate: Sendable, Hashable, Comparable {
  private let epochDay: Int32

  /// The first date: 0001-01-01.
  public static let min = LocalDate(clampedDays: Self.firstDay)
  /// The last date: 9999-12-31.
  public static let max = LocalDate(clampedDays: Self.lastDay)

  static let firstDay = -719_162
  static let lastDay = 2_932_896

  /// The date of a year (1…9999), a month (1…12) and a day that this month has; `nil` for anything else.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Gregorian.length(ofMonth: month, year: year)
    else { return nil }
    epochDay = Int32(Gregorian.days(year: year, month: month, day: day))
  }

  /// The date `daysSinceEpoch` days after 1970-01-01 (before it if negative); `nil` outside of 0001…9999.
  public init?(daysSinceEpoch: Int) {
    guard (Self.firstDay...Self.lastDay).contains(daysSinceEpoch) else { return nil }
    epochDay = Int32(daysSinceEpoch)
  }

  init(clampedDays days: Int) { epochDay = Int32(Swift.min(Swift.max(days, Self.firstDay), Self.lastDay)) }

  /// Days since 1970-01-01, negative before it.
  public var daysSinceEpoch: Int { Int(epochDay) }

  /// The year, 1…9999.
  public var year: Int { components.year }
  /// The month, 1…12.
  public var month: Int { components.month }
  /// The day of the month, 1…31.
  public var day: Int { components.day }
  /// Year, month and day at once.
  public var components: (year: Int, month: Int, day: Int) { Gregorian.date(days: daysSinceEpoch) }

  /// The date `count` days later, or earlier if negative. Stops at 0001-01-01 and 9999-12-31.
  public func adding(days count: Int) -> LocalDate {
    let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(count)
    return overflow ? (count < 0 ? .min : .max) : LocalDate(clampedDays: sum)
  }

  /// The same day of the month `count` months later, or the last day of a month that is too short
  /// (31 January + 1 month = 28 February). Stops at 0001-01-01 and 9999-12-31.
  public func adding(months count: Int) -> LocalDate {
    let (year, month, day) = components
    let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(count)
    guard !overflow, index >= 12 else { return count < 0 ? .min : .max }
    guard index < 10_000 * 12 else { return .max }
    return LocalDate(monthIndex: index, day: day)
  }

  /// Days from this date to `other`; negative if `other` is earlier.
  public func days(until other: LocalDate) -> Int { other.daysSinceEpoch - daysSinceEpoch }

  public static func < (left: LocalDate, right: LocalDate) -> Bool { left.epochDay < right.epochDay }

  /// Months are counted from January of year 0; the day is cut to the month's length.
  init(monthIndex: Int, day: Int) {
    let year = floorDivide(monthIndex, 12)
    let month = monthIndex - year * 12 + 1
    let length = Gregorian.length(ofMonth: month, year: year)
    self.init(clampedDays: Gregorian.days(year: year, month: month, day: Swift.min(day, length)))
  }
}

extension LocalDate: Strideable {
  public func distance(to other: LocalDate) -> Int { days(until: other) }
  public func advanced(by count: Int) -> LocalDate { adding(days: count) }
}

extension LocalDate: LosslessStringConvertible, Codable {
  /// The date of an ISO text: exactly `YYYY-MM-DD`, a date that exists, nothing before or after it.
  public init?(_ text: String) {
    var cursor = TextCursor(text)
    self.init(&cursor)
    guard cursor.isAtEnd else { return nil }
  }

  init?(_ cursor: inout TextCursor) {
    guard let year = cursor.number(digits: 4), cursor.take(UInt8(ascii: "-")),
      let month = cursor.number(digits: 2), cursor.take(UInt8(ascii: "-")),
      let day = cursor.number(digits: 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The ISO text: "2026-11-22".
  public var description: String {
    let (year, month, day) = components
    return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
  }

  public init(from decoder: any Decoder) throws {
    self = try decodeText(Self.self, expected: "a date such as 2026-11-22", from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}
