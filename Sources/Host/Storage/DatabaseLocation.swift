package import Postgres

/// Where a deployment keeps its data, as `DATABASE_URL` says.
package enum DatabaseLocation: Sendable, CustomStringConvertible {
  case sqlite(path: String)
  case postgres(PostgresConfiguration)

  /// Reads `sqlite:<path>` or `postgres://…`.
  /// - Throws: what is expected, without quoting the URL, which may hold a password.
  package init(url: String) throws(HostError) {
    if url.hasPrefix("sqlite:"), url != "sqlite:" {
      self = .sqlite(path: String(url.dropFirst("sqlite:".count)))
    } else if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
      do {
        var configuration = try PostgresConfiguration(url: url)
        if configuration.applicationName == nil { configuration.applicationName = "roost" }
        self = .postgres(configuration)
      } catch {
        throw HostError("DATABASE_URL: \(error)")
      }
    } else {
      throw HostError(
        "DATABASE_URL: expected sqlite:<path>, such as sqlite:roost.db, or postgres://user:password@host:5432/database."
      )
    }
  }

  /// Opens the database; PostgreSQL is connected to on first use.
  /// - Parameters:
  ///   - connections: to PostgreSQL, at the most.
  ///   - durability: of SQLite, for tests.
  package func open(
    connections: Int = 8, durability: SQLiteDatabase.Durability = .full
  ) throws(StorageError) -> any DatabaseDriver {
    switch self {
    case .sqlite(let path): return try SQLiteDatabase(path: path, durability: durability)
    case .postgres(var configuration):
      configuration.poolSize = connections
      return try PostgresDatabase(configuration)
    }
  }

  /// Whether only one process can hold it.
  package var isEmbedded: Bool { if case .sqlite = self { true } else { false } }

  package var description: String {
    switch self {
    case .sqlite(let path): path
    case .postgres(let configuration): "\(configuration)"
    }
  }
}
