/// Why there is no answer. No text in it holds a password, a key or a value.
public enum RedisError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The budget ran out. The command may still be executed.
  case timeout
  /// The calls before failed, so this one was not even tried; it will be again within a second.
  case unavailable
  /// Too much waits already, in number or in bytes; nothing was sent.
  case overloaded
  /// The task was cancelled. The command may still be executed.
  case cancelled
  /// The client is closed.
  case closed
  /// There is no connection, or it ended before the answer: host and port, and the reason.
  case connection(String)
  /// The server wants another user or password, or a permission that the user does not have: its error word.
  case authentication(String)
  /// The server is still reading its data set.
  case loading
  /// The server is a replica and takes no writes. The client has connected anew in case the name has moved.
  case readOnly
  /// The server is a replica that has lost its primary and does not answer with old data.
  case masterDown
  /// The server's memory is full and it may evict nothing (`OOM`).
  case outOfMemory
  /// The server is a node of a cluster and the key lives at another (`MOVED`, `ASK`, `CROSSSLOT`, `CLUSTERDOWN`).
  case cluster(String)
  /// The server sent what is no RESP2; the connection was closed.
  case protocolViolation(String)
  /// The answer passes a limit (8 MiB, 10,000 elements, depth 7); the connection was closed.
  case tooLarge(String)
  /// The command cannot be sent on a shared connection, is empty or too large; nothing was sent.
  case invalidCommand(String)
  /// The URL or another value of the configuration is not usable: what was expected.
  case malformedConfiguration(String)

  /// What happened, in words.
  public var description: String {
    switch self {
    case .timeout: "Redis did not answer within the budget"
    case .unavailable: "Redis failed several times in a row and is left alone for a moment"
    case .overloaded: "too many commands wait for Redis"
    case .cancelled: "the task was cancelled while it waited for Redis"
    case .closed: "the Redis client is closed"
    case .connection(let text): "no connection to Redis: \(text)"
    case .authentication(let word): "Redis refused the user, the password or the command (\(word)); check the Redis URL"
    case .loading: "Redis is still loading its data set"
    case .readOnly: "Redis is a read-only replica; the Redis URL must name the primary"
    case .masterDown: "Redis is a replica without a primary and does not answer"
    case .outOfMemory: "Redis is out of memory; raise maxmemory or allow eviction"
    case .cluster(let word): "Redis is a cluster and wants the command elsewhere (\(word)); a single server is expected"
    case .protocolViolation(let text): "Redis sent an answer that is no RESP2: \(text)"
    case .tooLarge(let text): "the answer of Redis is too large: \(text)"
    case .invalidCommand(let text): "the Redis command was not sent: \(text)"
    case .malformedConfiguration(let text): "the Redis configuration is not usable: \(text)"
    }
  }
}
