import CCurl
import Glibc
import Synchronization

/// What callers hand to the client's thread.
///
// Safe because the lock guards all that changes, and of the multi handle only curl_multi_wakeup is used here, which
// libcurl allows from any thread; it is called under the lock and never after the thread saw `isStopping`.
final class TransferQueue: @unchecked Sendable {
  /// What has come in since the thread last looked.
  struct Batch {
    var started: [Transfer] = []
    var cancelled: [Transfer] = []
    var isStopping = false
  }

  private struct State {
    var batch = Batch()
    var isWaiting = false
    var hasEnded = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
    var thread: pthread_t?
  }

  private let multi: UnsafeMutableRawPointer
  private let state = Mutex(State())

  init(multi: UnsafeMutableRawPointer) {
    self.multi = multi
  }

  // MARK: For callers

  func start(_ transfer: Transfer, resuming continuation: CheckedContinuation<Transfer.Outcome, Never>) {
    transfer.continuation = continuation
    let refusal: HTTPError? = state.withLock { state in
      if state.batch.isStopping { return transfer.shutDown }
      if transfer.isCancelled { return transfer.cancelled }
      state.batch.started.append(transfer)
      wake(&state)
      return nil
    }
    if let refusal { transfer.resume(.failure(refusal)) }
  }

  func cancel(_ transfer: Transfer) {
    state.withLock { state in
      transfer.isCancelled = true
      state.batch.cancelled.append(transfer)
      wake(&state)
    }
  }

  func stop(resuming continuation: CheckedContinuation<Void, Never>) {
    let hasEnded = state.withLock { state in
      state.batch.isStopping = true
      wake(&state)
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
    state.withLock { state in
      state.batch.isStopping = true
      wake(&state)
    }
    if let thread = takeThread() { pthread_detach(thread) }
  }

  func keep(_ thread: pthread_t) {
    state.withLock { $0.thread = thread }
  }

  private func takeThread() -> pthread_t? {
    state.withLock { $0.thread.take() }
  }

  private func wake(_ state: inout State) {
    guard state.isWaiting else { return }
    state.isWaiting = false
    curl_multi_wakeup(multi)
  }

  // MARK: For the thread

  func take() -> Batch {
    state.withLock { state in
      state.isWaiting = false
      let batch = state.batch
      state.batch.started = []
      state.batch.cancelled = []
      return batch
    }
  }

  /// Whether the thread may wait: nothing has come in, and from now on whatever comes in wakes it.
  func prepareToWait() -> Bool {
    state.withLock { state in
      guard state.batch.started.isEmpty, state.batch.cancelled.isEmpty, !state.batch.isStopping else { return false }
      state.isWaiting = true
      return true
    }
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
