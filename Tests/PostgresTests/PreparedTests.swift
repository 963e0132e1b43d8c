import Testing

@testable import Postgres

@Suite struct PreparedTests {
  private static let countOwn = PostgresStatement("SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql")

  @Test func aStatementIsPreparedOnce() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    for number in 0..<20 {
      #expect(try await client.value("SELECT $1 + 1", [.int(Int64(number))]) == .int(Int64(number) + 1))
    }
    // Itself and the one above.
    #expect(try await client.run(Self.countOwn, deadline: .seconds(5))[0, 0] == .int(2))
    // Another type is another statement; NULL is of any type.
    #expect(try await client.value("SELECT $1 + 1", [.double(0.5)]) == .double(1.5))
    #expect(try await client.value("SELECT $1 + 1", [.null]) == .null)
    #expect(try await client.run(Self.countOwn, deadline: .seconds(5))[0, 0] == .int(3))
    #expect(client.statistics.connects == 1)
    await client.close()
  }

  @Test func aStatementWithinOneBatchIsPreparedOnce() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let batch = (0..<50).map { PostgresStatement("SELECT $1 * 2", [.int($0)]) }
    let results = try await client.run(batch, deadline: .seconds(5))
    #expect(results.map { $0[0, 0] } == (0..<50).map { .int($0 * 2) })
    #expect(try await client.run(Self.countOwn, deadline: .seconds(5))[0, 0] == .int(2))
    await client.close()
  }

  @Test func aPlanSurvivesTheRollbackOfItsBatch() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let batch = [
      PostgresStatement("SELECT $1 + 2", [.int(1)]), PostgresStatement("SELECT 1 / ($1 - 1)", [.int(1)]),
      PostgresStatement("SELECT $1 + 3", [.int(1)]),
    ]
    for _ in 0..<3 {
      let error = await failure { () async throws(PostgresError) in try await client.run(batch, deadline: .seconds(5)) }
      #expect(error?.sqlState == "22012")
    }
    // Before and at the failure they exist, behind it they were skipped.
    #expect(try await client.run(Self.countOwn, deadline: .seconds(5))[0, 0] == .int(3))
    #expect(try await client.value("SELECT $1 + 3", [.int(1)]) == .int(4))
    #expect(try await client.value("SELECT $1 + 2", [.int(1)]) == .int(3))
    #expect(try await client.run(Self.countOwn, deadline: .seconds(5))[0, 0] == .int(4))
    #expect(client.statistics.repeated == 0)
    await client.close()
  }

  @Test func aStatementThatCannotBePreparedIsTriedAnew() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    for _ in 0..<2 {
      let error = await failure { () async throws(PostgresError) in
        try await client.run(
          [PostgresStatement("SELECT 1"), PostgresStatement("SELECT * FROM \(table)")], deadline: .seconds(5))
      }
      guard case .server(let failure) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(failure.sqlState == "42P01" && failure.statementIndex == 1)
    }
    try await client.run("CREATE TABLE \(table) (id int8)")
    #expect(try await client.run("SELECT * FROM \(table)").rowCount == 0)
    #expect(client.statistics.repeated == 0)
    await client.close()
  }

  @Test func theLeastUsedAreForgotten() async throws {
    let client = try await TestDatabase.client {
      $0.poolSize = 1
      $0.maximumPreparedStatements = 5
    }
    for round in 0..<3 {
      for number in 0..<12 {
        let results = try await client.run(
          [PostgresStatement("SELECT 1"), PostgresStatement("SELECT $1 + \(number)", [.int(Int64(round))])],
          deadline: .seconds(5))
        #expect(results[1][0, 0] == .int(Int64(round + number)))
      }
    }
    #expect(try await client.run(Self.countOwn, deadline: .seconds(5))[0, 0] == .int(5))
    // One batch with more than fit, and one whose eviction is rolled back.
    let many = (0..<20).map { PostgresStatement("SELECT $1 - \($0)", [.int(100)]) }
    let results = try await client.run(many, deadline: .seconds(5))
    #expect(results.map { $0[0, 0] } == (0..<20).map { .int(100 - $0) })
    let error = await failure { () async throws(PostgresError) in
      try await client.run([PostgresStatement("SELECT 1/0"), PostgresStatement("SELECT 'new'")], deadline: .seconds(5))
    }
    #expect(error?.sqlState == "22012")
    for number in 0..<20 {
      #expect(try await client.value("SELECT $1 - \(number)", [.int(1)]) == .int(Int64(1 - number)))
    }
    #expect(client.statistics.repeated == 0 && client.statistics.connects == 1)
    await client.close()
  }

  @Test func aChangedSchemaIsNoticed() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let other = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    try await client.run("INSERT INTO \(table) VALUES (1)")
    #expect(try await client.run("SELECT * FROM \(table)").columns.count == 1)
    try await other.run("ALTER TABLE \(table) ADD COLUMN name text DEFAULT 'x'")
    let results = try await client.run(
      [PostgresStatement("INSERT INTO \(table) VALUES (2)"), PostgresStatement("SELECT * FROM \(table) ORDER BY id")],
      deadline: .seconds(5))
    #expect(results[1].columns.map(\.name) == ["id", "name"])
    #expect(results[1].rows.map { $0[1] } == [.text("x"), .text("x")])
    #expect(try await client.run("SELECT * FROM \(table)").columns.count == 2)
    #expect(client.statistics.repeated == 1)
    await client.close()
    await other.close()
  }

  /// What a pooler does that hands a client to another server process.
  @Test func statementsThatTheServerForgotAreSentAnew() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    #expect(try await client.value("SELECT $1 + 5", [.int(1)]) == .int(6))
    try await client.run("DEALLOCATE ALL")
    #expect(try await client.value("SELECT $1 + 5", [.int(2)]) == .int(7))
    #expect(client.statistics.repeated == 1)
    #expect(try await client.value("SELECT $1 + 5", [.int(3)]) == .int(8))
    await client.close()
  }

  @Test func anErrorThatOnlyLooksLikeItIsReported() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let error = await failure { () async throws(PostgresError) in try await client.run("EXECUTE nothing") }
    #expect(error?.sqlState == "26000")
    #expect(client.statistics.repeated == 1)
    await client.close()
  }
}
