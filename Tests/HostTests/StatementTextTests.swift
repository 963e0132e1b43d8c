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
      #expect(list.rendered(.question).text == "SELECT ?, ?, ?")
      #expect(list.rendered(.numbered).text == "SELECT $1, $2, $3")
      let one: SQL = "SELECT 'ж?' AS text, \("я") AS value"
      let two = SQL(parts: [.text("SELECT 'ж?' AS"), .text(" text, "), .value(.text("я")), .text(" AS value")])
      #expect(one == two && one.hashValue == two.hashValue)
      #expect(one.rendered(.numbered).text == "SELECT 'ж?' AS text, $1 AS value")
      let row = try #require(try await database.rows("SELECT CAST(\("я") AS TEXT) AS value").first)
      #expect(try row.get("value", as: String.self) == "я")
      let locked: SQL = "SELECT key FROM t WHERE key = \(1) \(onPostgres: "FOR UPDATE") LIMIT \(2)"
      #expect(locked.rendered(.question).text == "SELECT key FROM t WHERE key = ?  LIMIT ?")
      #expect(locked.rendered(.numbered).text == "SELECT key FROM t WHERE key = $1 FOR UPDATE LIMIT $2")
      let nested: SQL = "WITH a AS (\(locked)) SELECT \(3)"
      #expect(nested.rendered(.question).text == "WITH a AS (SELECT key FROM t WHERE key = ?  LIMIT ?) SELECT ?")
      #expect(
        nested.rendered(.numbered).text == "WITH a AS (SELECT key FROM t WHERE key = $1 FOR UPDATE LIMIT $2) SELECT $3")
    }
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
