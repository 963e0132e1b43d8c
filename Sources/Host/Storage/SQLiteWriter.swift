import Foundation
import PluginAPI

/// Group commit: the transactions that wait share one `BEGIN … COMMIT`, and so one fsync.
///
/// There is no timer: the writer's thread takes what waits when it is free. Nearly always all of a group go through, so
/// they are first run without savepoints; if one fails, the group is run again with a savepoint each, and if the common
/// commit fails, each transaction alone, so that one cannot take the others down.
final class SQLiteWriter: Sendable {
  typealias Answer = Result<[StatementAnswer], StorageError>

  private struct Transaction: Sendable {
    var statements: [Statement]
    var continuation: CheckedContinuation<Answer, Never>
  }

  private enum Work: Sendable {
    case transaction(Transaction)
    /// Has the connection for itself.
    case exclusive(@Sendable (SQLiteStatements?) -> Void)
  }

  private let work = WorkQueue<Work>()
  private let end = ThreadEnd()

  init(_ connection: sending SQLiteConnection) {
    let connection = Handed(connection)
    let thread = Thread { [work, end] in
      let connection = connection.value
      while let taken = work.take(atMost: 256) {
        var group: [Transaction] = []
        for item in taken {
          switch item {
          case .transaction(let transaction): group.append(transaction)
          case .exclusive(let body):
            Self.commit(group, connection.statements)
            group = []
            body(connection.statements)
          }
        }
        Self.commit(group, connection.statements)
      }
      connection.close()
      end.reach()
    }
    thread.name = "sqlite-writer"
    thread.start()
  }

  func transact(_ statements: [Statement]) async -> Answer {
    await withCheckedContinuation { continuation in
      let transaction = Transaction(statements: statements, continuation: continuation)
      if !work.put(.transaction(transaction)) {
        continuation.resume(returning: .failure(.unavailable(reason: "the database is closed", isUnknown: false)))
      }
    }
  }

  /// Runs `body` alone on the writer's thread.
  func exclusive<Value: Sendable>(_ body: @escaping @Sendable (SQLiteStatements) throws -> Value) async throws -> Value
  {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
      let isTaken = work.put(
        .exclusive { statements in
          guard let statements else { return continuation.resume(throwing: SQLiteFailure.closed) }
          continuation.resume(with: Result { try body(statements) })
        })
      if !isTaken { continuation.resume(throwing: SQLiteFailure.closed) }
    }
  }

  /// Commits what was asked, then ends the thread.
  func close() async {
    work.close()
    await end.wait()
  }

  // MARK: On the thread

  private static func commit(_ group: [Transaction], _ database: SQLiteStatements) {
    guard !group.isEmpty else { return }
    let answers =
      (group.count == 1 ? nil : together(group, database) ?? withSavepoints(group, database))
      ?? group.map { alone($0.statements, database) }
    for (transaction, answer) in zip(group, answers) { transaction.continuation.resume(returning: answer) }
  }

  /// Nil when one of them fails, and so none happened.
  private static func together(_ group: [Transaction], _ database: SQLiteStatements) -> [Answer]? {
    do {
      try database.execute("BEGIN IMMEDIATE")
      var answers: [Answer] = []
      answers.reserveCapacity(group.count)
      for transaction in group {
        let answer = run(transaction.statements, database)
        guard case .success = answer else {
          try database.execute("ROLLBACK")
          return nil
        }
        answers.append(answer)
      }
      try database.execute("COMMIT")
      return answers
    } catch {
      try? database.execute("ROLLBACK")
      return nil
    }
  }

  /// Nil when the common transaction failed, and so none happened.
  private static func withSavepoints(_ group: [Transaction], _ database: SQLiteStatements) -> [Answer]? {
    do {
      try database.execute("BEGIN IMMEDIATE")
      var answers: [Answer] = []
      for transaction in group {
        try database.execute("SAVEPOINT turn")
        let answer = run(transaction.statements, database)
        if case .failure(let error) = answer {
          if case .unavailable = error {
            try? database.execute("ROLLBACK")
            return nil
          }
          try database.execute("ROLLBACK TO turn")
        }
        answers.append(answer)
        try database.execute("RELEASE turn")
      }
      try database.execute("COMMIT")
      return answers
    } catch {
      try? database.execute("ROLLBACK")
      return nil
    }
  }

  static func alone(_ statements: [Statement], _ database: SQLiteStatements) -> Answer {
    do {
      try database.execute("BEGIN IMMEDIATE")
      let answer = run(statements, database)
      guard case .success = answer else {
        try? database.execute("ROLLBACK")
        return answer
      }
      try database.execute("COMMIT")
      return answer
    } catch {
      try? database.execute("ROLLBACK")
      return .failure(.unavailable(reason: error.reason, isUnknown: false))
    }
  }

  private static func run(_ statements: [Statement], _ database: SQLiteStatements) -> Answer {
    var answers: [StatementAnswer] = []
    answers.reserveCapacity(statements.count)
    for statement in statements {
      do {
        let (rows, changes) = try database.run(statement.sql, limit: 10_000)
        guard statement.expecting.allows(changes) else {
          return .failure(
            .expectation(
              role: statement.role, expected: statement.expecting, found: changes,
              sql: statement.sql.sqlite.text.description))
        }
        answers.append(StatementAnswer(rows: rows, changed: changes))
      } catch {
        return .failure(error.storageError(statement.role))
      }
    }
    return .success(answers)
  }
}
