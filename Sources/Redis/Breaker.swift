/// Leaves a server alone that fails: open after three failures in a row, then one trial a second.
struct Breaker {
  typealias Instant = ContinuousClock.Instant

  enum Admission {
    case refused, accepted, trial
  }

  static let threshold = 3
  static let pause = Duration.seconds(1)

  private var failures = 0
  private var openUntil: Instant?

  var isOpen: Bool { openUntil != nil }

  /// The time is asked only if the breaker is open.
  mutating func admit(_ clock: () -> Instant) -> Admission {
    guard let openUntil else { return .accepted }
    let now = clock()
    guard now >= openUntil else { return .refused }
    // A trial that is never settled must not keep the next from being made.
    self.openUntil = now + Self.pause
    return .trial
  }

  mutating func succeed() {
    failures = 0
    openUntil = nil
  }

  mutating func fail(_ now: Instant) {
    failures += 1
    if failures >= Self.threshold { openUntil = now + Self.pause }
  }
}
