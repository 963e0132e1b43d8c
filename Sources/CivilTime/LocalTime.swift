/// A time on the wall clock, without a date or a zone: "08:30". Whole seconds, from 00:00:00 to 23:59:59.
public struct LocalTime: Sendable, Hashable, Comparable {
  private let seconds: Int32

  /// 00:00.
  public static let midnight = LocalTime(clampedSeconds: 0)
  /// 12:00.
  public static let noon = LocalTime(clampedSeconds: 43_200)

  /// The time of an hour (0…23), a minute and a second (0…59); `nil` for anything else.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
    seconds = Int32(hour * 3600 + minute * 60 + second)
  }

  /// The time that many seconds after midnight on a day without a change of the clocks; `nil` outside of 0…86,399.
  public init?(secondOfDay: Int) {
    guard (0..<86_400).contains(secondOfDay) else { return nil }
    seconds = Int32(secondOfDay)
  }

  init(clampedSeconds value: Int) { seconds = Int32(Swift.min(Swift.max(value, 0), 86_399)) }

  /// A time written in the source, such as `.at(8, 30)`. Numbers out of range become the nearest in range; for
  /// numbers that come from outside use `init(hour:minute:second:)`.
  public static func at(_ hour: Int, _ minute: Int = 0) -> LocalTime {
    let hour = Swift.min(Swift.max(hour, 0), 23)
    let minute = Swift.min(Swift.max(minute, 0), 59)
    return LocalTime(clampedSeconds: hour * 3600 + minute * 60)
  }

  /// The hour, 0…23.
  public var hour: Int { secondOfDay / 3600 }
  /// The minute, 0…59.
  public var minute: Int { secondOfDay / 60 % 60 }
  /// The second, 0…59.
  public var second: Int { secondOfDay % 60 }
  /// Seconds since 00:00 by the clock: 0…86,399. Not elapsed time on a day on which the clocks change.
  public var secondOfDay: Int { Int(seconds) }

  public static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }
}

extension LocalTime: LosslessStringConvertible, Codable {
  /// The time of a text: exactly `HH:MM` or `HH:MM:SS`, 00:00…23:59:59, nothing before or after it.
  public init?(_ text: String) {
    var cursor = TextCursor(text)
    self.init(&cursor)
    guard cursor.isAtEnd else { return nil }
  }

  init?(_ cursor: inout TextCursor) {
    guard let hour = cursor.number(digits: 2), cursor.take(UInt8(ascii: ":")),
      let minute = cursor.number(digits: 2)
    else { return nil }
    var second = 0
    if cursor.take(UInt8(ascii: ":")) {
      guard let number = cursor.number(digits: 2) else { return nil }
      second = number
    }
    self.init(hour: hour, minute: minute, second: second)
  }

  /// "08:30", or "08:30:15" if there are seconds.
  public var description: String {
    let text = "\(hour.padded(2)):\(minute.padded(2))"
    return second == 0 ? text : "\(text):\(second.padded(2))"
  }

  public init(from decoder: any Decoder) throws {
    self = try decodeText(Self.self, expected: "a time such as 08:30", from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}
