import Logging
import PluginAPI
import PluginTesting
import Testing

@testable import Host

/// Two versions of the program on one schema, and schemas that do not fit.
@Suite struct MigratorTests {
  private let now = Instant(unixSeconds: 1_772_442_000)

  private func migrator(_ database: any DatabaseDriver) throws -> Migrator {
    let plan = try HostPlan.make(
      registry: PluginRegistry([WaterPlugin.self]),
      sections: ["water": ConfigSection(path: "plugins.water", values: [:])],
      database: database, zones: try TimeZoneDatabase(), botUsername: "bot", logger: .init(label: "test"))
    return Migrator(database: database, plan: plan)
  }

  private func pretend(_ name: String, _ checksum: String, in database: any DatabaseDriver) async throws {
    _ = try await database.transact([
      Statement(
        """
        INSERT INTO \(Table(host: "migration", .shared)) (owner, name, checksum, applied_at)
        VALUES ('roost', \(name), \(checksum), \(now))
        """)
    ])
  }

  @Test func anOlderProgramRunsOnANewerSchemaUnlessItMustNot() async throws {
    try await withTestDatabase { database in
      let migrator = try migrator(database)
      try await migrator.run(appliedAt: now)
      try await pretend("900_adds_a_column", "abc", in: database)
      #expect(try await migrator.pending().isEmpty)
      try await migrator.run(appliedAt: now)
      try await pretend("901_moves_people", "abc!", in: database)
      await #expect(throws: StorageError.self) { _ = try await migrator.pending() }
    }
  }

  @Test func severalHostsMigrateOnce() async throws {
    try await withTestDatabase { database in
      let migrator = try migrator(database)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<3 { group.addTask { try await migrator.run(appliedAt: now) } }
        try await group.waitForAll()
      }
      #expect(try await migrator.pending().isEmpty)
      let rows = try await database.rows(SQL(parts: [.text("SELECT name FROM roost_migration WHERE owner = 'roost'")]))
      #expect(rows.count == HostTables.migrations.count)
    }
  }

  @Test func aChangedMigrationIsRefused() async throws {
    try await withTestDatabase { database in
      let migrator = try migrator(database)
      try await migrator.run(appliedAt: now)
      _ = try await database.transact([
        Statement(SQL(parts: [.text("UPDATE roost_migration SET checksum = 'x' WHERE name = '001_lanes'")]))
      ])
      await #expect(throws: StorageError.self) { try await migrator.run(appliedAt: now) }
    }
  }
}
