import Testing

@testable import Postgres

@Suite struct BatchTests {
  @Test func aBatchIsCarriedOutAsAWholeOrNotAtAll() async throws {
    let client = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8 CONSTRAINT \(table)_key PRIMARY KEY)")
    let insert = { (id: Int64) in PostgresStatement("INSERT INTO \(table) VALUES ($1)", [.int(id)]) }
    let results = try await client.run(
      [insert(1), PostgresStatement("SELECT count(*) FROM \(table)"), insert(2)], deadline: .seconds(5))
    #expect(results.map(\.affected) == [1, 1, 1])
    #expect(results[1][0, 0] == .int(1))

    let error = await failure { () async throws(PostgresError) in
      try await client.run([insert(3), insert(4), insert(2), insert(5)], deadline: .seconds(5))
    }
    guard case .server(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.sqlState == "23505" && failure.isUniqueViolation && !failure.isRetryable)
    #expect(failure.statementIndex == 2)
    #expect(failure.constraint == "\(table)_key")
    #expect(failure.table == table)
    #expect(!(error?.mayHaveHappened ?? true))
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(2))
    await client.close()
  }

  @Test func everyPlaceOfAFailureVoidsTheBatch() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    for place in 0..<6 {
      var batch = (0..<5).map { PostgresStatement("INSERT INTO \(table) VALUES ($1)", [.int($0)]) }
      batch.insert(PostgresStatement("SELECT 1 / ($1 - 1)", [.int(1)]), at: place)
      let error = await failure { () async throws(PostgresError) in try await client.run(batch, deadline: .seconds(5)) }
      guard case .server(let failure) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(failure.isDivisionByZero && failure.statementIndex == place)
    }
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(0))
    #expect(client.statistics.connects == 1)
    await client.close()
  }

  @Test func aGuardThatCountsRowsVoidsTheBatch() async throws {
    let client = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8 PRIMARY KEY, fence int8)")
    try await client.run("INSERT INTO \(table) VALUES (1, 7), (2, 0)")
    func batch(_ fence: Int64) -> [PostgresStatement] {
      [
        PostgresStatement("UPDATE \(table) SET fence = fence + 100 WHERE id = 2"),
        PostgresStatement(
          """
          WITH touched AS (UPDATE \(table) SET fence = fence WHERE id = 1 AND fence = $1 RETURNING 1)
          SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM touched
          """, [.int(fence)]),
      ]
    }
    _ = try await client.run(batch(7), deadline: .seconds(5))
    let error = await failure { () async throws(PostgresError) in try await client.run(batch(6), deadline: .seconds(5))
    }
    #expect(error?.sqlState == "22012")
    #expect(try await client.value("SELECT fence FROM \(table) WHERE id = 2") == .int(100))
    await client.close()
  }

  @Test func anErrorAtTheCommitVoidsTheBatch() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    try await client.run(
      "CREATE TABLE \(table) (id int8 CONSTRAINT \(table)_late UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    for _ in 0..<2 {
      let error = await failure { () async throws(PostgresError) in
        try await client.run(
          [
            PostgresStatement("INSERT INTO \(table) VALUES (1)"), PostgresStatement("INSERT INTO \(table) VALUES (1)"),
          ], deadline: .seconds(5))
      }
      guard case .server(let failure) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(failure.sqlState == "23505" && failure.statementIndex == nil)
      #expect(failure.constraint == "\(table)_late")
    }
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(0))
    #expect(client.statistics.connects == 1)
    await client.close()
  }

  @Test(arguments: [
    "BEGIN", " commit", "ROLLBACK", "START TRANSACTION", "end;", "Abort", "COPY x FROM STDIN",
    "PREPARE TRANSACTION 'x'",
  ])
  func wordsThatSteerTransactionsAreRefused(_ word: String) async throws {
    let client = try await TestDatabase.client()
    let error = await failure { () async throws(PostgresError) in
      try await client.run([PostgresStatement("SELECT 1"), PostgresStatement(word)], deadline: .seconds(5))
    }
    guard case .notSent(.refused(let text)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.hasPrefix("statement 1 begins with"))
    await client.close()
  }

  /// Behind a comment the client does not see the word, but it sees the open transaction.
  @Test func aTransactionLeftOpenIsNoSuccess() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    let error = await failure { () async throws(PostgresError) in
      try await client.run(
        [PostgresStatement("/**/ BEGIN"), PostgresStatement("INSERT INTO \(table) VALUES (1)")], deadline: .seconds(5))
    }
    #expect(error == .notSent(.refused("the batch opened a transaction and left it open")))
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(0))
    await client.close()
  }

  @Test func aCopyHiddenFromTheClientDoesNotHang() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    let error = await failure { () async throws(PostgresError) in try await client.run("/**/ COPY \(table) FROM STDIN")
    }
    #expect(error != nil)
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(0))
    await client.close()
  }

  @Test func aScriptIsOneTransaction() async throws {
    let client = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await client.runScript(
      ["CREATE TABLE \(table) (id int8)", "CREATE INDEX ON \(table) (id)", "INSERT INTO \(table) VALUES (1)"],
      deadline: .seconds(5))
    let error = await failure { () async throws(PostgresError) in
      try await client.runScript(
        ["ALTER TABLE \(table) ADD COLUMN x int8", "SELECT nonsense"], deadline: .seconds(5), statementTimeout: .zero)
    }
    guard case .server(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.sqlState == "42703" && failure.statementIndex == 1)
    #expect(try await client.run("SELECT * FROM \(table)").columns.count == 1)
    await client.close()
  }

  @Test func aScriptMayHaveItsOwnTimeout() async throws {
    let client = try await TestDatabase.client { $0.statementTimeout = .milliseconds(50) }
    try await client.runScript(["SELECT pg_sleep(0.2)"], deadline: .seconds(5), statementTimeout: .seconds(3))
    let error = await failure { () async throws(PostgresError) in
      try await client.runScript(["SELECT pg_sleep(0.2)"], deadline: .seconds(5))
    }
    #expect(error?.sqlState == "57014")
    await client.close()
  }
}
