import PluginAPI

/// Which hosts share the database. The bot has one budget of sends, of which each living host takes an equal part: the
/// budget holds without a word between them, whatever happens to anything but the database.
struct HostRoll: Sendable {
  let database: any DatabaseDriver
  let owner: String
  let clock: any HostClock
  let time: Duration

  /// Says that this host lives.
  /// - Returns: how many do, this one included.
  func sign() async throws -> Int {
    let (table, now) = (HostTables.host, clock.now)
    let rows = try await database.transact([
      Statement(
        """
        INSERT INTO \(table) (id, ends_at) VALUES (\(owner), \(now + time))
        ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at
        """),
      Statement("DELETE FROM \(table) WHERE ends_at < \(now - .minutes(1))"),
      Statement("SELECT COUNT(*) AS living FROM \(table) WHERE ends_at > \(now)"),
    ])
    return max(1, try rows[2].first?.get("living") ?? 1)
  }

  /// Says that this host ends.
  func leave() async {
    _ = try? await database.transact([Statement("DELETE FROM \(HostTables.host) WHERE id = \(owner)")])
  }
}
