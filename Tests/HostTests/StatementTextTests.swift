import Host
import PluginAPI
import PluginTesting
import Testing

/// Statements are prepared once for each text, so texts that differ anywhere must be told apart.
@Suite struct StatementTextTests {
  @Test func textsThatDifferInOneLetterAreDifferentStatements() async throws {
    try await withTestDatabase { database in
      // All of one length: they differ in their first word, in the middle, in the last letter.
      let texts: [(SQL, Int)] = [
        ("SELECT 1 + 2 AS n, 3 AS m", 3), ("SELECT 1 - 2 AS n, 3 AS m", -1), ("SELECT 1 + 2 AS n, 4 AS m", 3),
        ("SELECT 7 + 2 AS n, 3 AS m", 9), ("SELECT 1 + 2 AS n, 3 AS k", 3),
      ]
      for _ in 0..<2 {
        for (sql, expected) in texts {
          let row = try #require(try await database.rows(sql).first)
          #expect(try row.get("n", as: Int.self) == expected)
        }
        let last = try #require(try await database.rows("SELECT 1 + 2 AS n, 3 AS k").first)
        #expect(last.names == ["n", "k"])
        let other = try #require(try await database.rows("SELECT 1 + 2 AS n, 4 AS m").first)
        #expect(try other.get("m", as: Int.self) == 4)
      }
    }
  }

  @Test(arguments: [1, 7, 8, 9, 25]) func oneByteMakesAnotherText(length: Int) {
    let text = String(repeating: "a", count: length)
    #expect(StatementText(text) == StatementText(text))
    #expect(StatementText(text) != StatementText(text + "a"))
    for index in 0..<length {
      var other = Array(text)
      other[index] = "b"
      #expect(StatementText(text) != StatementText(String(other)))
    }
  }

  @Test func aTextFromPiecesIsTheSameAsOneInOnePiece() async throws {
    try await withTestDatabase { database in
      let list: SQL = "SELECT \(list: [1, 2, 3].map { Int64($0) })"
      #expect(list.sqlite.text.description == "SELECT ?, ?, ?")
      #expect(list.postgres.text == "SELECT $1, $2, $3")
      let one: SQL = "SELECT 'ж?' AS text, \("я") AS value"
      let two = SQL(parts: [.text("SELECT 'ж?' AS"), .text(" text, "), .value(.text("я")), .text(" AS value")])
      #expect(one == two && one.hashValue == two.hashValue)
      #expect(one.postgres.text == "SELECT 'ж?' AS text, $1 AS value")
      let row = try #require(try await database.rows("SELECT CAST(\("я") AS TEXT) AS value").first)
      #expect(try row.get("value", as: String.self) == "я")
      let locked: SQL = "SELECT key FROM t WHERE key = \(1) \(onPostgres: "FOR UPDATE") LIMIT \(2)"
      #expect(locked.sqlite.text.description == "SELECT key FROM t WHERE key = ?  LIMIT ?")
      #expect(locked.postgres.text == "SELECT key FROM t WHERE key = $1 FOR UPDATE LIMIT $2")
      let nested: SQL = "WITH a AS (\(locked)) SELECT \(3)"
      #expect(nested.sqlite.text.description == "WITH a AS (SELECT key FROM t WHERE key = ?  LIMIT ?) SELECT ?")
      #expect(
        nested.postgres.text == "WITH a AS (SELECT key FROM t WHERE key = $1 FOR UPDATE LIMIT $2) SELECT $3")
    }
  }

  @Test(arguments: [1, 2, 3, 40]) func rowsAreATableOnBothEngines(count: Int) async throws {
    let texts = (0..<count).map { ["", "a,b", "{\"ж\"}", "NULL", "\\x"][$0 % 5] + "\($0)" }
    let ids = (0..<count).map { RowID(milliseconds: Int64($0), randomA: 5, randomB: .max) }
    let rows = SQLRows(
      count: count, .texts(texts), .integers((0..<count).map { Int64($0) * -7 }),
      .bytes((0..<count).map { Array(repeating: 0xFF, count: $0) }), .ids(ids))
    try await withTestDatabase { database in
      // Values before and behind, and within another statement.
      let table: SQL = """
        SELECT r.column1 AS name, r.column2 - \(1) AS number, r.column3 AS bytes, r.column4 AS id FROM \(rows, as: "r")
        WHERE r.column2 <= \(0)
        """
      let outer: SQL = "WITH t AS (\(table)) SELECT t.* FROM t WHERE number < \(5) ORDER BY number DESC"
      let answer = try await database.rows(outer)
      #expect(answer.count == count)
      for (index, row) in answer.enumerated() {
        #expect(try row.get("name", as: String.self) == texts[index])
        #expect(try row.get("number", as: Int.self) == index * -7 - 1)
        #expect(try row.get("bytes", as: [UInt8].self).count == index)
        #expect(try row.get("id", as: RowID.self) == ids[index])
      }
    }
  }

  @Test func rowsOfAnyNumberAreOneTextForPostgres() {
    func rows(_ count: Int64) -> SQL {
      let rows = SQLRows(count: Int(count), .integers(Array(0..<count)), .texts((0..<count).map { "\($0)" }))
      return "SELECT \(1) FROM \(rows, as: "r") WHERE r.column1 = \(2)"
    }
    #expect(rows(2).sqlite.text.description == "SELECT ? FROM (VALUES (?, ?), (?, ?)) AS r WHERE r.column1 = ?")
    #expect(
      rows(2).postgres.text
        == "SELECT $1 FROM unnest($2::bigint[], $3::text[]) AS r(column1, column2) WHERE r.column1 = $4")
    #expect(rows(2).postgres.text == rows(300).postgres.text)
    // One row needs no function.
    #expect(rows(1).postgres.text == "SELECT $1 FROM (VALUES ($2, $3)) AS r WHERE r.column1 = $4")
  }

  /// SQLite keeps what was bound before: whoever forgets a value would get somebody else's.
  @Test func aStatementWithoutOneOfItsValuesIsRefused() async throws {
    try await withTestDatabase { database in
      let whole: SQL = "SELECT CAST(\("mine") AS TEXT) AS value"
      _ = try await database.rows(whole)
      await #expect(throws: StorageError.self) { try await database.rows("SELECT CAST(? AS TEXT) AS value") }
      let row = try #require(try await database.rows(whole).first)
      #expect(try row.get("value", as: String.self) == "mine")
    }
  }
}
