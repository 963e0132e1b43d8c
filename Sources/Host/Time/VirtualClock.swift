package import CivilTime
import Synchronization

/// A clock that stands still until it is moved, for tests and the sandbox.
///
/// Moving is not a jump: it steps to each next due instant and lets everything run to quiet there, else late policies
/// would swallow what lies on the way.
package final class VirtualClock: HostClock {
  private struct Sleeper {
    var deadline: Instant
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Instant
    var nextID: UInt64 = 0
    var sleepers: [UInt64: Sleeper] = [:]
    var cancelled: Set<UInt64> = []
  }

  package let activity = Activity()
  private let state: Mutex<State>

  package init(start: Instant) { state = Mutex(State(now: start)) }

  package var now: Instant { state.withLock { $0.now } }

  /// The earliest instant anybody sleeps for.
  package var nextDeadline: Instant? {
    state.withLock { $0.sleepers.values.map(\.deadline).min() }
  }

  package func sleep(until deadline: Instant) async throws {
    let id = state.withLock { state -> UInt64 in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        enum Outcome { case sleeps, due, cancelled }
        let outcome = state.withLock { state -> Outcome in
          if state.cancelled.remove(id) != nil || Task.isCancelled { return .cancelled }
          if deadline <= state.now { return .due }
          state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
          return .sleeps
        }
        switch outcome {
        case .sleeps: activity.end()
        case .due: continuation.resume()
        case .cancelled: continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let sleeper = state.sleepers.removeValue(forKey: id) else {
          state.cancelled.insert(id)
          return nil
        }
        return sleeper
      }
      if let sleeper {
        activity.begin()
        sleeper.continuation.resume(throwing: CancellationError())
      }
    }
    state.withLock { _ = $0.cancelled.remove(id) }
  }

  /// Moves to `target`, through every instant on the way at which something is due.
  /// - Parameter onStep: called at each stop, after everything there ran to quiet.
  package func advance(to target: Instant, onStep: (@Sendable (Instant) async -> Void)? = nil) async {
    await activity.quiet()
    while let next = nextDeadline, next <= target {
      wake(at: max(next, now))
      await activity.quiet()
      await onStep?(now)
    }
    state.withLock { $0.now = max($0.now, target) }
    await onStep?(target)
  }

  package func advance(by duration: Duration) async { await advance(to: now + duration) }

  private func wake(at instant: Instant) {
    let due = state.withLock { state -> [Sleeper] in
      state.now = instant
      let ids = state.sleepers.filter { $0.value.deadline <= instant }.sorted {
        ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key)
      }
      for (id, _) in ids { state.sleepers[id] = nil }
      activity.begin(ids.count)
      return ids.map(\.value)
    }
    for sleeper in due { sleeper.continuation.resume() }
  }
}
