import Synchronization

/// A wake-up call for one loop: any number of calls before it looks count as one.
///
/// Takes part in ``Activity``: waiting gives the waiter's token back, a call takes one for it.
package final class Signal: Sendable {
  private struct State {
    var isSet = false
    var waiter: CheckedContinuation<Void, Never>?
    var generation: UInt64 = 0
  }

  private let state = Mutex(State())
  private let activity: Activity

  package init(_ activity: Activity) { self.activity = activity }

  /// Wakes the waiter, or lets the next wait return at once.
  package func set() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter else {
        state.isSet = true
        return nil
      }
      state.waiter = nil
      activity.begin()
      return waiter
    }
    waiter?.resume()
  }

  /// Returns after a call. Called by one loop only, which holds a token; returns at once when the task is cancelled.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now = state.withLock { state -> Bool in
          if state.isSet || Task.isCancelled {
            state.isSet = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if now { continuation.resume() } else { activity.end() }
      }
    } onCancel: {
      set()
    }
  }
}
