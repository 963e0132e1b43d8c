import PluginAPI

/// How much may be sent now. Telegram's limits are not contractual, so the rate is learned: it halves after a refusal
/// and grows again while all is well. Replies to people are only held back after a refusal; what nobody waits for is
/// always paced.
struct SendBudget: Sendable {
  /// Calls of all hosts a second at the most; 0 switches pacing off.
  private let total: Double
  /// How many hosts share it.
  private var hosts = 1
  private var ceiling: Double { total / Double(hosts) }
  private var rate: Double
  private var tokens: Double
  private var filledAt: Instant
  private(set) var pausedUntil: Instant?
  private var refusals: [(at: Instant, lane: LaneKey)] = []
  private var cleanSince: Instant

  init(ceiling: Double, now: Instant) {
    total = ceiling
    rate = ceiling
    tokens = ceiling
    filledAt = now
    cleanSince = now
  }

  /// When a call of this priority may go; nil is now, and takes a token.
  mutating func delay(for priority: SendOptions.Priority, now: Instant) -> Instant? {
    if let pausedUntil {
      if pausedUntil > now { return pausedUntil }
      self.pausedUntil = nil
    }
    guard ceiling > 0 else { return nil }
    refill(now)
    let isHeldBack = priority >= .reminder || rate < ceiling
    if !isHeldBack {
      tokens = max(0, tokens - 1)
      return nil
    }
    // What nobody waits for leaves a third of the budget to replies.
    let floor = priority >= .reminder ? ceiling * 0.3 : 0
    guard tokens - 1 >= floor else { return now + .microseconds(Int64((floor + 1 - tokens) / rate * 1_000_000) + 1000) }
    tokens -= 1
    return nil
  }

  /// The budget is shared by so many hosts from now on; what was learned of the rate holds for all.
  mutating func share(with number: Int) {
    rate *= Double(hosts) / Double(max(1, number))
    hosts = max(1, number)
  }

  /// Telegram refused a call to a chat, which pauses that chat alone. Three different chats within 2 s mean that the
  /// whole bot is too fast.
  mutating func refused(_ lane: LaneKey, retryAfter: Duration, now: Instant) {
    refusals.removeAll { now - $0.at > .seconds(2) }
    refusals.append((now, lane))
    guard Set(refusals.map(\.lane)).count >= 3 else { return }
    rate = max(1, rate / 2)
    tokens = 0
    cleanSince = now
    pausedUntil = max(pausedUntil ?? now, now + retryAfter)
  }

  private mutating func refill(_ now: Instant) {
    if rate < ceiling, now - cleanSince >= .seconds(10) {
      rate = min(ceiling, rate + 1)
      cleanSince = now
    }
    let elapsed = Double((now - filledAt).wholeMicroseconds) / 1_000_000
    tokens = min(ceiling, tokens + max(0, elapsed) * rate)
    filledAt = now
  }
}
