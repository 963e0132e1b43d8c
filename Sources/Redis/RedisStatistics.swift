/// How a client stands. Counters start at 0 with the client and never fall.
public struct RedisStatistics: Sendable, Hashable {
  /// What the client does with the next call.
  public enum Breaker: Sendable, Hashable {
    /// It is sent.
    case closed
    /// It fails at once with ``RedisError/unavailable``, except for one call a second that is tried.
    case open
  }

  /// Whether commands are answered: connected, authenticated and loaded.
  public internal(set) var isConnected = false
  /// Whether the channels are being listened to.
  public internal(set) var isListening = false
  /// What the client does with the next call.
  public internal(set) var breaker = Breaker.closed
  /// Calls accepted.
  public internal(set) var commands = 0
  /// Calls that were answered in time, with whatever answer.
  public internal(set) var answers = 0
  /// Calls whose budget ran out.
  public internal(set) var timeouts = 0
  /// Calls that ended with another error, without those refused and those cancelled.
  public internal(set) var failures = 0
  /// Calls that were not accepted: `unavailable` and `overloaded`.
  public internal(set) var refusals = 0
  /// Answers that came after their caller had gone.
  public internal(set) var lateAnswers = 0
  /// How often the connection for commands was made.
  public internal(set) var connections = 0
  /// Why the connection for commands was lost or could not be made the last time; nil if that never happened. It is what
  /// lies behind ``RedisError/unavailable``.
  public internal(set) var lastFailure: RedisError?
  /// Commands accepted whose answer is still to come, also those whose caller has gone.
  public internal(set) var pending = 0
}
