/// Why a batch failed, and above all whether anything of it may have happened.
///
/// No case holds a password or a bound value.
public enum PostgresError: Error, Sendable, Hashable {
  /// The server refused a statement, or the commit. Nothing of the batch happened.
  case server(ServerFailure)

  /// The batch did not get as far as its commit. Nothing of it happened.
  case notSent(Reason)

  /// The batch was sent and its answer did not come. It may have been carried out or not: read before repeating it.
  case unknown(Reason)

  /// The batch was carried out and committed, but its answer exceeds a limit of the configuration and was thrown away.
  case limit(String)

  /// The configuration is wrong; the text says what is expected.
  case configuration(String)

  /// Why there is no answer.
  public enum Reason: Sendable, Hashable {
    /// The calling task was cancelled.
    case cancelled
    /// The deadline passed; the text says for what the batch was waiting.
    case deadline(String)
    /// The client was closed.
    case closed
    /// The connection was lost, or could not be made.
    case disconnected(String)
    /// The client refuses the batch: a NUL in a text, too many values, statements that steer transactions …
    case refused(String)
  }
}

extension PostgresError {
  /// What the server said, without its DETAIL and CONTEXT, which quote values.
  public struct ServerFailure: Sendable, Hashable {
    /// The five characters of the SQLSTATE (PostgreSQL documentation, appendix A).
    public let sqlState: String

    /// The server's primary message; a general text where it may quote values.
    public let message: String

    /// The violated constraint or unique index.
    public let constraint: String?

    /// The table that the error is about.
    public let table: String?

    /// The place of the failed statement in the batch; nil if the commit failed.
    public let statementIndex: Int?

    /// What the server said.
    public init(
      sqlState: String, message: String, constraint: String? = nil, table: String? = nil, statementIndex: Int? = nil
    ) {
      self.sqlState = sqlState
      self.message = message
      self.constraint = constraint
      self.table = table
      self.statementIndex = statementIndex
    }

    /// Whether the same batch may succeed if it is simply run again, perhaps a little later: serialization failures and
    /// deadlocks, lock and statement timeouts, and everything in ``isUnavailable``.
    public var isRetryable: Bool {
      switch sqlState {
      case "40001", "40P01", "55P03", "57014": true
      default: isUnavailable
      }
    }

    /// Whether the server as a whole cannot serve just now: it shuts down, starts, is full, out of memory or
    /// connections, or only reads (after a failover).
    public var isUnavailable: Bool {
      switch sqlState {
      case "57P01", "57P02", "57P03", "25006": true
      default: sqlState.hasPrefix("53") || sqlState.hasPrefix("08") || sqlState.hasPrefix("58")
      }
    }

    /// Whether a unique constraint or index was violated (23505).
    public var isUniqueViolation: Bool { sqlState == "23505" }

    /// Whether it is a division by zero (22012), with which statements void their transaction on purpose.
    public var isDivisionByZero: Bool { sqlState == "22012" }
  }

  /// The SQLSTATE if the server failed the batch.
  public var sqlState: String? {
    if case .server(let failure) = self { failure.sqlState } else { nil }
  }

  /// Whether the batch may have been committed.
  public var mayHaveHappened: Bool {
    switch self {
    case .unknown, .limit: true
    case .server, .notSent, .configuration: false
    }
  }

  /// Whether nothing happened and running the same batch again may succeed.
  public var isRetryable: Bool {
    switch self {
    case .server(let failure): failure.isRetryable
    case .notSent(.deadline), .notSent(.disconnected): true
    case .notSent, .unknown, .limit, .configuration: false
    }
  }
}

extension PostgresError: CustomStringConvertible {
  /// One line for a log.
  public var description: String {
    switch self {
    case .server(let failure): "PostgreSQL: \(failure)"
    case .notSent(let reason): "PostgreSQL: nothing was done: \(reason)"
    case .unknown(let reason): "PostgreSQL: the outcome is unknown: \(reason)"
    case .limit(let text): "PostgreSQL: committed, but the answer is too large: \(text)"
    case .configuration(let text): "PostgreSQL: \(text)"
    }
  }
}

extension PostgresError.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .cancelled: "the task was cancelled"
    case .deadline(let text): "the deadline passed \(text)"
    case .closed: "the client is closed"
    case .disconnected(let text), .refused(let text): text
    }
  }
}

extension PostgresError.ServerFailure: CustomStringConvertible {
  /// SQLSTATE, message, and where it happened.
  public var description: String {
    var text = "\(sqlState) \(message)"
    if let statementIndex { text += " (statement \(statementIndex))" }
    if let constraint { text += " [constraint \(constraint)]" }
    if let table { text += " [table \(table)]" }
    return text
  }
}
