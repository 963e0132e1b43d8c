package import PluginAPI

/// Brings the schema up to date: the host's tables, then each plugin's, providers first.
package struct Migrator: Sendable {
  let database: any DatabaseDriver
  let owners: [(owner: String, migrations: [Migration])]

  /// The host's own.
  package static var hostMigrations: [Migration] { HostTables.migrations }

  package init(database: any DatabaseDriver, plan: HostPlan) {
    self.database = database
    owners = [("roost", HostTables.migrations)] + plan.enabled.map { ($0.id.rawValue, $0.migrations) }
  }

  /// What would be applied, and what was applied but is not known or was changed.
  package func pending() async throws -> [(owner: String, migration: Migration)] {
    var pending: [(String, Migration)] = []
    for (owner, migrations) in owners {
      let applied = try await database.appliedMigrations(owner)
      for (index, done) in applied.enumerated() {
        // A newer version has been here. What it added does not disturb this one, unless it says so.
        if index >= migrations.count, !done.checksum.hasSuffix(Migration.breaking) { continue }
        guard index < migrations.count, migrations[index].name == done.name else {
          throw StorageError.schema(
            "The database has the migration \(owner) \(done.name), which this program does not know. "
              + "It was used by a newer version; use that, or restore a backup.")
        }
        guard migrations[index].checksum == done.checksum else {
          throw StorageError.schema(
            "The migration \(owner) \(done.name) was changed after it was applied. "
              + "Migrations are never edited: undo the change and add a new one.")
        }
      }
      pending += migrations.dropFirst(applied.count).map { (owner, $0) }
    }
    return pending
  }

  package func run(appliedAt now: Instant) async throws {
    _ = try await pending()
    for (owner, migrations) in owners { try await database.migrate(owner, migrations, appliedAt: now) }
  }
}
