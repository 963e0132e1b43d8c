import CHiredis
import Glibc
import Synchronization

/// What callers hand to the client's thread, and what the thread tells of itself.
final class CommandQueue: Sendable {
  /// What has come in since the thread last looked.
  struct Batch {
    var started: [Command] = []
    var joined: [Listener] = []
    var left: [Listener] = []
    var isStopping = false
  }

  private struct State {
    var batch = Batch()
    var breaker = Breaker()
    var statistics = RedisStatistics()
    var waitingBytes = 0
    var isWaiting = false
    var hasEnded = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
    var thread: pthread_t?
  }

  private static let maximumWaitingBytes = 64 * 1024 * 1024

  /// Readable when the thread is to look: an eventfd.
  let wakeup: Int32
  private let maximumPending: Int
  private let state = Mutex(State())

  init(maximumPending: Int) throws(RedisError) {
    wakeup = chiredis_eventfd()
    guard wakeup >= 0 else { throw .connection("no eventfd could be made (errno \(errno))") }
    self.maximumPending = maximumPending
  }

  deinit {
    Glibc.close(wakeup)
  }

  // MARK: For callers

  func start(_ command: Command, resuming continuation: Command.Continuation) {
    var mustWake = false
    let refusal: RedisError? = state.withLock { state in
      if state.batch.isStopping { return .closed }
      guard state.statistics.pending < maximumPending,
        state.waitingBytes + command.bytes.count <= Self.maximumWaitingBytes
      else {
        state.statistics.refusals += 1
        return .overloaded
      }
      switch state.breaker.admit({ .now }) {
      case .refused:
        state.statistics.refusals += 1
        return .unavailable
      case .trial: command.isTrial = true
      case .accepted: break
      }
      guard command.wait(continuation) else { return .cancelled }
      state.statistics.commands += 1
      state.statistics.pending += 1
      state.waitingBytes += command.bytes.count
      state.batch.started.append(command)
      mustWake = state.isWaiting
      state.isWaiting = false
      return nil
    }
    if let refusal { continuation.resume(returning: .failure(refusal)) }
    if mustWake { wake() }
  }

  func subscribe(_ listener: Listener) {
    listener.continuation.onTermination = { [weak self, weak listener] _ in
      if let self, let listener { self.unsubscribe(listener) }
    }
    let isRefused = change { state in
      if state.batch.isStopping { return true }
      state.batch.joined.append(listener)
      return false
    }
    if isRefused { listener.continuation.finish() }
  }

  private func unsubscribe(_ listener: Listener) {
    change { $0.batch.left.append(listener) }
  }

  func stop(resuming continuation: CheckedContinuation<Void, Never>) {
    let hasEnded = change { state in
      state.batch.isStopping = true
      if !state.hasEnded { state.endWaiters.append(continuation) }
      return state.hasEnded
    }
    if hasEnded { continuation.resume() }
  }

  /// Waits for the end of a thread that has nothing left to do.
  func join() {
    if let thread = takeThread() { pthread_join(thread, nil) }
  }

  /// Lets the thread end on its own.
  func abandon() {
    change { $0.batch.isStopping = true }
    if let thread = takeThread() { pthread_detach(thread) }
  }

  func keep(_ thread: pthread_t) {
    state.withLock { $0.thread = thread }
  }

  var statistics: RedisStatistics {
    state.withLock { state in
      var statistics = state.statistics
      statistics.breaker = state.breaker.isOpen ? .open : .closed
      return statistics
    }
  }

  private func takeThread() -> pthread_t? {
    state.withLock { $0.thread.take() }
  }

  @discardableResult
  private func change<Value>(_ body: (inout State) -> sending Value) -> Value {
    var mustWake = false
    defer { if mustWake { wake() } }
    return state.withLock { state in
      defer {
        mustWake = state.isWaiting
        state.isWaiting = false
      }
      return body(&state)
    }
  }

  private func wake() {
    chiredis_eventfd_signal(wakeup)
  }

  // MARK: For the thread

  func take() -> Batch {
    state.withLock { state in
      state.isWaiting = false
      let batch = state.batch
      state.batch.started = []
      state.batch.joined = []
      state.batch.left = []
      return batch
    }
  }

  /// Whether the thread may wait: nothing has come in, and from now on whatever comes in wakes it.
  func prepareToWait() -> Bool {
    state.withLock { state in
      let batch = state.batch
      guard batch.started.isEmpty, batch.joined.isEmpty, batch.left.isEmpty, !batch.isStopping else { return false }
      state.isWaiting = true
      return true
    }
  }

  /// Takes what the thread has found out and how it stands, and only then lets the callers go on.
  func apply(
    _ settlement: inout Settlement, isConnected: Bool, isListening: Bool, now: ContinuousClock.Instant
  ) {
    state.withLock { state in
      state.statistics.isConnected = isConnected
      state.statistics.isListening = isListening
      for item in settlement.items {
        switch item.sign {
        case .success: state.breaker.succeed()
        case .failure: state.breaker.fail(now)
        case .none: break
        }
        guard item.continuation != nil else {
          if case .failure(let error) = item.outcome { state.statistics.lastFailure = error }
          continue
        }
        switch item.outcome {
        case .success: state.statistics.answers += 1
        case .failure(.timeout): state.statistics.timeouts += 1
        case .failure: state.statistics.failures += 1
        }
      }
      state.statistics.pending -= settlement.removed
      state.waitingBytes -= settlement.removedBytes
      state.statistics.lateAnswers += settlement.lateAnswers
      state.statistics.connections += settlement.madeConnections
    }
    for item in settlement.items { item.continuation?.resume(returning: item.outcome) }
    settlement.reset()
  }

  func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      defer { state.endWaiters = [] }
      return state.endWaiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
