import PluginAPI

/// What is to be moved: whose migrations a source has, and the tables that follow from them.
struct MoveSchema: Sendable {
  /// The host, then plugins; each with the migrations that the source has.
  let owners: [(owner: String, migrations: [Migration])]
  let tables: [MoveTable]

  /// Reads what a source has, and refuses whatever this program would not understand or would leave behind.
  /// - Parameters:
  ///   - manifests: the plugins of this program, on or off.
  ///   - enabled: the plugins that are on; their tables must be up to date.
  ///   - leaving: owners whose tables stay behind.
  static func read(
    _ source: any DatabaseDriver, manifests: [PluginManifest], enabled: Set<PluginID>, leaving: Set<String>
  ) async throws -> MoveSchema {
    let found = try await owners(in: source)
    guard found.contains("roost") else {
      throw MoveError("The source holds no deployment of Roost: it has no table roost_migration. Check its address.")
    }
    let known = Set(manifests.map(\.id.rawValue)).union(["roost"])
    let foreign = found.subtracting(known).subtracting(leaving).sorted()
    guard foreign.isEmpty else {
      throw MoveError(
        "The source has tables of plugins that this program does not have: \(foreign.joined(separator: ", ")). Move with "
          + "a program that has them, or leave them behind: \(foreign.map { "--leave \($0)" }.joined(separator: " "))")
    }

    var owners = [(owner: "roost", migrations: HostTables.migrations)]
    var declared = ["roost": HostTables.all]
    for manifest in manifests where !leaving.contains(manifest.id.rawValue) {
      let isOn = enabled.contains(manifest.id)
      guard isOn || found.contains(manifest.id.rawValue) else { continue }
      // A plugin that is switched off keeps its rows, at whatever version it was when it was on.
      let count = isOn ? manifest.migrations.count : try await source.appliedMigrations(manifest.id.rawValue).count
      owners.append((manifest.id.rawValue, Array(manifest.migrations.prefix(count))))
      declared[manifest.id.rawValue] = manifest.tables
    }
    for (owner, migrations) in owners {
      let unknown = try await source.appliedMigrations(owner).dropFirst(migrations.count)
      guard let first = unknown.first else { continue }
      if unknown.contains(where: { $0.name == MoveMarker.guardName }) {
        throw MoveError("The source is the target of another move that is not finished. Finish that one first.")
      }
      // A host may run on a newer schema; a move would leave behind what it does not know of.
      throw MoveError(
        "The source is newer than this program: it has the migration \(owner) \(first.name). Move with the newer version."
      )
    }
    let pending = try await Migrator(database: source, owners: owners).pending()
    guard pending.isEmpty else {
      let list = pending.map { "\($0.owner) \($0.migration.name)" }.joined(separator: ", ")
      throw MoveError(
        "The source is older than this program; it lacks \(list). Bring it up to date first: set DATABASE_URL to it and "
          + "run roost migrate.")
    }

    var tables: [MoveTable] = []
    for (owner, migrations) in owners {
      tables += try MoveTable.all(of: migrations, declared: declared[owner] ?? [])
    }
    for table in tables { try await checkColumns(of: table, in: source) }
    return MoveSchema(owners: owners, tables: tables)
  }

  /// A migration in SQL of its own can add a column that would silently stay behind.
  private static func checkColumns(of table: MoveTable, in source: any DatabaseDriver) async throws {
    guard let row = try await source.row(table.sample) else { return }
    let (known, found) = (Set(table.columns.map(\.name)), Set(row.names))
    guard known == found else {
      throw MoveError(
        "The source's table \(table.name) has other columns than its migrations say: "
          + known.symmetricDifference(found).sorted().joined(separator: ", ") + ". Nothing was moved.")
    }
  }

  private static func owners(in source: any DatabaseDriver) async throws -> Set<String> {
    let rows = try await source.rowsIfThere("SELECT DISTINCT owner FROM roost_migration") ?? []
    return Set(try rows.map { try $0.get("owner", as: String.self) })
  }
}

extension Migrator {
  init(database: any DatabaseDriver, owners: [(owner: String, migrations: [Migration])]) {
    self.database = database
    self.owners = owners
  }
}

extension DatabaseReading {
  /// The rows of a query; nil when its table does not exist.
  func rowsIfThere(_ sql: SQL) async throws -> [Row]? {
    do {
      return try await rows(sql)
    } catch StorageError.refused(_, let code, let reason, _) where code == "42P01" || reason.contains("no such table") {
      return nil
    }
  }
}
