import Synchronization

/// A batch from its submission to its outcome. Its continuation is resumed exactly once, by whoever takes it.
final class Batch: Sendable {
  typealias Outcome = Result<[PostgresResult], PostgresError>

  private struct State {
    var continuation: CheckedContinuation<Outcome, Never>?
    var isCancelled = false
    var mayBeSent = false
  }

  let statements: [PostgresStatement]
  let deadline: ContinuousClock.Instant
  /// Statements are not prepared.
  let isScript: Bool
  /// How many of the first statements are ours and have no place in the caller's counting.
  let hiddenStatements: Int
  private let state = Mutex(State())

  /// - Throws: ``PostgresError/notSent(_:)`` if a statement must not be sent.
  init(
    statements: [PostgresStatement], deadline: Duration, isScript: Bool, hiddenStatements: Int = 0
  ) throws(PostgresError) {
    for (index, statement) in statements.enumerated() {
      if let fault = statement.fault {
        throw .notSent(.refused("statement \(index - hiddenStatements) \(fault)"))
      }
    }
    self.statements = statements
    self.deadline = ContinuousClock.now + min(max(deadline, .zero), .seconds(86_400 * 365))
    self.isScript = isScript
    self.hiddenStatements = hiddenStatements
  }

  // MARK: For the caller

  /// Keeps the continuation; false, and resumed, if the task has been cancelled already.
  func keep(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
    let isCancelled = state.withLock { state in
      if !state.isCancelled { state.continuation = continuation }
      return state.isCancelled
    }
    if isCancelled { continuation.resume(returning: .failure(.notSent(.cancelled))) }
    return !isCancelled
  }

  func cancel() {
    let (continuation, mayBeSent) = state.withLock { state in
      state.isCancelled = true
      return (state.continuation.take(), state.mayBeSent)
    }
    continuation?.resume(returning: .failure(mayBeSent ? .unknown(.cancelled) : .notSent(.cancelled)))
  }

  // MARK: For the thread

  /// Whether nobody waits for it before it is sent.
  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// From now on bytes of it may leave; false if it was cancelled before.
  func begin() -> Bool {
    state.withLock { state in
      if !state.isCancelled { state.mayBeSent = true }
      return !state.isCancelled
    }
  }

  func end(_ outcome: Outcome) {
    state.withLock { $0.continuation.take() }?.resume(returning: outcome)
  }
}
