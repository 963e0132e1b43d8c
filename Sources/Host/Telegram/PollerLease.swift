import PluginAPI

/// The right to poll, where several hosts share a database: Telegram serves one getUpdates at a time.
struct PollerLease: Sendable {
  private static let name = "poller"

  let database: any DatabaseDriver
  let owner: String
  let clock: any HostClock
  let time: Duration

  /// Takes the lease if it is free or ours, or its holder gave no sign of life.
  /// - Returns: the fence under which the cursor may be moved; nil while another host polls.
  func acquire() async throws(StorageError) -> Int64? {
    let (lease, now) = (HostTables.lease, clock.now)
    let rows = try await database.transact([
      Statement(
        """
        INSERT INTO \(lease) (name, owner, fence, ends_at) VALUES (\(Self.name), \(owner), 1, \(now + time))
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = \(lease).fence + 1, ends_at = excluded.ends_at
        WHERE \(lease).owner IS NULL OR \(lease).owner = excluded.owner OR \(lease).ends_at <= \(now)
        RETURNING fence
        """)
    ])
    return try? rows[0].first?.get("fence")
  }

  /// Extends the lease again and again; throws when it is lost.
  func keep(_ fence: Int64) async throws {
    while true {
      try await clock.sleep(for: time / 3)
      _ = try await database.transact([
        Statement(
          "UPDATE \(HostTables.lease) SET ends_at = \(clock.now + time) WHERE name = \(Self.name) AND fence = \(fence)",
          expecting: .exactly(1))
      ])
    }
  }

  /// Part of the commit that moves the cursor: raises when another host polls by now.
  static func guarding(_ fence: Int64) -> Statement {
    Statement(
      "UPDATE \(HostTables.lease) SET fence = fence WHERE name = \(name) AND fence = \(fence)", expecting: .exactly(1))
  }

  /// Lets the next host poll at once.
  func release(_ fence: Int64) async {
    _ = try? await database.transact([
      Statement("UPDATE \(HostTables.lease) SET owner = NULL WHERE name = \(Self.name) AND fence = \(fence)")
    ])
  }
}
