/// Rows that a statement carries, by column.
///
/// PostgreSQL takes each column as one array, so that any number of rows is one text with a few values; a value of its
/// own for each cell takes it twice as long. SQLite takes a placeholder for each.
package struct SQLRows: Sendable, Hashable {
  /// No cell is NULL.
  package enum Column: Sendable, Hashable {
    case texts([String])
    case integers([Int64])
    case bytes([[UInt8]])
    case ids([RowID])

    fileprivate subscript(row: Int) -> SQLValue {
      switch self {
      case .texts(let cells): .text(cells[row])
      case .integers(let cells): .integer(cells[row])
      case .bytes(let cells): .bytes(cells[row])
      case .ids(let cells): .uuid(cells[row])
      }
    }

    /// The array's type in PostgreSQL, whose element type it also tells.
    fileprivate var arrayType: StaticString {
      switch self {
      case .texts: "text[]"
      case .integers: "bigint[]"
      case .bytes: "bytea[]"
      case .ids: "uuid[]"
      }
    }
  }

  /// What is bound to a placeholder on PostgreSQL.
  package enum Bound: Sendable, Hashable {
    case value(SQLValue)
    case column(Column)
  }

  /// All that is bound to a statement, in order.
  package enum AllBound: Sendable {
    case values([SQLValue])
    case mixed([Bound])
  }

  /// A statement up to and with rows, which either engine spells when it runs it.
  struct Part: Sendable, Hashable {
    var text: StatementText
    var postgresText: StatementText?
    var values: [SQLValue]
    var rows: SQLRows
    var name: StatementText
  }

  private let columns: [Column]
  private let count: Int

  /// - Parameter count: how many rows; each column has as many cells.
  package init(count: Int, _ columns: Column...) {
    self.count = count
    self.columns = columns
  }

  /// A table whose columns are `column1`, `column2` …, as both engines call those of `VALUES`.
  func append(to text: inout StatementText, as name: StatementText) {
    text.append("(VALUES ")
    for row in 0..<count {
      text.append(row > 0 ? ", (" : "(")
      for column in columns.indices { text.append(column > 0 ? ", ?" : "?") }
      text.append(")")
    }
    text.append(") AS ")
    text.append(name)
  }

  /// Cell by cell.
  func append(to values: inout [SQLValue]) {
    values.reserveCapacity(values.count + count * columns.count)
    for row in 0..<count {
      for column in columns { values.append(column[row]) }
    }
  }

  /// The same table for PostgreSQL.
  func appendColumns(to text: inout StatementText, _ values: inout [Bound], as name: StatementText) {
    // One row is a table of constants, for which the server needs no function.
    if count == 1 {
      append(to: &text, as: name)
      values += columns.map { .value($0[0]) }
      return
    }
    text.append("unnest(")
    for (index, column) in columns.enumerated() {
      text.append(index > 0 ? ", ?::" : "?::")
      text.append(column.arrayType)
    }
    text.append(") AS ")
    text.append(name)
    for index in columns.indices { text.append("\(index > 0 ? ", " : "(")column\(index + 1)") }
    text.append(")")
    values += columns.map { .column($0) }
  }
}
