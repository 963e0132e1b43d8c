import PluginAPI

/// Slow work that was asked for.
struct WorkRow: Sendable {
  var id: RowID
  var plugin: PluginID
  var name: String
  var lane: LaneKey
  var person: PersonID
  /// The chat in which it was asked for; nil for work asked by an older version.
  var chat: Int64?
  var request: String
  /// The dialog that asked, at its revision.
  var dialog: String?
  var dialogRevision: Int64?
  var asked: Instant
  /// Runs that were begun.
  var attempts: Int
}

/// What an inbox item of kind `work` carries.
struct WorkEnvelope: Codable, Sendable {
  var name: String
  var request: String
  var output: String?
  var failure: String?
  var dialog: String?
  var dialogRevision: Int64?
}

/// The statements of slow work. A row is leased to the process that runs it; its result and its end are one transaction.
struct WorkStore: Sendable {
  static let lease = Duration.seconds(30)

  let database: any DatabaseDriver
  let owner: String

  func insert(_ row: WorkRow, due: Instant) -> SQL {
    """
    INSERT INTO \(HostTables.work) (id, plugin, name, lane, person, chat, request, dialog, dialog_revision, asked_at,
      due_at, attempts, owner)
    VALUES (\(row.id), \(row.plugin.rawValue), \(row.name), \(row.lane), \(row.person), \(row.chat),
      \(SQLValueBox.json(row.request)), \(row.dialog), \(row.dialogRevision), \(row.asked), \(due), 0, \(owner))
    """
  }

  /// Takes work whose lease ran out.
  func claim(now: Instant, limit: Int) async throws -> [WorkRow] {
    let rows = try await database.transact([
      Statement(
        """
        WITH due_work AS MATERIALIZED (
          SELECT id AS due_id FROM \(HostTables.work) WHERE due_at <= \(now) ORDER BY due_at LIMIT \(limit)
          \(onPostgres: "FOR UPDATE SKIP LOCKED"))
        UPDATE \(HostTables.work) SET owner = \(owner), due_at = \(now + Self.lease), attempts = attempts + 1
        FROM due_work WHERE id = due_id
        RETURNING id, plugin, name, lane, person, chat, request, dialog, dialog_revision, asked_at, attempts
        """)
    ])
    return try rows[0].map { row in
      WorkRow(
        id: try row.get("id"), plugin: PluginID(rawValue: try row.get("plugin")), name: try row.get("name"),
        lane: LaneKey(rawValue: try row.get("lane")), person: try row.get("person"), chat: try row.get("chat"),
        request: try row.get("request"), dialog: try row.get("dialog"), dialogRevision: try row.get("dialog_revision"),
        asked: try row.get("asked_at"),
        attempts: try row.get("attempts"))
    }
  }

  /// Work of processes that are gone: after a start on a database only one process can hold.
  func reclaimAll(now: Instant) async throws {
    _ = try await database.transact([
      Statement("UPDATE \(HostTables.work) SET due_at = \(now) WHERE owner IS NULL OR owner <> \(owner)")
    ])
  }

  func renew(_ id: RowID, until: Instant) -> Statement {
    Statement("UPDATE \(HostTables.work) SET due_at = \(until) WHERE id = \(id) AND owner = \(owner)")
  }

  /// Tries again later.
  func postpone(_ id: RowID, until: Instant) -> Statement {
    Statement("UPDATE \(HostTables.work) SET due_at = \(until), owner = NULL WHERE id = \(id) AND owner = \(owner)")
  }

  /// Tries again as if this attempt had not been.
  ///
  /// - Parameter begun: attempts before it. The first one is not counted when it starts, so this can be −1.
  func putBack(_ id: RowID, begun: Int, until: Instant) -> Statement {
    Statement(
      """
      UPDATE \(HostTables.work) SET due_at = \(until), owner = NULL, attempts = \(begun)
      WHERE id = \(id) AND owner = \(owner)
      """)
  }

  /// Ends work with its result; raises when another process took it over.
  func finish(_ id: RowID) -> Statement {
    Statement(
      "DELETE FROM \(HostTables.work) WHERE id = \(id) AND owner = \(owner)", expecting: .exactly(1), role: .fence)
  }

  /// When a lease next runs out. Ours too: a claim whose answer was lost made work ours that nobody runs.
  func nextDue() async throws -> Instant? {
    if PlantedBug.forgetsOwnWork.isPlanted {
      return try await database.value(
        "SELECT due_at FROM \(HostTables.work) WHERE owner IS NULL OR owner <> \(owner) ORDER BY due_at LIMIT 1")
    }
    return try await database.value("SELECT due_at FROM \(HostTables.work) ORDER BY due_at LIMIT 1")
  }
}
