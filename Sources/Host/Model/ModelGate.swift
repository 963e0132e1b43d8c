import Synchronization

/// Whether somebody has come through a ``ModelGate``, told across tasks.
final class GatePlace: Sendable {
  private let state = Mutex(false)
  var isTaken: Bool { state.withLock { $0 } }
  func take() { state.withLock { $0 = true } }
}

/// Lets so many calls to one provider be under way; the others wait in turn.
///
/// Takes part in ``Activity``: who waits gives its token back.
final class ModelGate: Sendable {
  private struct Waiter {
    var id: UInt64
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var open = 0
    var nextID: UInt64 = 0
    var waiters: [Waiter] = []
    var cancelled: Set<UInt64> = []
  }

  private let limit: Int
  private let activity: Activity
  private let state = Mutex(State())

  init(limit: Int, activity: Activity) {
    self.limit = max(1, limit)
    self.activity = activity
  }

  /// Returns with a place, which ``leave()`` gives back.
  /// - Throws: `CancellationError`.
  func enter() async throws {
    let id = state.withLock { state -> UInt64 in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        enum Outcome { case enters, waits, cancelled }
        let outcome = state.withLock { state -> Outcome in
          if state.cancelled.remove(id) != nil || Task.isCancelled { return .cancelled }
          if state.open < limit {
            state.open += 1
            return .enters
          }
          state.waiters.append(Waiter(id: id, continuation: continuation))
          return .waits
        }
        switch outcome {
        case .enters: continuation.resume()
        case .waits: activity.end()
        case .cancelled: continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.waiters.remove(at: index)
      }
      if let waiter {
        activity.begin()
        waiter.continuation.resume(throwing: CancellationError())
      }
    }
    state.withLock { _ = $0.cancelled.remove(id) }
  }

  /// Gives a place back: to the one that waits longest.
  func leave() {
    let next = state.withLock { state -> Waiter? in
      if state.waiters.isEmpty {
        state.open -= 1
        return nil
      }
      return state.waiters.removeFirst()
    }
    if let next {
      activity.begin()
      next.continuation.resume()
    }
  }
}
