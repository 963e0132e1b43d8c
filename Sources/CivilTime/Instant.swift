/// A point on the time line: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Stored as a 64-bit integer in both databases, so it survives a round trip unchanged.
public struct Instant: Sendable, Hashable, Comparable, Codable {
  /// Microseconds since the Unix epoch; negative before it.
  public var microseconds: Int64

  /// Creates an instant from microseconds since the Unix epoch.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Creates an instant from whole seconds since the Unix epoch, the unit of Telegram's `date` fields. Stops at the
  /// first and the last instant, 292,000 years away, as all arithmetic here does: such numbers come from outside.
  public init(unixSeconds: Int64) { microseconds = unixSeconds.timesOneMillion }

  /// Whole seconds since the Unix epoch, rounded towards the past.
  public var unixSeconds: Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  public static func + (instant: Instant, duration: Duration) -> Instant {
    let (sum, overflow) = instant.microseconds.addingReportingOverflow(duration.wholeMicroseconds)
    return Instant(microseconds: overflow ? (instant.microseconds < 0 ? .min : .max) : sum)
  }

  public static func - (instant: Instant, duration: Duration) -> Instant {
    let (difference, overflow) = instant.microseconds.subtractingReportingOverflow(duration.wholeMicroseconds)
    return Instant(microseconds: overflow ? (instant.microseconds < 0 ? .min : .max) : difference)
  }

  /// The time from `earlier` to `later`; negative when they are the other way round.
  public static func - (later: Instant, earlier: Instant) -> Duration {
    let (difference, overflow) = later.microseconds.subtractingReportingOverflow(earlier.microseconds)
    return .microseconds(overflow ? (later.microseconds < 0 ? .min : .max) : difference)
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
    let (seconds, attoseconds) = components
    let (sum, overflow) = seconds.timesOneMillion.addingReportingOverflow(attoseconds / 1_000_000_000_000)
    return overflow ? (seconds < 0 ? .min : .max) : sum
  }

  public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
  public static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
  public static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

extension Int64 {
  /// The product, or the nearest number that there is.
  fileprivate var timesOneMillion: Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: 1_000_000)
    return overflow ? (self < 0 ? .min : .max) : product
  }
}
