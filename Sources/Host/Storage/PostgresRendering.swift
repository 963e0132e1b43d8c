import PluginAPI
import Postgres
import Synchronization

/// How a statement of ours is said to PostgreSQL.
enum PostgresRendering {
  static func statement(_ statement: Statement) -> PostgresStatement {
    let (text, bound) = statement.sql.postgres
    let values =
      switch bound {
      case .values(let values): values.map(value)
      case .mixed(let bound): bound.map(value)
      }
    return PostgresStatement(guarded(text, statement.expecting), values)
  }

  /// Counts are known only after a pipelined COMMIT, so a statement that must touch a number of rows raises by itself when
  /// it touches another: it divides by zero.
  private static func guarded(_ text: String, _ expecting: RowCount) -> String {
    if expecting == .any { return text }
    let key = Guarded(text: text, expecting: expecting)
    if let known = known.withLock({ $0[key] }) { return known }
    let guarded = guarding(text, expecting)
    // Texts vary with the length of lists; beyond this many they are built each time.
    known.withLock { if $0.count < 1000 { $0[key] = guarded } }
    return guarded
  }

  private struct Guarded: Hashable {
    var text: String
    var expecting: RowCount
  }

  private static let known = Mutex<[Guarded: String]>([:])

  private static func guarding(_ text: String, _ expecting: RowCount) -> String {
    let condition: String
    switch expecting {
    case .any: return text
    case .exactly(let count): condition = "= \(count)"
    case .atLeast(let count): condition = ">= \(count)"
    }
    let check = "1/(CASE WHEN count(*) \(condition) THEN 1 ELSE 0 END)"
    if text.hasPrefix("SELECT") {
      // With a lock clause it is not merged into the outer statement, and every row is counted.
      return "WITH roost_touched AS (\(text)) SELECT \(check) FROM roost_touched"
    }
    if text.contains("RETURNING") {
      return """
        WITH roost_touched AS (\(text))
        SELECT roost_touched.* FROM (SELECT \(check) AS is_right FROM roost_touched) AS roost_check
        LEFT JOIN roost_touched ON roost_check.is_right = 1
        """
    }
    return "WITH roost_touched AS (\(text) RETURNING 1) SELECT \(check) FROM roost_touched"
  }

  private static func value(_ bound: SQLRows.Bound) -> PostgresValue {
    switch bound {
    case .value(let one): value(one)
    case .column(.texts(let cells)): .array(.text(cells))
    case .column(.integers(let cells)): .array(.int(cells))
    case .column(.bytes(let cells)): .array(.bytes(cells))
    case .column(.ids(let cells)): .array(.uuid(cells.map { PostgresUUID(high: $0.high, low: $0.low) }))
    }
  }

  private static func value(_ value: SQLValue) -> PostgresValue {
    switch value {
    case .null: .null
    case .text(let text): .text(text)
    case .integer(let number): .int(number)
    case .real(let number): .double(number)
    case .bool(let flag): .bool(flag)
    case .bytes(let bytes): .bytes(bytes)
    case .uuid(let id): .uuid(id.description)
    case .instant(let instant): .int(instant.microseconds)
    case .date(let date): .date(date.description)
    case .json(let text): .json(text)
    }
  }
}
