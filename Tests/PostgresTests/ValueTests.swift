import Testing

@testable import Postgres

@Suite struct ValueTests {
  /// A value, and the type of the column it goes through.
  private static let cases: [(PostgresValue, String)] =
    [
      (.null, "text"), (.null, "int8"), (.null, "bytea"), (.null, "jsonb"),
      (.bool(true), "bool"), (.bool(false), "bool"),
      (.date("2024-02-29"), "date"), (.date("0001-01-01"), "date"), (.date("9999-12-31"), "date"),
      (.uuid("01890a5d-ac96-774b-bcce-b302099a8057"), "uuid"),
      (.json(#"{"a": [1, null, "ü \"x\" \\ "]}"#), "jsonb"), (.json("[]"), "json"), (.json("null"), "jsonb"),
    ] + [0, 1, -1, 42, .max, .min, .max - 1, .min + 1].map { (.int($0), "int8") }
    + [0, 32767, -32768].map { (.int($0), "int2") } + [2_147_483_647, -2_147_483_648].map { (.int($0), "int4") }
    + [
      0, 1.5, -0.1, .pi, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity,
      -.infinity, 1e22,
    ].map { (.double($0), "float8") }
    + ["", "a", "ünïcödé", "👩‍👩‍👧‍👦", "日本語", "'; DROP TABLE x; --", "\\x41", "\n\t\u{1}", "NULL", "$1", "{\"a\"}"].map {
      (.text($0), "text")
    }
    + [[], [0], [0, 0, 0], [0x5C, 0x78], Array(0...255)].map { (.bytes($0), "bytea") }

  @Test func everyTypeComesBackAsItWent() async throws {
    let client = try await TestDatabase.client()
    for (value, type) in Self.cases {
      let table = TestDatabase.name()
      let results = try await client.run(
        [
          PostgresStatement("CREATE TABLE \(table) (v \(type))")
        ], deadline: .seconds(20))
      #expect(results.count == 1)
      try await client.run("INSERT INTO \(table) VALUES ($1)", [value])
      let result = try await client.run("SELECT v FROM \(table)")
      #expect(result.columns.map(\.name) == ["v"])
      #expect(result.rows.first?["v"] == value, "\(type)")
      #expect(try await client.value("SELECT $1::\(type)", [value]) == value, "\(type)")
      try await client.run("DROP TABLE \(table)")
    }
    await client.close()
  }

  @Test func arraysBecomeRowsInTheirOrder() async throws {
    let client = try await TestDatabase.client()
    let texts = ["", "a", "ünïcödé 👩‍👩‍👧‍👦", "NULL", "{\"a\"}", "\\x41", "a,b"]
    let numbers: [Int64] = [0, 1, -1, .max, .min, 42, 7]
    let blobs: [[UInt8]] = [[], [0], [0x5C, 0x78], Array(0...255), [255], [1], [2]]
    let ids = (0..<7).map { PostgresUUID(high: 0x0189_0a5d_ac96_774b, low: 0xbcce_b302_099a_8050 + $0) }
    let result = try await client.run(
      "SELECT * FROM unnest($1::text[], $2::int8[], $3::bytea[], $4::uuid[]) AS r(t, n, b, i)",
      [.array(.text(texts)), .array(.int(numbers)), .array(.bytes(blobs)), .array(.uuid(ids))])
    #expect(result.rows.map { $0["t"] } == texts.map { .text($0) })
    #expect(result.rows.map { $0["n"] } == numbers.map { .int($0) })
    #expect(result.rows.map { $0["b"] } == blobs.map { .bytes($0) })
    #expect(result.rows.map { $0["i"] } == (0..<7).map { .uuid("01890a5d-ac96-774b-bcce-b302099a805\($0)") })
    for empty: PostgresArray in [.text([]), .int([]), .bytes([]), .uuid([])] {
      #expect(try await client.value("SELECT cardinality($1)::int8", [.array(empty)]) == .int(0))
    }
    await client.close()
  }

  @Test func notANumberComesBack() async throws {
    let client = try await TestDatabase.client()
    guard case .double(let number) = try await client.value("SELECT $1", [.double(.nan)]) else {
      Issue.record("no double")
      return
    }
    #expect(number.isNaN)
    #expect(try await client.value("SELECT $1::float8", [.double(-0.0)]).map { "\($0)" } == "double(-0.0)")
    await client.close()
  }

  @Test func otherTypesComeAsText() async throws {
    let client = try await TestDatabase.client()
    let result = try await client.run(
      """
      SELECT 1.50::numeric(10,2) AS n, 'x'::name AS m, ARRAY[1,2] AS a, '2024-01-02 03:04:05+00'::timestamptz AS t,
        1.5::float4 AS f, 'abc'::varchar(5) AS v, '' AS u
      """)
    #expect(
      Array(try #require(result.rows.first)) == [
        .text("1.50"), .text("x"), .text("{1,2}"), .text("2024-01-02 03:04:05+00"), .double(1.5), .text("abc"),
        .text(""),
      ])
    #expect(result.text(0, 0) == "1.50")
    #expect(!result.isNull(0, 0))
    #expect(result.rows.first?["nothing"] == nil)
    await client.close()
  }

  @Test func aMegabyteOfBytesAndTextComesBack() async throws {
    let client = try await TestDatabase.client()
    let bytes = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let text = String(repeating: "abcdefghijklmn😀", count: 60_000)
    let results = try await client.run(
      [PostgresStatement("SELECT $1::bytea", [.bytes(bytes)]), PostgresStatement("SELECT $1", [.text(text)])],
      deadline: .seconds(20))
    #expect(results[0][0, 0] == .bytes(bytes))
    #expect(results[1][0, 0] == .text(text))
    await client.close()
  }

  @Test func bytesInTheOldNotationAreRead() async throws {
    let client = try await TestDatabase.client()
    let results = try await client.run(
      [
        PostgresStatement("SELECT set_config('bytea_output', 'escape', true)"),
        PostgresStatement("SELECT $1::bytea", [.bytes([0, 1, 0x5C, 0x41, 0xFF])]),
      ], deadline: .seconds(20))
    #expect(results[1][0, 0] == .bytes([0, 1, 0x5C, 0x41, 0xFF]))
    await client.close()
  }

  @Test func textsWithNULAreRefused() async throws {
    let client = try await TestDatabase.client()
    for value: PostgresValue in [.text("a\0b"), .json("\"\0\""), .uuid("\0"), .date("\0")] {
      let error = await failure { () async throws(PostgresError) in try await client.run("SELECT $1", [value]) }
      guard case .notSent(.refused(let text)) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(text.contains("NUL") && text.contains("$1"))
    }
    let inside = await failure { () async throws(PostgresError) in
      try await client.run("SELECT unnest($1::text[])", [.array(.text(["a", "b\0"]))])
    }
    #expect(
      inside == .notSent(.refused("statement 0 has the character NUL in value $1, which PostgreSQL cannot store")))
    let error = await failure { () async throws(PostgresError) in try await client.run("SELECT 1\0") }
    #expect(error == .notSent(.refused("statement 0 contains the character NUL")))
    await client.close()
  }

