import PluginAPI
import Synchronization

/// Counts in the memory of this process.
final class LocalLimiter: Limiter {
  private struct State {
    var arrivals: [LimiterKey: Instant] = [:]
    var refused: Set<LimiterKey> = []
  }

  private let state = Mutex(State())
  // Entries of the past say nothing; they are swept when there are many.
  private let sweepSize = 20_000

  func admit(_ key: LimiterKey, at rate: LimiterRate, now: Instant) -> LimiterAnswer {
    state.withLock { state in
      let next = max(state.arrivals[key] ?? now, now) + rate.interval
      let tolerance = rate.interval * rate.burst
      if next - now > tolerance {
        return .refuse(retryAfter: next - now - tolerance, isFirst: state.refused.insert(key).inserted)
      }
      if state.arrivals.count > sweepSize { state.arrivals = state.arrivals.filter { $0.value > now } }
      if state.refused.count > sweepSize { state.refused = [] }
      state.arrivals[key] = next
      state.refused.remove(key)
      return .pass
    }
  }
}
