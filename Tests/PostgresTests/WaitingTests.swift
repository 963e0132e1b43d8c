import Testing

@testable import Postgres

/// Timeouts, deadlines, cancellation, order.
@Suite(.serialized) struct WaitingTests {
  @Test func theServerEndsALongStatement() async throws {
    let client = try await TestDatabase.client { $0.statementTimeout = .milliseconds(50) }
    let error = await failure { () async throws(PostgresError) in try await client.run("SELECT pg_sleep(10)") }
    #expect(error?.sqlState == "57014" && error?.isRetryable == true)
    #expect(try await client.value("SELECT 1") == .int(1))
    await client.close()
  }

  /// A table with one row to hold a lock on.
  private func makeTable(_ table: String, in client: PostgresClient) async throws {
    try await client.run("CREATE TABLE \(table) (id int8 PRIMARY KEY)")
    try await client.run("INSERT INTO \(table) VALUES (1)")
  }

  private static func lock(_ table: String, seconds: String) -> [PostgresStatement] {
    [
      PostgresStatement("SELECT 1 FROM \(table) FOR UPDATE"),
      PostgresStatement("SELECT pg_sleep(\(seconds)) /* \(table) */"),
    ]
  }

  private static func isLocked(_ table: String) -> String {
    "EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg\\_sleep%/* \(table) */' AND state = 'active')"
  }

  private static func endLock(_ table: String) -> String {
    """
    SELECT pg_cancel_backend(pid) FROM pg_stat_activity
    WHERE query LIKE '%pg\\_sleep%/* \(table) */' AND pid <> pg_backend_pid()
    """
  }

  /// A client whose statements may take long, because the test ends them itself.
  private static func patientClient() async throws -> PostgresClient {
    try await TestDatabase.client {
      $0.poolSize = 1
      $0.statementTimeout = .seconds(60)
      $0.lockTimeout = .seconds(60)
    }
  }

  /// Holds the lock until ``endLock(_:)``; the error by which it ended.
  private static func holdLock(_ table: String, _ client: PostgresClient) async -> PostgresError? {
    await failure { () async throws(PostgresError) in
      try await client.run(lock(table, seconds: "50"), deadline: .seconds(60))
    }
  }

  @Test func theServerEndsALongWaitForALock() async throws {
    let client = try await TestDatabase.client { $0.lockTimeout = .milliseconds(50) }
    let patient = try await Self.patientClient()
    let table = TestDatabase.name()
    try await makeTable(table, in: client)
    async let holder = Self.holdLock(table, patient)
    try await client.wait(until: Self.isLocked(table))
    let error = await failure { () async throws(PostgresError) in
      try await client.run("UPDATE \(table) SET id = id")
    }
    #expect(error?.sqlState == "55P03" && error?.isRetryable == true)
    try await client.run(Self.endLock(table))
    #expect(await holder?.sqlState == "57014")
    await client.close()
    await patient.close()
  }

  @Test func aDeadlineInFlightLeavesTheOutcomeUnknownAndFreesTheServer() async throws {
    let client = try await Self.patientClient()
    let other = try await TestDatabase.client { $0.lockTimeout = .seconds(20) }
    let table = TestDatabase.name()
    try await makeTable(table, in: other)
    try await client.run("SELECT 1")
    let start = ContinuousClock.now
    let error = await failure { () async throws(PostgresError) in
      try await client.run(Self.lock(table, seconds: "50"), deadline: .seconds(1))
    }
    #expect(error == .unknown(.deadline("while the server worked")))
    // Its lock is given up long before the fifty seconds are over.
    try await other.run("UPDATE \(table) SET id = id")
    #expect(ContinuousClock.now - start < .seconds(25))
    #expect(try await client.value("SELECT 1") == .int(1))
    #expect(client.statistics.connects == 2)
    await client.close()
    await other.close()
  }

