import PluginAPI
import Synchronization

/// GCRA per key, in memory: a burst, then a steady rate. One number a key.
final class Throttle: Sendable {
  /// How often a key may come.
  struct Rate: Sendable, Hashable {
    /// Time between two, in the long run.
    var interval: Duration
    /// How many may come at once.
    var burst: Int
  }

  enum Answer: Sendable, Hashable {
    case pass
    /// `isFirst`: the first refusal since the last pass, the one to speak about.
    case refuse(retryAfter: Duration, isFirst: Bool)
  }

  private struct State {
    var arrivals: [Int64: Instant] = [:]
    var refused: Set<Int64> = []
  }

  let rate: Rate
  private let state = Mutex(State())
  // Entries of the past say nothing; they are swept when there are many.
  private let sweepSize = 20_000

  init(rate: Rate) { self.rate = rate }

  func admit(_ key: Int64, now: Instant) -> Answer {
    state.withLock { state in
      let arrival = max(state.arrivals[key] ?? now, now)
      let next = arrival + rate.interval
      let tolerance = rate.interval * rate.burst
      if next - now > tolerance {
        return .refuse(retryAfter: next - now - tolerance, isFirst: state.refused.insert(key).inserted)
      }
      if state.arrivals.count > sweepSize { state.arrivals = state.arrivals.filter { $0.value > now } }
      state.arrivals[key] = next
      state.refused.remove(key)
      return .pass
    }
  }
}

/// Refuses a person who is too fast, and says so once.
struct ThrottleMiddleware: UpdateMiddleware {
  let throttle: Throttle
  private let groups: Throttle

  init(throttle: Throttle) {
    self.throttle = throttle
    groups = Throttle(rate: .init(interval: throttle.rate.interval / 5, burst: throttle.rate.burst * 5))
  }

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    guard !handling.mustNotBeRefused else { return try await next(handling) }
    // By the stored receive time: a backlog handled after a stop is not a flood.
    let now = handling.item.receivedAt
    let person = handling.update?.person.map { Int64($0) }
    // A group as a whole has a budget too, five times a person's: its members together must not flood.
    if !handling.place.isPrivate, case .refuse = groups.admit(handling.place.id, now: now) {
      return .refused(reason: "throttle")
    }
    switch throttle.admit(person ?? handling.place.id, now: now) {
    case .pass: return try await next(handling)
    case .refuse(let wait, let isFirst):
      if isFirst, handling.place.isPrivate {
        handling.notice = ("throttle.notice", ["seconds": .int(Int(max(1, wait.components.seconds + 1)))])
      }
      return .refused(reason: "throttle")
    }
  }
}
