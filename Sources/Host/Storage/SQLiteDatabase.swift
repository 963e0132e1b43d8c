package import PluginAPI

/// The embedded database: WAL, `synchronous=FULL`, a thread that writes and one that reads, a lock file against a second
/// process.
package final class SQLiteDatabase: DatabaseDriver {
  /// How a commit is kept. Tests may trade durability for speed; nothing else may.
  package enum Durability: Sendable { case full, none }

  private let reader: SQLiteReader
  private let writer: SQLiteWriter
  private let lock: LockFile

  /// Opens or creates the file.
  /// - Throws: ``StorageError/schema(_:)`` with what to do when the file cannot be used.
  package init(path: String, durability: Durability = .full) throws(StorageError) {
    lock = try LockFile(path: path + ".lock")
    do throws(SQLiteFailure) {
      let first = try SQLiteConnection(path: path, role: .writer, durability: durability)
      let second: SQLiteConnection
      do throws(SQLiteFailure) {
        second = try SQLiteConnection(path: path, role: .reader, durability: durability)
      } catch {
        first.close()
        throw error
      }
      writer = SQLiteWriter(first)
      reader = SQLiteReader(second)
    } catch {
      lock.release()
      throw .schema(
        "The database file \(path) cannot be opened: \(error.reason). "
          + "Check that its folder exists, is writable for this user and has free space.")
    }
  }

  package func rows(_ sql: SQL) async throws -> [Row] {
    do {
      return try await reader.rows(sql)
    } catch {
      throw error.storageError(.host)
    }
  }

  package func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
    try await writer.transact(statements).get()
  }

  package func close() async {
    await reader.close()
    await writer.close()
    lock.release()
  }

  package func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
    do {
      return try await writer.exclusive { try Self.applied(owner, $0) }
    } catch {
      throw Self.storageError(error)
    }
  }

  package func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
    do {
      try await writer.exclusive { try Self.migrate(owner, migrations, appliedAt, $0) }
    } catch {
      throw Self.storageError(error)
    }
  }

  static func migrate(
    _ owner: String, _ migrations: [Migration], _ appliedAt: Instant, _ database: SQLiteStatements
  ) throws {
    let done = try applied(owner, database).count
    for migration in migrations.dropFirst(done) {
      try database.execute("BEGIN IMMEDIATE")
      do {
        for statement in migration.statements(.sqlite) { _ = try database.run(statement, limit: 1) }
        _ = try database.run(
          """
          INSERT INTO roost_migration (owner, name, checksum, applied_at)
          VALUES (\(owner), \(migration.name), \(migration.checksum), \(appliedAt))
          """, limit: 1)
        try database.execute("COMMIT")
      } catch {
        try? database.execute("ROLLBACK")
        throw error
      }
    }
  }

  static func applied(_ owner: String, _ database: SQLiteStatements) throws -> [(
    name: String, checksum: String
  )] {
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS roost_migration (owner TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
        applied_at INTEGER NOT NULL, PRIMARY KEY (owner, name)) STRICT
      """)
    return try database.run(
      "SELECT name, checksum FROM roost_migration WHERE owner = \(owner) ORDER BY name", limit: 10_000
    ).rows.map { (try $0.get("name"), try $0.get("checksum")) }
  }

  static func storageError(_ error: any Error) -> StorageError {
    switch error {
    case let error as StorageError: error
    case let failure as SQLiteFailure: failure.storageError(.host)
    default: .unavailable(reason: "\(error)", isUnknown: false)
    }
  }
}
