import Dispatch
import GRDB
import GRDBSQLite
import PluginAPI
import Synchronization

/// Group commit: the transactions that wait share one `BEGIN … COMMIT`, and so one fsync, each in a savepoint.
///
/// There is no timer: the writer takes what waits when it is free. If the common commit fails, each transaction is run
/// again alone, so that one cannot take the others down.
final class SQLiteWriter: Sendable {
  private struct Waiting {
    var statements: [Statement]
    var continuation: CheckedContinuation<Result<[[PluginAPI.Row]], StorageError>, Never>
  }

  private struct State {
    var waiting: [Waiting] = []
    var isScheduled = false
  }

  private let pool: DatabasePool
  private let state = Mutex(State())
  private let groupLimit = 256

  init(pool: DatabasePool) { self.pool = pool }

  func transact(_ statements: [Statement]) async -> Result<[[PluginAPI.Row]], StorageError> {
    await withCheckedContinuation { continuation in
      let schedule = state.withLock { state -> Bool in
        state.waiting.append(Waiting(statements: statements, continuation: continuation))
        defer { state.isScheduled = true }
        return !state.isScheduled
      }
      if schedule { run() }
    }
  }

  /// Runs `body` alone on the writer's queue.
  func exclusive<Value: Sendable>(_ body: @escaping @Sendable (SQLiteStatements) throws -> Value) async throws -> Value
  {
    try await pool.writeWithoutTransaction { database in try body(try SQLiteConnections.statements(of: database)) }
  }

  private func run() {
    pool.asyncWriteWithoutTransaction { [self] database in
      do {
        let statements = try SQLiteConnections.statements(of: database)
        while let group = take() { commit(group, statements) }
      } catch {
        let reason = StorageError.unavailable(reason: "\(error)", isUnknown: false)
        while let group = take() { for waiting in group { waiting.continuation.resume(returning: .failure(reason)) } }
      }
    }
  }

  private func take() -> [Waiting]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isScheduled = false
        return nil
      }
      let count = min(groupLimit, state.waiting.count)
      defer { state.waiting.removeFirst(count) }
      return Array(state.waiting.prefix(count))
    }
  }

  private func commit(_ group: [Waiting], _ database: SQLiteStatements) {
    if group.count == 1 {
      group[0].continuation.resume(returning: alone(group[0].statements, database))
      return
    }
    var results: [Result<[[PluginAPI.Row]], StorageError>] = []
    results.reserveCapacity(group.count)
    do {
      try database.execute("BEGIN IMMEDIATE")
      for waiting in group {
        try database.execute("SAVEPOINT turn")
        switch run(waiting.statements, database) {
        case .success(let rows):
          results.append(.success(rows))
        case .failure(let error):
          if case .unavailable = error { throw error }
          try database.execute("ROLLBACK TO turn")
          results.append(.failure(error))
        }
        try database.execute("RELEASE turn")
      }
      try database.execute("COMMIT")
    } catch {
      try? database.execute("ROLLBACK")
      for waiting in group { waiting.continuation.resume(returning: alone(waiting.statements, database)) }
      return
    }
    for (waiting, result) in zip(group, results) { waiting.continuation.resume(returning: result) }
  }

  private func alone(_ statements: [Statement], _ database: SQLiteStatements) -> Result<[[PluginAPI.Row]], StorageError>
  {
    do {
      try database.execute("BEGIN IMMEDIATE")
      let result = run(statements, database)
      guard case .success = result else {
        try? database.execute("ROLLBACK")
        return result
      }
      try database.execute("COMMIT")
      return result
    } catch {
      try? database.execute("ROLLBACK")
      return .failure(.unavailable(reason: error.reason, isUnknown: false))
    }
  }

  private func run(_ statements: [Statement], _ database: SQLiteStatements) -> Result<[[PluginAPI.Row]], StorageError> {
    var answers: [[PluginAPI.Row]] = []
    answers.reserveCapacity(statements.count)
    for statement in statements {
      do {
        let (rows, changes) = try database.run(statement.sql, limit: 10_000)
        guard statement.expecting.allows(changes) else {
          return .failure(
            .expectation(
              role: statement.role, expected: statement.expecting, found: changes,
              sql: statement.sql.rendered(.question).text))
        }
        answers.append(rows)
      } catch {
        return .failure(error.storageError(statement.role))
      }
    }
    return .success(answers)
  }
}

/// The statement cache of each connection of a pool, kept as long as the connection.
enum SQLiteConnections {
  // Safe because an entry is used on its connection's serial queue only; the dictionary itself is locked.
  private final class Box: @unchecked Sendable {
    let statements: SQLiteStatements
    init(_ statements: SQLiteStatements) { self.statements = statements }
  }

  private static let all = Mutex<[UInt: Box]>([:])

  static func statements(of database: Database) throws -> SQLiteStatements {
    guard let connection = database.sqliteConnection else {
      throw SQLiteFailure(code: SQLITE_MISUSE, reason: "the connection is closed", sql: "")
    }
    let key = UInt(bitPattern: connection)
    return all.withLock { all in
      if let box = all[key] { return box }
      let box = Box(SQLiteStatements(connection: connection))
      all[key] = box
      return box
    }.statements
  }

  /// Finalizes the statements of a connection that is about to close.
  static func forget(_ database: Database) {
    guard let connection = database.sqliteConnection else { return }
    let box = all.withLock { $0.removeValue(forKey: UInt(bitPattern: connection)) }
    box?.statements.finalize()
  }
}
