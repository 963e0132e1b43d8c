/// What becomes of an occurrence that is handled late, because the host was down or busy.
///
/// Its text, and its encoded form: `within:1800` (seconds), `same-day`, `always`, `drop`.
public enum LatePolicy: Sendable, Hashable {
  /// Still worth handling up to this long after its time. Stored in whole seconds, at most ten years.
  case sendWithin(Duration)
  /// Until the end of the logical day it was due on.
  case sameLogicalDay
  /// However late.
  case always
  /// Only on time, where a delay of up to `LatePolicy.onTime` counts as on time.
  case drop

  /// The delay that is not lateness yet: a host under way handles an occurrence sooner than this.
  public static let onTime: Duration = .seconds(120)

  /// Whether an occurrence is to be handled at `now`: its time has come, and it is not too late.
  /// - Parameters:
  ///   - occurrence: the occurrence; of several missed ones the newest (see `Recurrence.latestDue`).
  ///   - now: the present.
  ///   - zone: where the person is, for `sameLogicalDay`.
  ///   - dayStart: when the person's day begins, for `sameLogicalDay`.
  public func isDue(_ occurrence: Occurrence, now: Instant, zone: Zone, dayStart: LocalTime) -> Bool {
    guard now >= occurrence.instant else { return false }
    return switch self {
    case .sendWithin(let limit): now.isWithin(limit, of: occurrence.instant)
    case .drop: now.isWithin(Self.onTime, of: occurrence.instant)
    case .always: true
    case .sameLogicalDay:
      // By instants: a time moved over midnight by a gap belongs to the day on which it comes.
      zone.logicalDate(at: now, dayStart: dayStart) == zone.logicalDate(at: occurrence.instant, dayStart: dayStart)
    }
  }
}

extension Instant {
  /// Compares durations, which cannot overflow as microseconds may.
  fileprivate func isWithin(_ limit: Duration, of start: Instant) -> Bool {
    .microseconds(microseconds) - .microseconds(start.microseconds) <= limit
  }
}

extension LatePolicy: LosslessStringConvertible, Codable {
  private static let longest: Int64 = 315_360_000

  /// The policy of a text such as `description` gives.
  public init?(_ text: String) {
    switch text {
    case "same-day": self = .sameLogicalDay
    case "always": self = .always
    case "drop": self = .drop
    default:
      var cursor = TextCursor(text)
      guard cursor.take("within:"), let seconds = cursor.number(digits: 1...9), cursor.isAtEnd,
        seconds <= Self.longest
      else { return nil }
      self = .sendWithin(.seconds(seconds))
    }
  }

  /// `within:1800`, `same-day`, `always` or `drop`.
  public var description: String {
    switch self {
    case .sendWithin(let limit): "within:\(min(max(limit.components.seconds, 0), Self.longest))"
    case .sameLogicalDay: "same-day"
    case .always: "always"
    case .drop: "drop"
    }
  }

  public init(from decoder: any Decoder) throws {
    self = try decodeText(Self.self, expected: "within:SECONDS, same-day, always or drop", from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}