  @Test func tooManyValuesAreRefused() async throws {
    let client = try await TestDatabase.client()
    let error = await failure { () async throws(PostgresError) in
      try await client.run("SELECT 1", Array(repeating: .int(1), count: 65_536))
    }
    #expect(error == .notSent(.refused("statement 0 has 65536 values; at most 65535 are possible")))
    let list = (1...65_535).map { "$\($0)" }.joined(separator: ",")
    let sum = try await client.value(
      "SELECT sum(x)::int8 FROM unnest(ARRAY[\(list)]) AS x", Array(repeating: .int(1), count: 65_535))
    #expect(sum == .int(65_535))
    await client.close()
  }

  @Test func rowsWithoutColumnsAndStatementsWithoutText() async throws {
    let client = try await TestDatabase.client()
    let none = try await client.run("SELECT FROM generate_series(1, 3)")
    #expect(none.rowCount == 3 && none.columns.isEmpty && none.affected == 3)
    #expect(none.rows.map(\.count) == [0, 0, 0])
    let empty = try await client.run("  -- nothing")
    #expect(empty.rowCount == 0)
    #expect(try await client.run([], deadline: .zero).isEmpty)
    let columns = try await client.run("SELECT 1 AS a, 'x' AS b WHERE false")
    #expect(columns.columns.map(\.name) == ["a", "b"] && columns.rows.isEmpty)
    await client.close()
  }
}
