import CSQLite
package import PluginAPI

/// SQLite in memory, used by one thread and answering at once: the store of simulations, which bring their own waiting.
///
/// The statements and their rules are those of ``SQLiteDatabase``; only files, threads and groups are missing.
package final class MemoryDatabase {
  private let connection: SQLiteConnection

  /// - Parameter image: the content, as ``image()`` gave it; empty without one.
  package init(image: [UInt8] = []) throws(StorageError) {
    do throws(SQLiteFailure) {
      connection = try SQLiteConnection(path: ":memory:", role: .writer, durability: .none)
      if !image.isEmpty { try connection.load(image) }
    } catch {
      throw error.storageError(.host)
    }
  }

  package func rows(_ sql: SQL) throws(StorageError) -> [Row] {
    do { return try connection.statements.run(sql, limit: 10_000).rows } catch { throw error.storageError(.host) }
  }

  package func transact(_ statements: [Statement]) throws(StorageError) -> [StatementAnswer] {
    try SQLiteWriter.alone(statements, connection.statements).get()
  }

  package func applied(_ owner: String) throws(StorageError) -> [(name: String, checksum: String)] {
    do { return try SQLiteDatabase.applied(owner, connection.statements) } catch {
      throw SQLiteDatabase.storageError(error)
    }
  }

  package func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) throws(StorageError) {
    do { try SQLiteDatabase.migrate(owner, migrations, appliedAt, connection.statements) } catch {
      throw SQLiteDatabase.storageError(error)
    }
  }

  /// The whole content, to begin others with.
  package func image() -> [UInt8] { connection.image() }

  package func close() { connection.close() }
}
