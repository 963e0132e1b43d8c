import CSQLite
import PluginAPI

/// Prepared statements of one SQLite connection, used on that connection's queue only.
final class SQLiteStatements {
  private let connection: OpaquePointer
  private struct Prepared {
    var statement: OpaquePointer
    var columns: [String]
    var parameters: Int
    var isReading: Bool
  }

  private var prepared: [StatementText: Prepared] = [:]
  /// Texts vary with the length of lists; beyond this the cache starts over.
  private let capacity = 400
  private let scratch = SQLiteScratch()

  init(connection: OpaquePointer) { self.connection = connection }

  deinit { finalize() }

  /// Must be called before the connection closes.
  func finalize() {
    for entry in prepared.values { sqlite3_finalize(entry.statement) }
    prepared = [:]
  }

  /// Runs a statement to its end.
  /// - Returns: its rows, and how many rows it changed.
  func run(_ sql: SQL, limit: Int) throws(SQLiteFailure) -> (rows: [Row], changes: Int) {
    let (text, values) = sql.sqlite
    let prepared = try prepare(text)
    let statement = prepared.statement
    // Bindings are not cleared: every run binds all of them anew.
    defer { sqlite3_reset(statement) }
    guard values.count == prepared.parameters else {
      throw SQLiteFailure(
        code: SQLITE_RANGE, reason: "\(prepared.parameters) values expected, found \(values.count)",
        sql: text.description)
    }
    let bindings = SQLiteBindings(statement: statement, scratch: scratch)
    for (index, value) in values.enumerated() {
      guard bindings.bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw failure("binding value \(index)") }
    }

    var rows: [Row] = []
    let columns = prepared.columns
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        guard rows.count < limit else {
          throw SQLiteFailure(
            code: SQLITE_TOOBIG, reason: "more than \(limit) rows; ask for fewer", sql: text.description)
        }
        rows.append(Row(columns: columns, values: values_(statement, columns.count)))
      case SQLITE_DONE:
        return (rows, prepared.isReading ? rows.count : Int(sqlite3_changes(connection)))
      default: throw failure(text.description)
      }
    }
  }

  /// Runs a fixed text without values, such as BEGIN.
  func execute(_ text: StaticString) throws(SQLiteFailure) {
    let statement = try prepare(StatementText(text.description)).statement
    defer { sqlite3_reset(statement) }
    let code = sqlite3_step(statement)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(text.description) }
  }

  private func prepare(_ text: StatementText) throws(SQLiteFailure) -> Prepared {
    if let known = prepared[text] { return known }
    if prepared.count >= capacity { finalize() }
    var statement: OpaquePointer?
    let code = text.bytes.withUnsafeBytes { bytes in
      sqlite3_prepare_v3(
        connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    }
    guard code == SQLITE_OK, let statement else { throw failure(text.description) }
    let new = Prepared(
      statement: statement, columns: names(statement), parameters: Int(sqlite3_bind_parameter_count(statement)),
      isReading: sqlite3_stmt_readonly(statement) != 0)
    prepared[text] = new
    return new
  }

  private func names(_ statement: OpaquePointer) -> [String] {
    (0..<sqlite3_column_count(statement)).map { index in
      sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
    }
  }

  private func values_(_ statement: OpaquePointer, _ count: Int) -> [SQLValue] {
    (0..<Int32(count)).map { index in
      switch sqlite3_column_type(statement, index) {
      case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
      case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
      case SQLITE_TEXT:
        guard let start = sqlite3_column_text(statement, index) else { return .null }
        let buffer = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        return .text(String(decoding: buffer, as: UTF8.self))
      case SQLITE_BLOB:
        guard let start = sqlite3_column_blob(statement, index) else { return .bytes([]) }
        return .bytes(Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))))
      default: return .null
      }
    }
  }

  private func failure(_ text: String) -> SQLiteFailure {
    SQLiteFailure(
      code: sqlite3_extended_errcode(connection), reason: String(cString: sqlite3_errmsg(connection)), sql: text)
  }
}

/// SQLite said no. The reason names tables and columns, never values.
struct SQLiteFailure: Error {
  var code: Int32
  var reason: String
  var sql: String

  static let closed = SQLiteFailure(code: SQLITE_MISUSE, reason: "the database is closed", sql: "")

  /// Nothing a plugin did: the file, the disk, the lock.
  var isOfTheDatabase: Bool {
    switch code & 0xFF {
    case SQLITE_FULL, SQLITE_IOERR, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_CANTOPEN,
      SQLITE_NOMEM, SQLITE_NOTADB, SQLITE_INTERRUPT, SQLITE_MISUSE:
      true
    default: false
    }
  }

  func storageError(_ role: Statement.Role) -> StorageError {
    isOfTheDatabase
      ? .unavailable(reason: reason, isUnknown: false)
      : .refused(role: role, code: "\(code)", reason: reason, sql: sql)
  }
}
