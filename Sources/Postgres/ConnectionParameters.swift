extension PostgresConfiguration {
  /// What libpq is given to connect: the URL's parameters and ours, where the URL does not say otherwise.
  var connectionParameters: [String: String] {
    var all = parameters
    func set(_ keyword: String, _ value: String) {
      if all[keyword] == nil { all[keyword] = value }
    }
    set("client_encoding", "UTF8")
    set("fallback_application_name", "postgres-client")
    if let applicationName { set("application_name", applicationName) }
    // Found dead within 30 + 3 · 10 s even if nothing is sent.
    set("keepalives", "1")
    set("keepalives_idle", "30")
    set("keepalives_interval", "10")
    set("keepalives_count", "3")
    set("tcp_user_timeout", "\(unacknowledgedTimeout.milliseconds)")
    set("gssencmode", "disable")
    if !isBehindPgBouncer {
      // The server lets the last word win: the URL's own options.
      all["options"] = ([sessionOptions] + [parameters["options"]].compactMap { $0 }).joined(separator: " ")
    }
    return all
  }

  private var sessionOptions: String {
    [
      "statement_timeout=\(statementTimeout.milliseconds)", "lock_timeout=\(lockTimeout.milliseconds)",
      // No transaction of ours is ever open without a statement; one that is would be an accident.
      "idle_in_transaction_session_timeout=5000",
      "default_transaction_isolation=read\\ committed", "DateStyle=ISO", "TimeZone=UTC", "bytea_output=hex",
    ].map { "-c \($0)" }.joined(separator: " ")
  }

  /// How long a whole attempt to connect may take. libpq goes on to the next of several hosts when the first is
  /// unreachable for `unacknowledgedTimeout`, so that each needs its share.
  var attemptTimeout: Duration {
    let hosts = (parameters["host"] ?? parameters["hostaddr"] ?? "").split(separator: ",").count
    return hosts > 1 ? max(connectTimeout, unacknowledgedTimeout) * hosts : connectTimeout
  }
}

extension Duration {
  /// Whole milliseconds, rounded up, and within what libpq, poll and PostgreSQL take.
  var milliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 2_000_000 else { return 2_000_000_000 }
    guard seconds > -2_000_000 else { return -2_000_000_000 }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
