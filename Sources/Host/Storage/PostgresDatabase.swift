package import PluginAPI
package import Postgres

/// PostgreSQL: every transaction is one pipelined round trip, and nothing is kept in a session.
package final class PostgresDatabase: DatabaseDriver {
  private let client: PostgresClient
  /// What a read or a transaction may take, waiting for a connection included.
  private let deadline: Duration

  /// Opens no connection yet.
  package init(_ configuration: PostgresConfiguration, deadline: Duration = .seconds(10)) throws(StorageError) {
    self.deadline = deadline
    do throws(PostgresError) { client = try PostgresClient(configuration) } catch { throw .schema("\(error)") }
  }

  /// A round trip of its own: a slow read of a plugin keeps nobody else waiting, and a cancelled one ends at once.
  package func rows(_ sql: SQL) async throws -> [Row] {
    let statement = Statement(sql)
    do throws(PostgresError) {
      return databaseRows(try await client.run(PostgresRendering.statement(statement), deadline: deadline))
    } catch {
      throw error.storageError([statement])
    }
  }

  package func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
    do throws(PostgresError) {
      // Not cut off by a cancelled task: what was decided is to be known.
      return try await client.run(
        statements.map(PostgresRendering.statement), deadline: deadline, isCancellable: false
      ).map { StatementAnswer(rows: databaseRows($0), changed: $0.affected) }
    } catch {
      throw error.storageError(statements)
    }
  }

  /// One is written while the next is on its way: more would only be smaller, and a transaction costs more than a turn's
  /// statements in it.
  package var sharedTransactions: Int? { 2 }

  package var takesColumns: Bool { true }

  package func close() async { await client.close() }

  // MARK: Migrations

  /// One lock for all hosts that migrate a schema, held by the transaction: there is no session to keep it in.
  private static let lock = "SELECT pg_advisory_xact_lock(7271756875 # hashtext(current_schema())::bigint)"
  private static let table = """
    CREATE TABLE IF NOT EXISTS roost_migration (owner TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL,
      checksum TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (owner, name))
    """

  package func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
    do throws(PostgresError) {
      let exists = try await client.run(
        PostgresStatement("SELECT to_regclass('roost_migration')::text"), deadline: deadline)
      // Nothing was migrated yet.
      if exists.rows.first?[0].text == nil { return [] }
      let sql: SQL = "SELECT name, checksum FROM roost_migration WHERE owner = \(owner) ORDER BY name"
      let result = try await client.run(PostgresRendering.statement(Statement(sql)), deadline: deadline)
      return result.rows.map { ($0[0].text ?? "", $0[1].text ?? "") }
    } catch {
      throw error.storageError([])
    }
  }

  package func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
    while true {
      let done = try await appliedMigrations(owner).count
      guard done < migrations.count else { return }
      let migration = migrations[done]
      var script = [Self.lock, Self.table]
      // Another host may have been first while this one waited for the lock.
      script.append(
        "SELECT 1/(CASE WHEN count(*) = \(done) THEN 1 ELSE 0 END) FROM roost_migration WHERE owner = '\(owner)'")
      for sql in migration.statements(.postgres) {
        guard sql.sqlite.values.isEmpty else {
          throw .schema("The migration \(owner) \(migration.name) binds values; write them into the statement.")
        }
        script.append(sql.postgres.text)
      }
      script.append(
        """
        INSERT INTO roost_migration (owner, name, checksum, applied_at)
        VALUES ('\(owner)', '\(migration.name)', '\(migration.checksum)', \(appliedAt.microseconds))
        """)
      do throws(PostgresError) {
        try await client.runScript(script, deadline: .seconds(600), statementTimeout: .zero)
      } catch {
        // Busy with another host's migration: look again.
        if case .server(let failure) = error, failure.isDivisionByZero || failure.sqlState == "55P03" { continue }
        throw error.storageError([])
      }
    }
  }
}

/// The rows of an answer; columns by name.
private func databaseRows(_ result: PostgresResult) -> [Row] {
  guard result.rowCount > 0 else { return [] }
  let names = result.columns.map(\.name)
  return result.rows.map { row in Row(columns: names, values: row.map(\.sqlValue)) }
}

extension PostgresValue {
  fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }

  fileprivate var sqlValue: SQLValue {
    switch self {
    case .null: .null
    case .text(let text), .uuid(let text), .date(let text): .text(text)
    case .json(let text): .json(text)
    case .int(let number): .integer(number)
    case .double(let number): .real(number)
    case .bool(let flag): .bool(flag)
    case .bytes(let bytes): .bytes(bytes)
    // Bound only.
    case .array: .null
    }
  }
}

extension PostgresError {
  /// - Parameter statements: the batch; tells whose statement it was and whether it stated how many rows it must touch.
  fileprivate func storageError(_ statements: [Statement]) -> StorageError {
    switch self {
    case .server(let failure):
      let statement = failure.statementIndex.flatMap { statements.indices.contains($0) ? statements[$0] : nil }
      if failure.isDivisionByZero, let statement, statement.expecting != .any {
        return .expectation(
          role: statement.role, expected: statement.expecting, found: nil, sql: statement.sql.postgres.text)
      }
      if failure.isRetryable { return .unavailable(reason: "\(failure)", isUnknown: false) }
      return .refused(
        role: statement?.role ?? .host, code: failure.sqlState, reason: "\(failure)",
        sql: statement?.sql.postgres.text ?? "")
    case .notSent: return .unavailable(reason: "\(self)", isUnknown: false)
    case .unknown: return .unavailable(reason: "\(self)", isUnknown: true)
    case .limit: return .schema("\(self)")
    case .configuration: return .schema("\(self)")
    }
  }
}
