/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
///
/// Ordered from Monday to Sunday; encoded as its number.
public enum Weekday: Int, Sendable, Hashable, Comparable, CaseIterable, Codable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The day `count` days later; a negative count goes back.
  public func adding(days count: Int) -> Weekday {
    Weekday(rawValue: (rawValue - 1 + floorRemainder(count, 7)) % 7 + 1) ?? self
  }

  /// Days from this weekday to the next `other`: 0…6.
  public func days(until other: Weekday) -> Int { floorRemainder(other.rawValue - rawValue, 7) }

  public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
