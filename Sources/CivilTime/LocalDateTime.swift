/// A date and a time on the wall, without a zone: "2026-11-22T08:30".
///
/// What it means as a point in time is for a `Zone` to say: it may not exist there, or exist twice.
public struct LocalDateTime: Sendable, Hashable, Comparable {
  /// The date.
  public var date: LocalDate
  /// The time of day.
  public var time: LocalTime

  /// A date and a time together.
  public init(_ date: LocalDate, _ time: LocalTime) {
    self.date = date
    self.time = time
  }

  /// Seconds by the wall clock since 1970-01-01T00:00, as if it had never been changed.
  var wallSeconds: Int64 { Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay) }

  /// Stops at the first and at the last date.
  init(wallSeconds: Int64) {
    let seconds = Swift.min(Swift.max(wallSeconds, Self.firstSecond), Self.lastSecond)
    let day = floorDivide(seconds, 86_400)
    date = LocalDate(clampedDays: Int(day))
    time = LocalTime(clampedSeconds: Int(seconds - day * 86_400))
  }

  private static let firstSecond = Int64(LocalDate.firstDay) * 86_400
  private static let lastSecond = Int64(LocalDate.lastDay) * 86_400 + 86_399

  /// The day this moment counts for, when days begin at `dayStart` and not at midnight: with 03:00, 02:59 counts for
  /// the day before. Compares what the clock shows and never subtracts hours, so it is right when clocks change.
  public func logicalDate(dayStart: LocalTime) -> LocalDate {
    time < dayStart ? date.adding(days: -1) : date
  }

  public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
    (left.date, left.time) < (right.date, right.time)
  }
}

extension LocalDateTime: LosslessStringConvertible, Codable {
  /// The moment of a text: exactly `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
  public init?(_ text: String) {
    var cursor = TextCursor(text)
    guard let date = LocalDate(&cursor), cursor.take(UInt8(ascii: "T")), let time = LocalTime(&cursor),
      cursor.isAtEnd
    else { return nil }
    self.init(date, time)
  }

  /// "2026-11-22T08:30", with seconds only if there are any. Two values are equal exactly if their texts are.
  public var description: String { "\(date)T\(time)" }

  public init(from decoder: any Decoder) throws {
    self = try decodeText(Self.self, expected: "a date and time such as 2026-11-22T08:30", from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}
