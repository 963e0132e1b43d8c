import Crypto
import PluginAPI

extension Migration {
  enum Dialect { case sqlite, postgres }

  /// What the migration runs on an engine. Names come from `StaticString`s and were checked by the plan.
  func statements(_ dialect: Dialect) -> [SQL] { steps.map { $0.statement(dialect) } }

  /// Ends the checksum of a migration after which older programs must not run.
  static let breaking = "!"

  /// Names what was applied: the SQLite rendering, the same whichever engine runs.
  var checksum: String {
    let text = ([name] + statements(.sqlite).map { $0.sqlite.text.description }).joined(separator: "\n")
    return SHA256.hash(data: Array(text.utf8)).prefix(12).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
    }.joined() + (breaksOlderPrograms ? Self.breaking : "")
  }
}

extension Migration.Step {
  fileprivate func statement(_ dialect: Migration.Dialect) -> SQL {
    switch self {
    case .run(let sql): return sql
    case .churning(let table):
      guard dialect == .postgres else { return "SELECT 1" }
      return SQL(parts: [
        .text(
          """
          ALTER TABLE \(table.name) SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02,
            autovacuum_vacuum_cost_delay = 0)
          """)
      ])
    case .addColumn(let table, let column):
      return SQL(parts: [.text("ALTER TABLE \(table.name) ADD COLUMN \(column.definition(dialect))")])
    case .createIndex(let table, let columns, let unique, let condition):
      let name = "\(table.name)_\(columns.joined(separator: "_"))_\(unique ? "key" : "idx")"
      let text = "CREATE \(unique ? "UNIQUE " : "")INDEX \(name) ON \(table.name) (\(columns.joined(separator: ", ")))"
      return SQL(parts: [.text(text + (condition.map { " WHERE \($0)" } ?? ""))])
    case .createTable(let table, let columns, let unique):
      var parts = columns.map { $0.definition(dialect) }
      let keys = columns.filter(\.isPrimaryKey).map(\.name)
      if !keys.isEmpty { parts.append("PRIMARY KEY (\(keys.joined(separator: ", ")))") }
      parts += unique.map { "UNIQUE (\($0.joined(separator: ", ")))" }
      let text = "CREATE TABLE \(table.name) (\(parts.joined(separator: ", ")))"
      return SQL(parts: [
        .text(dialect == .sqlite ? text + (keys.isEmpty ? " STRICT" : " STRICT, WITHOUT ROWID") : text)
      ])
    }
  }
}

extension Column {
  fileprivate func definition(_ dialect: Migration.Dialect) -> String {
    var text = "\(name) \(type(dialect))"
    if !isNullable || isPrimaryKey { text += " NOT NULL" }
    if let defaultValue { text += " DEFAULT \(literal(defaultValue, dialect))" }
    return text
  }

  // STRICT tables: the plain type words would get NUMERIC affinity and change values.
  private func type(_ dialect: Migration.Dialect) -> String {
    switch (dialect, kind) {
    case (.sqlite, .text), (.sqlite, .uuid), (.sqlite, .json), (.sqlite, .date): "TEXT"
    case (.sqlite, .int64), (.sqlite, .bool), (.sqlite, .instant): "INTEGER"
    case (.sqlite, .double): "REAL"
    case (.sqlite, .bytes): "BLOB"
    case (.postgres, .text): "TEXT COLLATE \"C\""
    case (.postgres, .uuid): "UUID"
    case (.postgres, .json): "JSON"
    case (.postgres, .date): "DATE"
    case (.postgres, .int64), (.postgres, .instant): "BIGINT"
    case (.postgres, .bool): "BOOLEAN"
    case (.postgres, .double): "DOUBLE PRECISION"
    case (.postgres, .bytes): "BYTEA"
    }
  }

  private func literal(_ value: SQLValue, _ dialect: Migration.Dialect) -> String {
    switch value {
    case .null: "NULL"
    case .text(let text), .json(let text): "'" + text.replacing("'", with: "''") + "'"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .bool(let flag): dialect == .sqlite ? (flag ? "1" : "0") : (flag ? "TRUE" : "FALSE")
    case .uuid(let id): "'\(id)'"
    case .instant(let instant): "\(instant.microseconds)"
    case .date(let date): "'\(date)'"
    case .bytes: dialect == .sqlite ? "X''" : "'\\x'"
    }
  }
}
