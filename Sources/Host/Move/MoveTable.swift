import PluginAPI

/// A table as its migrations made it.
struct MoveTable: Sendable {
  let name: String
  let columns: [Column]
  /// The primary key, in the order of the columns.
  let keys: [Column]

  /// - Throws: ``MoveError`` when the rows have no order that both engines agree on.
  init(name: String, columns: [Column]) throws(MoveError) {
    self.name = name
    self.columns = columns
    keys = columns.filter(\.isPrimaryKey)
    guard !keys.isEmpty else {
      throw MoveError(
        "The table \(name) has no primary key, so its rows have no order in which they could be copied and compared. "
          + "Mark its key columns with .key in the migration.")
    }
    if let key = keys.first(where: { $0.kind == .json || $0.kind == .double }) {
      throw MoveError("The table \(name) has the key \(key.name) of kind \(key.kind), which has no certain order.")
    }
  }

  /// The tables that an owner's migrations make, in the order in which they were made.
  /// - Parameter declared: the tables of the manifest; a migration that makes one in SQL of its own hides its columns.
  static func all(of migrations: [Migration], declared: [Table]) throws(MoveError) -> [MoveTable] {
    var names: [String] = []
    var columns: [String: [Column]] = [:]
    for step in migrations.flatMap(\.steps) {
      switch step {
      case .createTable(let table, let list, _):
        names.append(table.name)
        columns[table.name] = list
      case .addColumn(let table, let column): columns[table.name]?.append(column)
      case .createIndex, .run, .churning: break
      }
    }
    // Without SQL of its own among the migrations, a missing table is one that is not made yet.
    if migrations.contains(where: { $0.runsSQL }), let table = declared.first(where: { columns[$0.name] == nil }) {
      throw MoveError("The columns of \(table.name) are not known: its migration must make it with .create(…).")
    }
    var tables: [MoveTable] = []
    for name in names { tables.append(try MoveTable(name: name, columns: columns[name] ?? [])) }
    return tables
  }

  // MARK: Statements

  /// The rows after a key, in key order.
  func rows(after key: [SQLValue]?, through last: [SQLValue]?, limit: Int) -> SQL {
    var parts: [SQL.Part] = [.text("SELECT \(names(columns)) FROM \(name)")]
    parts += range(after: key, through: last)
    return SQL(parts: parts + [.text(" ORDER BY \(names(keys)) LIMIT \(limit)")])
  }

  /// The keys after a key, each with the length of its row's texts and bytes.
  func sizes(after key: [SQLValue]?, limit: Int) -> SQL {
    let lengths = wideColumns.map { "COALESCE(length(\($0.kind == .json ? "CAST(\($0.name) AS TEXT)" : $0.name)), 0)" }
    var parts: [SQL.Part] = [
      .text("SELECT \(names(keys)), \(lengths.joined(separator: " + ")) AS roost_size FROM \(name)")
    ]
    parts += range(after: key, through: nil)
    return SQL(parts: parts + [.text(" ORDER BY \(names(keys)) LIMIT \(limit)")])
  }

  /// The key of the last row.
  var last: SQL {
    let order = keys.map { "\($0.name) DESC" }.joined(separator: ", ")
    return SQL(parts: [.text("SELECT \(names(keys)) FROM \(name) ORDER BY \(order) LIMIT 1")])
  }

  /// Any row, with all its columns, also those that no migration names.
  var sample: SQL { SQL(parts: [.text("SELECT * FROM \(name) LIMIT 1")]) }

  func insert(_ values: [SQLValue]) -> SQL {
    var parts: [SQL.Part] = [.text("INSERT INTO \(name) (\(names(columns))) VALUES (")]
    parts += list(values)
    return SQL(parts: parts + [.text(")")])
  }

  /// Columns whose values have no limit.
  var wideColumns: [Column] { columns.filter { [.text, .json, .bytes].contains($0.kind) } }

  private func range(after key: [SQLValue]?, through last: [SQLValue]?) -> [SQL.Part] {
    var parts: [SQL.Part] = []
    if let key { parts += [.text(" WHERE (\(names(keys))) > (")] + list(key) + [.text(")")] }
    if let last {
      parts += [.text("\(key == nil ? " WHERE" : " AND") (\(names(keys))) <= (")] + list(last) + [.text(")")]
    }
    return parts
  }

  private func list(_ values: [SQLValue]) -> [SQL.Part] {
    var parts: [SQL.Part] = []
    for (index, value) in values.enumerated() {
      if index > 0 { parts.append(.text(", ")) }
      parts.append(.value(value))
    }
    return parts
  }

  private func names(_ columns: [Column]) -> String { columns.map(\.name).joined(separator: ", ") }
}

extension Migration {
  fileprivate var runsSQL: Bool { steps.contains { if case .run = $0 { true } else { false } } }
}

/// Why a deployment was not moved, and what to do. Holds no value of a row and no password.
package struct MoveError: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
