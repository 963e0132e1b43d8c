import Synchronization

/// One command on its way, from the caller to the thread.
///
// Safe because `state` is guarded by its lock, and `bytes` and `isTrial` are set before the command is handed to the
// thread, which alone touches them afterwards.
final class Command: @unchecked Sendable {
  typealias Outcome = Result<RedisReply, RedisError>
  typealias Continuation = CheckedContinuation<Outcome, Never>

  private enum State {
    case new
    case waiting(Continuation)
    case ended
  }

  let deadline: ContinuousClock.Instant
  var bytes: [UInt8]
  /// The one call that is let through while the breaker is open.
  var isTrial = false
  private let state = Mutex(State.new)

  init(_ bytes: [UInt8], deadline: ContinuousClock.Instant) {
    self.bytes = bytes
    self.deadline = deadline
  }

  /// False if the command was cancelled before.
  func wait(_ continuation: Continuation) -> Bool {
    state.withLock { state in
      guard case .new = state else { return false }
      state = .waiting(continuation)
      return true
    }
  }

  /// The caller's continuation, to the first who asks.
  func end() -> Continuation? {
    state.withLock { state in
      defer { state = .ended }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
  }

  var isEnded: Bool {
    state.withLock { state in
      if case .ended = state { true } else { false }
    }
  }

  func cancel() {
    end()?.resume(returning: .failure(.cancelled))
  }
}
