package import PluginAPI

/// Carries a deployment from one database to another, of the same engine or not. The source is only read.
package struct Move: Sendable {
  /// One of the two databases.
  package struct Side: Sendable {
    package var database: any DatabaseDriver
    /// Tells it from all others, without a password.
    package var identity: String
    /// Only one process can hold it.
    package var isEmbedded: Bool

    package init(_ database: any DatabaseDriver, identity: String, isEmbedded: Bool) {
      self.database = database
      self.identity = identity
      self.isEmbedded = isEmbedded
    }
  }

  /// A table that is in both databases alike.
  package struct MovedTable: Sendable, Hashable {
    package let name: String
    package let rows: Int64
    /// SHA-256 of all its values in key order, in hexadecimal digits.
    package let digest: String
  }

  /// How far it has come.
  package enum Progress: Sendable, Hashable {
    case resumed
    /// So many rows of a table are in the target; all of them at the end.
    case copied(table: String, rows: Int64, isAll: Bool)
    case checked(MovedTable)
  }

  let source: Side
  let target: Side
  private let manifests: [PluginManifest]
  private let enabled: Set<PluginID>
  private let leaving: Set<String>

  /// - Parameters:
  ///   - manifests: the plugins of this program, on or off.
  ///   - enabled: those that are on.
  ///   - leaving: plugins whose tables stay behind.
  package init(
    from source: Side, to target: Side, manifests: [PluginManifest], enabled: Set<PluginID>, leaving: Set<String> = []
  ) {
    self.source = source
    self.target = target
    self.manifests = manifests
    self.enabled = enabled
    self.leaving = leaving
  }

  /// Moves everything and compares it. What was interrupted goes on where it was.
  /// - Throws: ``MoveError`` or ``StorageError``; the target then holds no deployment that a host would start on.
  package func run(
    now: Instant, report: @Sendable (Progress) -> Void = { _ in }
  ) async throws -> [MovedTable] {
    guard source.identity != target.identity else { throw MoveError("Source and target are the same database.") }
    let schema = try await MoveSchema.read(
      source.database, manifests: manifests, enabled: enabled, leaving: leaving)
    try await checkNobodyRuns(now)
    let state = try await sourceState()
    let marker = try await begin(schema, state, now, report)
    for table in schema.tables {
      try await copy(table, copied: marker.copied[table.name] ?? 0, now, report)
    }
    guard try await sourceState() == state else {
      throw MoveError(
        "A host worked on the source during the move. Stop all hosts, \(Self.emptying), and begin again.")
    }
    var moved: [MovedTable] = []
    for table in schema.tables {
      let result = try await compare(table)
      moved.append(result)
      report(.checked(result))
    }
    try await finish(now)
    if !target.isEmbedded {
      // The planner knows nothing of the new rows yet; without this PostgreSQL finds out by itself, later.
      for table in schema.tables {
        _ = try? await target.database.transact([Statement(SQL(parts: [.text("ANALYZE \(table.name)")]))])
      }
    }
    return moved
  }

  static let emptying = "empty the target (drop and create its database or schema; delete its file)"

  // MARK: Before

  /// On PostgreSQL nothing keeps a host from working while its rows are copied, so one that shows signs of life is told.
  private func checkNobodyRuns(_ now: Instant) async throws {
    if source.isEmbedded { return }
    let signs: [SQL] = [
      "SELECT id FROM \(HostTables.host) WHERE ends_at > \(now) LIMIT 1",
      "SELECT name FROM \(HostTables.lease) WHERE ends_at > \(now) AND owner IS NOT NULL LIMIT 1",
      "SELECT key FROM \(HostTables.lane) WHERE due > \(now) AND owner IS NOT NULL LIMIT 1",
    ]
    for sign in signs where try await source.database.row(sign) != nil {
      throw MoveError(
        "A host works on the source, or died a moment ago. Stop all hosts; if none runs any more, wait for 15 seconds "
          + "(lanes.lease_ms) and run the command again.")
    }
  }

  /// Grows with whatever a host does.
  private func sourceState() async throws -> String {
    let row = try await source.database.row(
      """
      SELECT count(*) AS lanes, CAST(COALESCE(sum(tail), 0) AS BIGINT) AS items,
        CAST(COALESCE(sum(fence), 0) AS BIGINT) AS claims
      FROM \(HostTables.lane)
      """)
    let counts = try ["lanes", "items", "claims"].map { try row?.get($0, as: Int64.self) ?? 0 }
    return counts.map { "\($0)" }.joined(separator: "/")
  }

  private func begin(
    _ schema: MoveSchema, _ state: String, _ now: Instant, _ report: @Sendable (Progress) -> Void
  ) async throws -> MoveMarker {
    let database = target.database
    if let marker = try await MoveMarker.read(database) {
      guard marker.source == source.identity else {
        throw MoveError(
          "The target holds an unfinished move of another source, \(marker.source). Finish that one, or \(Self.emptying)."
        )
      }
      guard marker.state == state else {
        throw MoveError(
          "A host has worked on the source since the move was begun, so what is in the target is out of date. "
            + "Stop all hosts, \(Self.emptying), and begin again.")
      }
      guard Set(marker.copied.keys) == Set(schema.tables.map(\.name)) else {
        throw MoveError(
          "The move was begun by another version or with other plugins. Go on with those, or \(Self.emptying).")
      }
      report(.resumed)
      return marker
    }
    let filled = try await filledTables()
    guard filled.isEmpty else {
      throw MoveError(
        "The target is not empty: there are rows in \(filled.joined(separator: ", ")). Nothing was changed. Give another "
          + "database, or \(Self.emptying) if you are sure that nobody needs them.")
    }
    try await Migrator(database: database, owners: schema.owners).run(appliedAt: now)
    let marker = MoveMarker(
      source: source.identity, state: state,
      copied: Dictionary(uniqueKeysWithValues: schema.tables.map { ($0.name, 0) }))
    _ = try await database.transact(marker.begin(at: now))
    return marker
  }

  /// Tables of the target that hold something, also of plugins that are not moved: they would belong to the bot then.
  private func filledTables() async throws -> [String] {
    var filled: [String] = []
    for table in HostTables.all + manifests.flatMap(\.tables) {
      if let rows = try await target.database.rowsIfThere("SELECT 1 AS one FROM \(table) LIMIT 1"), !rows.isEmpty {
        filled.append(table.name)
      }
    }
    return filled
  }
}