  @Test func aDeadlineInTheQueueIsNotSent() async throws {
    let client = try await Self.patientClient()
    let other = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await makeTable(table, in: other)
    async let holder = Self.holdLock(table, client)
    try await other.wait(until: Self.isLocked(table))
    for deadline in [Duration.milliseconds(50), .zero, .seconds(-1)] {
      let error = await failure { () async throws(PostgresError) in
        try await client.run([PostgresStatement("INSERT INTO \(table) VALUES (2)")], deadline: deadline)
      }
      #expect(error == .notSent(.deadline("while waiting for a free connection")))
    }
    try await other.run(Self.endLock(table))
    #expect(await holder?.sqlState == "57014")
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(1))
    await client.close()
    await other.close()
  }

  @Test func cancellationEndsTheWait() async throws {
    let holding = try await Self.patientClient()
    let client = try await Self.patientClient()
    let other = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await makeTable(table, in: other)
    async let holder = Self.holdLock(table, holding)
    try await other.wait(until: Self.isLocked(table))
    let sent = Task {
      await failure { () async throws(PostgresError) in
        try await client.run(
          [
            PostgresStatement("SELECT 1 FROM \(table) FOR UPDATE"),
            PostgresStatement("INSERT INTO \(table) VALUES (7)"),
          ], deadline: .seconds(60))
      }
    }
    try await other.wait(
      until: """
        EXISTS (SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT 1 FROM \(table) FOR UPDATE' \
        AND wait_event_type = 'Lock')
        """)
    let queued = Task {
      await failure { () async throws(PostgresError) in try await client.run("INSERT INTO \(table) VALUES (8)") }
    }
    queued.cancel()
    #expect(await queued.value == .notSent(.cancelled))
    sent.cancel()
    #expect(await sent.value == .unknown(.cancelled))
    // What was sent goes on, and its connection is used again.
    try await other.run(Self.endLock(table))
    #expect(await holder?.sqlState == "57014")
    #expect(try await client.value("SELECT string_agg(id::text, ',' ORDER BY id) FROM \(table)") == .text("1,7"))
    #expect(client.statistics.connects == 1)
    let early = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure { () async throws(PostgresError) in try await client.run("SELECT 1") }
    }
    #expect(await early.value == .notSent(.cancelled))
    await holding.close()
    await client.close()
    await other.close()
  }

  @Test func batchesAreSentInTheirOrder() async throws {
    let client = try await Self.patientClient()
    let other = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await makeTable(table, in: other)
    try await other.run("ALTER TABLE \(table) ADD COLUMN place bigserial")
    async let holder = Self.holdLock(table, client)
    try await other.wait(until: Self.isLocked(table))
    let ids = (10..<30).map { Int64(($0 * 7) % 31 + 100) }
    let tasks = AsyncStream<Task<PostgresError?, Never>>.makeStream()
    for (count, id) in ids.enumerated() {
      tasks.continuation.yield(
        Task {
          await failure { () async throws(PostgresError) in
            try await client.run("INSERT INTO \(table) (id) VALUES ($1)", [.int(id)])
          }
        })
      while client.statistics.waiting <= count { try await other.run("SELECT pg_sleep(0.001)") }
    }
    try await other.run(Self.endLock(table))
    tasks.continuation.finish()
    for await task in tasks.stream { #expect(await task.value == nil) }
    #expect(await holder?.sqlState == "57014")
    let found = try await client.run("SELECT id FROM \(table) WHERE id >= 100 ORDER BY place")
    #expect(found.rows.map { $0[0] } == ids.map { .int($0) })
    await client.close()
    await other.close()
  }

  @Test func closingLetsAcceptedBatchesEnd() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 2 }
    let other = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await makeTable(table, in: other)
    async let holder = client.run(Self.lock(table, seconds: "1"), deadline: .seconds(20))
    try await other.wait(until: Self.isLocked(table))
    await client.close()
    #expect(try await holder.count == 2)
    let error = await failure { () async throws(PostgresError) in try await client.run("SELECT 1") }
    #expect(error == .notSent(.closed))
    #expect(client.statistics.open == 0)
    await client.close()
    await other.close()
  }

  @Test func closingDoesNotWaitForever() async throws {
    let client = try await Self.patientClient()
    let other = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await makeTable(table, in: other)
    let sent = Task { await Self.holdLock(table, client) }
    try await other.wait(until: Self.isLocked(table))
    let start = ContinuousClock.now
    await client.close(within: .milliseconds(100))
    #expect(await sent.value == .unknown(.closed))
    #expect(ContinuousClock.now - start < .seconds(25))
    await other.close()
  }

  @Test func idleConnectionsAreClosed() async throws {
    let client = try await TestDatabase.client { $0.maximumIdleTime = .milliseconds(30) }
    let other = try await TestDatabase.client()
    #expect(try await client.value("SELECT 1") == .int(1))
    let start = ContinuousClock.now
    while client.statistics.open > 0, ContinuousClock.now - start < .seconds(5) {
      try await other.run("SELECT pg_sleep(0.01)")
    }
    #expect(client.statistics.open == 0)
    #expect(try await client.value("SELECT 1") == .int(1))
    await client.close()
    await other.close()
  }

  @Test func aClientThatIsForgottenEndsItsConnections() async throws {
    let name = TestDatabase.name("forgotten")
    let other = try await TestDatabase.client()
    do {
      let client = try await TestDatabase.client { $0.applicationName = name }
      #expect(try await client.value("SELECT 1") == .int(1))
    }
    try await other.wait(until: "NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = '\(name)')")
    await other.close()
  }
}
