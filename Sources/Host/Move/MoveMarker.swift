import PluginAPI

/// What a target knows of the move that fills it, so that an interrupted one goes on where it was, and so that no host
/// starts on half a deployment.
struct MoveMarker: Sendable {
  /// A migration that no program knows and that says of itself that none can do with: every host that finds it refuses to
  /// start, and names it.
  static let guardName = "unfinished `roost move` (run it again)"

  /// Which database is moved.
  var source: String
  /// How far the source had come when the move began.
  var state: String
  /// How many rows of each table are in the target.
  var copied: [String: Int64]

  /// Reads the marker of a target; nil when no move was begun.
  static func read(_ target: any DatabaseDriver) async throws -> MoveMarker? {
    guard let rows = try await target.rowsIfThere("SELECT name, source, state, copied FROM roost_move"),
      let first = rows.first
    else { return nil }
    var copied: [String: Int64] = [:]
    for row in rows { copied[try row.get("name")] = try row.get("copied") }
    return MoveMarker(source: try first.get("source"), state: try first.get("state"), copied: copied)
  }

  /// Begins a move: all of it or nothing.
  func begin(at now: Instant) -> [Statement] {
    var statements = [
      Statement(
        """
        CREATE TABLE roost_move (name TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, state TEXT NOT NULL,
          copied BIGINT NOT NULL)
        """),
      Statement(
        """
        INSERT INTO roost_migration (owner, name, checksum, applied_at)
        VALUES ('roost', \(Self.guardName), \(Migration.breaking), \(now))
        """),
    ]
    for (name, count) in copied.sorted(by: { $0.key < $1.key }) {
      statements.append(
        Statement(
          "INSERT INTO roost_move (name, source, state, copied) VALUES (\(name), \(source), \(state), \(count))"))
    }
    return statements
  }

  /// Part of the commit of some rows; raises when another process copies the same.
  static func advance(_ table: String, from copied: Int64, by count: Int) -> Statement {
    Statement(
      """
      UPDATE roost_move SET copied = \(copied + Int64(count)) WHERE name = \(table) AND copied = \(copied)
      """, expecting: .exactly(1))
  }

  /// Ends a move: the target is a deployment like any other from then on.
  static let end = [
    Statement("DROP TABLE roost_move"),
    Statement("DELETE FROM roost_migration WHERE owner = 'roost' AND name = \(guardName)"),
  ]
}
