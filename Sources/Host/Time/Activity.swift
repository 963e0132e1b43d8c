import Synchronization

/// Counts what is going on in the host: turns, sends, I/O, running loops. Zero is quiet.
///
/// The rule: whoever runs holds a token; who waits for the clock or a ``Signal`` holds none. A piece of work in a queue has
/// a token of its own from its entry to its end, so that nothing is ever between two hands.
package final class Activity: Sendable {
  private struct State {
    var open = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  package init() {}

  package func begin(_ count: Int = 1) {
    state.withLock { $0.open += count }
  }

  package func end(_ count: Int = 1) {
    let quiet = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.open -= count
      guard state.open <= 0 else { return [] }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in quiet { waiter.resume() }
  }

  /// How many tokens are out.
  package var open: Int { state.withLock { $0.open } }

  /// Returns when nothing is going on. A caller who holds a token would wait for ever.
  package func quiet() async {
    await withCheckedContinuation { continuation in
      let now = state.withLock { state -> Bool in
        if state.open <= 0 { return true }
        state.waiters.append(continuation)
        return false
      }
      if now { continuation.resume() }
    }
  }
}
