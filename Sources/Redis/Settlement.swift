/// What the thread has found out since it last told: who is to be resumed, and what that says of the server. It is told
/// all at once, and the breaker knows before any caller does.
struct Settlement {
  enum Sign {
    case success, failure, none
  }

  struct Item {
    var continuation: Command.Continuation?
    var outcome: Command.Outcome
    var sign: Sign
  }

  private(set) var items: [Item] = []
  /// Commands that the thread holds no longer.
  var removed = 0
  /// Bytes of commands that have been copied to the connection's output or dropped.
  var removedBytes = 0
  var lateAnswers = 0
  private(set) var madeConnections = 0

  var isEmpty: Bool {
    items.isEmpty && removed == 0 && removedBytes == 0 && lateAnswers == 0
  }

  /// Ends the command for its caller. False if the caller had gone already.
  @discardableResult
  mutating func settle(_ command: Command, _ outcome: Command.Outcome, _ sign: Sign) -> Bool {
    guard let continuation = command.end() else { return false }
    items.append(Item(continuation: continuation, outcome: outcome, sign: sign))
    return true
  }

  /// The connection was made.
  mutating func noteConnection() {
    madeConnections += 1
    items.append(Item(continuation: nil, outcome: .success(.null), sign: .success))
  }

  /// The connection was lost or could not be made.
  mutating func note(_ error: RedisError, _ sign: Sign) {
    items.append(Item(continuation: nil, outcome: .failure(error), sign: sign))
  }

  mutating func reset() {
    items.removeAll(keepingCapacity: items.capacity <= 4096)
    removed = 0
    removedBytes = 0
    lateAnswers = 0
    madeConnections = 0
  }
}
