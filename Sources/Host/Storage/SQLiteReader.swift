import Foundation
import PluginAPI

/// A thread that reads. Each query sees all that was committed before it began.
final class SQLiteReader: Sendable {
  private struct Query: Sendable {
    var sql: SQL
    var continuation: CheckedContinuation<Result<[Row], SQLiteFailure>, Never>
  }

  private let queries = WorkQueue<Query>()
  private let end = ThreadEnd()

  init(_ connection: sending SQLiteConnection) {
    let connection = Handed(connection)
    let thread = Thread { [queries, end] in
      let connection = connection.value
      while let waiting = queries.take(atMost: 64) {
        for query in waiting {
          query.continuation.resume(
            returning: Result { () throws(SQLiteFailure) in
              try connection.statements.run(query.sql, limit: 10_000).rows
            })
        }
      }
      connection.close()
      end.reach()
    }
    thread.name = "sqlite-reader"
    thread.start()
  }

  func rows(_ sql: SQL) async throws(SQLiteFailure) -> [Row] {
    try await withCheckedContinuation { continuation in
      if !queries.put(Query(sql: sql, continuation: continuation)) {
        continuation.resume(returning: .failure(.closed))
      }
    }.get()
  }

  /// Answers what was asked, then ends the thread.
  func close() async {
    queries.close()
    await end.wait()
  }
}

/// Passes a value that is not Sendable to the thread that uses it from then on.
// Safe because only the thread that it was made for reads it.
final class Handed<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: sending Value) { self.value = value }
}
