package import PluginAPI

/// A database as the host uses it: reads, and transactions whose statements are all known before they begin.
///
/// A transaction needs no answer between its statements, so it is one round trip on PostgreSQL and one entry of a group
/// commit on SQLite.
package protocol DatabaseDriver: DatabaseReading, Sendable {
  /// Runs all statements or none, in order; every expectation holds or none of it happens.
  /// - Returns: what each statement did. `RETURNING` costs SQLite a table of its own: leave it out where the count will do.
  func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer]

  /// How many transactions at a time the turns of all lanes share; nil if the driver has them share by itself.
  var sharedTransactions: Int? { get }

  /// Whether ``SQLRows`` of any number are one text: a few hundred rows to a statement are best then.
  var takesColumns: Bool { get }

  /// Applies the pending migrations of one owner, each in a transaction of its own, under one lock.
  func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError)

  /// Names of the migrations applied for an owner, with their checksums, in order.
  func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)]

  /// Waits for what was begun and closes.
  func close() async
}

extension DatabaseDriver {
  package var sharedTransactions: Int? { nil }
  package var takesColumns: Bool { false }
}

/// One statement of a transaction.
package struct Statement: Sendable {
  /// Whose it is: tells what to do when it fails.
  package enum Role: Sendable, Hashable {
    /// The lane is still ours. Fails: another host has it; the turn is void.
    case fence
    /// The item is still pending. Fails: it was handled already, by a commit whose answer was lost.
    case pending
    /// Both of these in one statement. Fails: one look at the lane tells which of them does not hold.
    case guards
    case host
    case plugin(PluginID)
  }

  package var sql: SQL
  package var expecting: RowCount
  package var role: Role

  package init(_ sql: SQL, expecting: RowCount = .any, role: Role = .host) {
    self.sql = sql
    self.expecting = expecting
    self.role = role
  }
}

/// Why the database did not do it. Never contains a bound value.
package enum StorageError: Error, Sendable, CustomStringConvertible {
  /// A statement touched another number of rows than it must; nothing happened. PostgreSQL does not say how many.
  case expectation(role: Statement.Role, expected: RowCount, found: Int?, sql: String)
  /// The database refused a statement; nothing happened.
  case refused(role: Statement.Role, code: String, reason: String, sql: String)
  /// The database cannot be used now (full disk, locked, closed, connection lost); nothing happened, or nobody knows.
  case unavailable(reason: String, isUnknown: Bool)
  /// What is stored does not fit this program.
  case schema(String)

  /// Whether it may have happened all the same.
  package var isUnknown: Bool {
    if case .unavailable(_, isUnknown: true) = self { return true }
    return false
  }

  package var description: String {
    switch self {
    case .expectation(let role, let expected, let found, let sql):
      "expected \(expected) rows for \(role), found \(found.map { "\($0)" } ?? "another number"): \(sql)"
    case .refused(let role, let code, let reason, let sql): "refused (\(code)) for \(role): \(reason): \(sql)"
    case .unavailable(let reason, _): "the database is not available: \(reason)"
    case .schema(let reason): reason
    }
  }
}
