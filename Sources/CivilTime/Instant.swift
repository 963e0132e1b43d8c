/// A point on the time line: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Stored as a 64-bit integer in both databases, so it survives a round trip unchanged.
public struct Instant: Sendable, Hashable, Comparable, Codable {
  /// Microseconds since the Unix epoch; negative before it.
  public var microseconds: Int64

  /// Creates an instant from microseconds since the Unix epoch.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Creates an instant from whole seconds since the Unix epoch, the unit of Telegram's `date` fields.
  public init(unixSeconds: Int64) { self.microseconds = unixSeconds * 1_000_000 }

  /// Whole seconds since the Unix epoch, rounded towards the past.
  public var unixSeconds: Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  public static func + (instant: Instant, duration: Duration) -> Instant {
    Instant(microseconds: instant.microseconds + duration.wholeMicroseconds)
  }

  public static func - (instant: Instant, duration: Duration) -> Instant {
    Instant(microseconds: instant.microseconds - duration.wholeMicroseconds)
  }

  /// The time from `earlier` to `later`; negative when they are the other way round.
  public static func - (later: Instant, earlier: Instant) -> Duration {
    .microseconds(later.microseconds - earlier.microseconds)
  }

  public static func += (instant: inout Instant, duration: Duration) { instant = instant + duration }

  // A bare number, as in the databases.
  public init(from decoder: any Decoder) throws {
    microseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }
}

extension Duration {
  /// The duration in microseconds, the fraction below one dropped.
  public var wholeMicroseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }

  public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
  public static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
  public static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
