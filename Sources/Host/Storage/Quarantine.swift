package import PluginAPI

/// Items that could not be handled, kept with their payload until somebody looks.
package struct Quarantine: Sendable {
  package struct Item: Sendable {
    package let errorID: String
    package let lane: String
    package let kind: String
    package let at: Instant
    package let reason: String
  }

  private let database: any DatabaseDriver
  package init(database: any DatabaseDriver) { self.database = database }

  package func list() async throws -> [Item] {
    try await database.rows(
      """
      SELECT error_id, lane, kind, received_at, reason FROM \(HostTables.inbox)
      WHERE error_id IS NOT NULL AND state = 3 ORDER BY received_at LIMIT 1000
      """
    ).map { row in
      Item(
        errorID: try row.get("error_id", as: String?.self) ?? "-", lane: try row.get("lane"), kind: try row.get("kind"),
        at: try row.get("received_at"), reason: try row.get("reason", as: String?.self) ?? "")
    }
  }

  package func payload(_ errorID: String) async throws -> [UInt8]? {
    try await database.value("SELECT payload FROM \(HostTables.inbox) WHERE error_id = \(errorID) AND state = 3")
  }

  /// Puts an item back as the last of its lane: whoever owns the lane finds out as with everything that arrives.
  package func retry(_ errorID: String, now: Instant) async throws -> Bool {
    let rows = try await database.transact([
      Statement(
        """
        UPDATE \(HostTables.lane) SET tail = tail + 1, due = COALESCE(due, \(now)), takeovers = 0
        WHERE key IN (SELECT lane FROM \(HostTables.inbox) WHERE error_id = \(errorID) AND state = 3)
        """),
      Statement(
        """
        UPDATE \(HostTables.inbox) SET state = 0, attempts = 0, reason = NULL, error_id = NULL, done_at = NULL,
          seq = (SELECT tail FROM \(HostTables.lane) WHERE key = lane)
        WHERE error_id = \(errorID) AND state = 3 RETURNING seq
        """),
    ])
    return !rows[1].isEmpty
  }
}

/// What is scheduled, for `roost jobs`.
package struct JobListing: Sendable {
  private let database: any DatabaseDriver
  package init(database: any DatabaseDriver) { self.database = database }

  package func lines(onlyDead: Bool) async throws -> [String] {
    let rows = try await database.rows(
      """
      SELECT name, lane, state, due_at, rule, attempts, error FROM \(HostTables.job)
      WHERE state = 3 OR \(!onlyDead) ORDER BY state DESC, due_at LIMIT 1000
      """)
    return try rows.map { row in
      let state = try row.get("state", as: Int.self)
      let due = try row.get("due_at", as: Instant?.self)
      let rule = try row.get("rule", as: String?.self)
      let error = try row.get("error", as: String?.self)
      return [
        state == 3 ? "dead" : state == 1 ? "in its lane" : "waiting", try row.get("name"), try row.get("lane"),
        due.map { "due \($0)" } ?? "", rule ?? "",
        error.map { "failed \((try? row.get("attempts", as: Int.self)) ?? 0)×: \($0)" } ?? "",
      ].filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }
}

/// Calls that deserve a look, for `roost outbox`.
package struct OutboxListing: Sendable {
  private let database: any DatabaseDriver
  package init(database: any DatabaseDriver) { self.database = database }

  package func lines() async throws -> [String] {
    let rows = try await database.rows(
      """
      SELECT method, lane, plugin, state, attempts, ambiguous, error, created_at FROM \(HostTables.outbox)
      WHERE state < 2 OR state IN (3, 4, 5) OR ambiguous > 0 ORDER BY created_at LIMIT 1000
      """)
    return try rows.map { row in
      let state = OutboxEntry.State(rawValue: try row.get("state")) ?? .queued
      let ambiguous: Int = try row.get("ambiguous")
      return [
        "\(state)", try row.get("method"), try row.get("lane"), try row.get("plugin"),
        "\(try row.get("created_at", as: Instant.self))", ambiguous > 0 ? "ambiguous \(ambiguous)×" : "",
        try row.get("error", as: String?.self) ?? "",
      ].filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }
}
