import CPostgres
import Glibc
import Synchronization

/// What callers and connecting threads hand to the client's thread.
final class PoolInbox: Sendable {
  /// What has come in since the thread last looked.
  struct Arrivals {
    var batches: [Batch] = []
    var attempts: [ConnectAttempt.Outcome] = []
    /// When the client must have stopped, if it is stopping.
    var stopDeadline: ContinuousClock.Instant?
  }

  private struct State {
    var arrivals = Arrivals()
    var isWaiting = false
    var hasEnded = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
    var statistics = PostgresStatistics()
  }

  /// An eventfd that becomes readable when something has come in while the thread waited.
  let wakeup: Int32
  private let state = Mutex(State())

  init() throws(PostgresError) {
    wakeup = cpostgres_wakeup_open()
    guard wakeup >= 0 else {
      throw .configuration("the client cannot start: no file descriptor is left (errno \(errno))")
    }
  }

  deinit {
    close(wakeup)
  }

  var statistics: PostgresStatistics { state.withLock { $0.statistics } }

  // MARK: For callers

  func submit(_ batch: Batch, resuming continuation: CheckedContinuation<Batch.Outcome, Never>) {
    guard batch.keep(continuation) else { return }
    let isAccepted = state.withLock { state in
      guard state.arrivals.stopDeadline == nil else { return false }
      state.arrivals.batches.append(batch)
      wake(&state)
      return true
    }
    if !isAccepted { batch.end(.failure(.notSent(.closed))) }
  }

  func stop(within timeout: Duration, resuming continuation: CheckedContinuation<Void, Never>? = nil) {
    let deadline = ContinuousClock.now + min(max(timeout, .zero), .seconds(86_400 * 365))
    let hasEnded = state.withLock { state in
      state.arrivals.stopDeadline = min(state.arrivals.stopDeadline ?? deadline, deadline)
      wake(&state)
      if !state.hasEnded, let continuation { state.endWaiters.append(continuation) }
      return state.hasEnded
    }
    if hasEnded { continuation?.resume() }
  }

  /// Hands over the outcome of an attempt; false if the thread has ended and nobody takes it.
  func report(_ attempt: ConnectAttempt.Outcome) -> Bool {
    state.withLock { state in
      guard !state.hasEnded else { return false }
      state.arrivals.attempts.append(attempt)
      wake(&state)
      return true
    }
  }

  private func wake(_ state: inout State) {
    guard state.isWaiting else { return }
    state.isWaiting = false
    cpostgres_wakeup_signal(wakeup)
  }

  // MARK: For the thread

  func take(_ statistics: PostgresStatistics) -> Arrivals {
    state.withLock { state in
      state.isWaiting = false
      state.statistics = statistics
      let arrivals = state.arrivals
      state.arrivals.batches = []
      state.arrivals.attempts = []
      return arrivals
    }
  }

  /// Whether the thread may wait: nothing has come in, and from now on whatever comes in wakes it.
  func prepareToWait(_ statistics: PostgresStatistics, stopDeadline: ContinuousClock.Instant?) -> Bool {
    state.withLock { state in
      state.statistics = statistics
      let arrivals = state.arrivals
      guard arrivals.batches.isEmpty, arrivals.attempts.isEmpty, arrivals.stopDeadline == stopDeadline else {
        return false
      }
      state.isWaiting = true
      return true
    }
  }

  func clearWakeup() {
    cpostgres_wakeup_clear(wakeup)
  }

  /// Ends the handing over and returns what nobody will take any more.
  func end(_ statistics: PostgresStatistics) -> Arrivals {
    let (arrivals, waiters) = state.withLock { state in
      state.hasEnded = true
      state.statistics = statistics
      state.statistics.open = 0
      state.statistics.busy = 0
      state.statistics.connecting = 0
      state.statistics.waiting = 0
      defer {
        state.arrivals.batches = []
        state.arrivals.attempts = []
        state.endWaiters = []
      }
      return (state.arrivals, state.endWaiters)
    }
    for waiter in waiters { waiter.resume() }
    return arrivals
  }
}
