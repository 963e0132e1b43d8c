import Testing

@testable import Postgres

@Suite struct ErrorTests {
  @Test func noErrorQuotesAValue() async throws {
    let client = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id text PRIMARY KEY, n int4, s varchar(3), CHECK (n < 100))")
    try await client.run("INSERT INTO \(table) VALUES ('sesame-1', 1, 'a')")
    let secret = "sesame-1"
    let cases: [(String, [PostgresValue], String)] = [
      ("SELECT $1::int4", [.text(secret)], "22P02"),
      ("SELECT $1::uuid", [.uuid(secret)], "22P02"),
      ("SELECT $1::date", [.date(secret)], "22007"),
      ("SELECT $1::jsonb", [.json("{\(secret)")], "22P02"),
      ("SELECT $1::regclass", [.text(secret)], "42P01"),
      ("SELECT $1::regtype", [.text("sesame1")], "42704"),
      ("SELECT set_config($1, '1', true)", [.text("sesame.1 x")], "42602"),
      ("INSERT INTO \(table) VALUES ($1, 2, 'b')", [.text(secret)], "23505"),
      ("INSERT INTO \(table) VALUES ($1, 200, 'b')", [.text("sesame-2")], "23514"),
      ("INSERT INTO \(table) VALUES ('x', 1, $1)", [.text(secret)], "22001"),
      ("SELECT to_date($1, 'YYYY')", [.text(secret)], "22007"),
      ("SELECT 'x' ~ $1", [.text("(\(secret)")], "2201B"),
      ("SELECT now() AT TIME ZONE $1", [.text("sesame street")], "22023"),
      ("SELECT $1::int4", [.int(.max)], "22003"),
    ]
    for (text, values, state) in cases {
      let error = await failure { () async throws(PostgresError) in try await client.run(text, values) }
      #expect(error?.sqlState == state, "\(text)")
      let said = String(describing: error) + String(reflecting: error)
      #expect(!said.contains("sesame") && !said.contains("9223372036854775807"), "\(text): \(said)")
    }
    await client.close()
  }

  @Test func aRaisedTextIsNotRepeated() async throws {
    let client = try await TestDatabase.client()
    let function = TestDatabase.name("f")
    try await client.run(
      """
      CREATE FUNCTION \(function)(v text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'bad %', v; END $$
      """)
    let error = await failure { () async throws(PostgresError) in
      try await client.run("SELECT \(function)($1)", [.text("sesame")])
    }
    #expect(error == .server(.init(sqlState: "P0001", message: "a function raised an error", statementIndex: 0)))
    await client.close()
  }

  @Test func namesOfTheSchemaAreSaid() async throws {
    let client = try await TestDatabase.client()
    let error = await failure { () async throws(PostgresError) in
      try await client.run("SELECT nothing FROM pg_class WHERE relname = $1", [.text("a")])
    }
    #expect(error == .server(.init(sqlState: "42703", message: "column \"nothing\" does not exist", statementIndex: 0)))
    #expect(
      error.map { "\($0)" } == "PostgreSQL: 42703 column \"nothing\" does not exist (statement 0)")
    await client.close()
  }

  @Test func statesAreClassified() {
    func failure(_ state: String) -> PostgresError.ServerFailure { .init(sqlState: state, message: "") }
    for state in ["40001", "40P01", "55P03", "57014"] {
      #expect(failure(state).isRetryable && !failure(state).isUnavailable, "\(state)")
    }
    for state in ["57P01", "57P02", "57P03", "53000", "53100", "53200", "53300", "25006", "08006", "58030"] {
      #expect(failure(state).isRetryable && failure(state).isUnavailable, "\(state)")
    }
    for state in ["23505", "22012", "42601", "XX000", "26000"] { #expect(!failure(state).isRetryable, "\(state)") }
    #expect(PostgresError.server(failure("40001")).isRetryable)
    #expect(PostgresError.notSent(.deadline("")).isRetryable && !PostgresError.notSent(.cancelled).isRetryable)
    #expect(!PostgresError.unknown(.deadline("")).isRetryable && PostgresError.unknown(.closed).mayHaveHappened)
  }

  @Test func resultsHaveLimits() async throws {
    let client = try await TestDatabase.client {
      $0.maximumRows = 100
      $0.maximumResultBytes = 100_000
      $0.poolSize = 1
    }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    #expect(try await client.run("SELECT * FROM generate_series(1, 100)").rowCount == 100)
    let rows = await failure { () async throws(PostgresError) in
      try await client.run(
        [
          PostgresStatement("INSERT INTO \(table) VALUES (1)"),
          PostgresStatement("SELECT * FROM generate_series(1, 100000)"),
          PostgresStatement("INSERT INTO \(table) VALUES (2)"),
        ], deadline: .seconds(20))
    }
    #expect(rows == .limit("statement 1 returned more than 100 rows"))
    #expect(rows?.mayHaveHappened == true)
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(2))
    let bytes = await failure { () async throws(PostgresError) in
      try await client.run(
        [PostgresStatement("SELECT repeat('x', 60000)"), PostgresStatement("SELECT repeat('x', 60001)")],
        deadline: .seconds(20))
    }
    #expect(bytes == .limit("the results have more than 100000 bytes"))
    let failed = await failure { () async throws(PostgresError) in
      try await client.run(
        [PostgresStatement("SELECT * FROM generate_series(1, 200)"), PostgresStatement("SELECT 1/0")],
        deadline: .seconds(20))
    }
    #expect(failed?.sqlState == "22012")
    #expect(client.statistics.connects == 1)
    await client.close()
  }
}
