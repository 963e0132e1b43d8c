/// A pool of connections to one PostgreSQL server.
///
/// One thread drives all connections through libpq's pipeline mode. A batch of statements goes out in one round trip
/// and is one transaction: it is carried out as a whole or not at all. There is no session state: nothing that a batch
/// does to its connection may be relied on by the next one, so any pooler can stand in between.
public final class PostgresClient: Sendable {
  private let inbox: PoolInbox

  /// Starts the client's thread. No connection is opened before the first batch.
  ///
  /// - Throws: ``PostgresError/configuration(_:)`` if the thread cannot be started.
  public init(_ configuration: PostgresConfiguration) throws(PostgresError) {
    inbox = try PoolThread.start(configuration)
  }

  deinit {
    inbox.stop(within: .zero)
  }

  /// Runs statements as one transaction in one round trip and returns the result of each, in order.
  ///
  /// All statements are sent as one pipeline ended by one Sync, which PostgreSQL takes for one implicit transaction
  /// (PostgreSQL documentation, "Pipelining" in the chapter on the message flow, and "Pipeline Mode" in libpq's): if a
  /// statement fails, those before it are rolled back and those after it skipped. `BEGIN`, `COMMIT` and the like are
  /// therefore refused. A batch of one statement is a plain read or write. An empty batch does nothing.
  ///
  /// Statements are prepared on first use and kept prepared on their connection.
  ///
  /// - Parameter deadline: how long the whole may take, waiting for a connection included. If it passes before the
  ///   batch is sent, nothing happens (``PostgresError/notSent(_:)``); afterwards the server is asked to stop, the
  ///   connection is closed, and the outcome is ``PostgresError/unknown(_:)``.
  ///
  /// Cancelling the task ends the wait at once; a batch already sent goes on without it.
  ///
  /// - Parameter isCancellable: false goes on to the answer, or the deadline, whatever happens to the task.
  public func run(
    _ batch: [PostgresStatement], deadline: Duration, isCancellable: Bool = true
  ) async throws(PostgresError) -> [PostgresResult] {
    guard !batch.isEmpty else { return [] }
    return try await run(Batch(statements: batch, deadline: deadline, isScript: false), isCancellable: isCancellable)
  }

  /// Runs one statement, as ``run(_:deadline:)``.
  public func run(_ statement: PostgresStatement, deadline: Duration) async throws(PostgresError) -> PostgresResult {
    try await run([statement], deadline: deadline).first ?? PostgresResult()
  }

  /// Runs statements without values, such as those of a migration, as one transaction, without preparing them.
  ///
  /// - Parameters:
  ///   - sql: one statement each.
  ///   - deadline: as for ``run(_:deadline:)``.
  ///   - statementTimeout: how long a statement may take in place of the configuration's; `.zero` is no limit.
  public func runScript(
    _ sql: [String], deadline: Duration, statementTimeout: Duration? = nil
  ) async throws(PostgresError) {
    guard !sql.isEmpty else { return }
    var statements = sql.map { PostgresStatement($0) }
    if let statementTimeout {
      // Local to the transaction, so that no session state is left.
      let milliseconds = Int64(max(.zero, statementTimeout).milliseconds)
      statements.insert(
        PostgresStatement("SELECT set_config('statement_timeout', '\(milliseconds)', true)"), at: 0)
    }
    let batch = try Batch(
      statements: statements, deadline: deadline, isScript: true, hiddenStatements: statements.count - sql.count)
    _ = try await run(batch)
  }

  /// Refuses new batches, lets those already accepted end, then closes the connections and ends the thread. What has
  /// not ended when `timeout` is over fails. Returns when the thread has ended; may be called again.
  public func close(within timeout: Duration = .seconds(5)) async {
    await withCheckedContinuation { continuation in
      inbox.stop(within: timeout, resuming: continuation)
    }
  }

  /// What the client is doing now.
  public var statistics: PostgresStatistics {
    inbox.statistics
  }

  private func run(_ batch: Batch, isCancellable: Bool = true) async throws(PostgresError) -> [PostgresResult] {
    guard isCancellable else {
      return try await withCheckedContinuation { inbox.submit(batch, resuming: $0) }.get()
    }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { inbox.submit(batch, resuming: $0) }
    } onCancel: {
      batch.cancel()
    }
    return try outcome.get()
  }
}
