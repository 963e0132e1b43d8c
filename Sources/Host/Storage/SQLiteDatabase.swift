import Foundation
import GRDB
import GRDBSQLite
package import PluginAPI

/// The embedded database: WAL, `synchronous=FULL`, one writer, several readers, a lock file against a second process.
package final class SQLiteDatabase: DatabaseDriver {
  /// How a commit is kept. Tests may trade durability for speed; nothing else may.
  package enum Durability: Sendable { case full, none }

  private let pool: DatabasePool
  private let writer: SQLiteWriter
  private let lock: LockFile

  /// Opens or creates the file.
  /// - Throws: ``StorageError/schema(_:)`` with what to do when the file cannot be used.
  package init(path: String, durability: Durability = .full, readers: Int = 4) throws(StorageError) {
    lock = try LockFile(path: path + ".lock")
    var configuration = GRDB.Configuration()
    configuration.maximumReaderCount = readers
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: durability == .full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF")
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: "PRAGMA cache_size = -8000")
    }
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
    } catch {
      lock.release()
      throw .schema(
        "The database file \(path) cannot be opened: \(Self.reason(error)). "
          + "Check that its folder exists, is writable for this user and has free space.")
    }
    writer = SQLiteWriter(pool: pool)
  }

  package func rows(_ sql: PluginAPI.SQL) async throws -> [PluginAPI.Row] {
    do {
      return try await pool.read { database in
        try SQLiteConnections.statements(of: database).run(sql, limit: 10_000).rows
      }
    } catch let failure as SQLiteFailure {
      throw failure.storageError(.host)
    }
  }

  package func transact(_ statements: [Statement]) async throws(StorageError) -> [[PluginAPI.Row]] {
    try await writer.transact(statements).get()
  }

  package func close() async {
    // Readers and writer finalize their statements on their own queues first, else SQLite refuses to close.
    try? await pool.barrierWriteWithoutTransaction { database in SQLiteConnections.forget(database) }
    pool.releaseMemory()
    try? pool.close()
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
      try await writer.exclusive { database in
        let done = try Self.applied(owner, database).count
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
    } catch {
      throw Self.storageError(error)
    }
  }

  private static func applied(_ owner: String, _ database: SQLiteStatements) throws -> [(
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

  private static func storageError(_ error: any Error) -> StorageError {
    switch error {
    case let error as StorageError: error
    case let failure as SQLiteFailure: failure.storageError(.host)
    default: .unavailable(reason: reason(error), isUnknown: false)
    }
  }

  private static func reason(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? "\(error)"
  }
}
