/// A statement whose interpolated values are bound, never spliced: `"… WHERE id = \(id)"`.
///
/// Text comes from literals only. A ``Table`` is interpolated by name, which also tells the host what is read or written.
/// One text serves SQLite and PostgreSQL: upserts, CTEs and window functions are fine; engine functions, date arithmetic
/// and LIKE are not; sums are cast to BIGINT, and ordering states where NULLs go.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// What comes after the last ``SQLRows``, with a `?` for each value: as SQLite takes it, so that nothing is left to do
  /// there.
  private var text: StatementText
  private var bound: [SQLValue] = []
  private var tableNames: [String] = []
  /// The same for PostgreSQL, where it has more to say.
  private var postgresText: StatementText?
  /// What comes before, up to and with rows. Most statements have none.
  private var rowParts: [SQLRows.Part] = []

  public init(stringLiteral value: String) { text = StatementText(value) }
  public init(stringInterpolation: Interpolation) { self = stringInterpolation.sql }

  /// Joins two pieces of a statement with a space.
  public static func + (left: SQL, right: SQL) -> SQL {
    var sql = left
    sql.append(" ")
    sql.append(right)
    return sql
  }

  public struct Interpolation: StringInterpolationProtocol {
    var sql: SQL

    public init(literalCapacity: Int, interpolationCount: Int) {
      sql = SQL(stringLiteral: "")
      sql.text.reserveCapacity(literalCapacity + interpolationCount * 12)
      sql.bound.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) { sql.append(literal) }

    public mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value) { sql.append(value.sqlValue) }

    /// A value that may be absent, bound as NULL then.
    public mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
      sql.append(value?.sqlValue ?? .null)
    }

    public mutating func appendInterpolation(_ table: Table) { sql.append(table) }

    public mutating func appendInterpolation(_ sql: SQL) { self.sql.append(sql) }

    /// A column list or another fixed piece of text, known at compile time.
    public mutating func appendInterpolation(raw text: StaticString) { sql.append(text) }

    /// For PostgreSQL alone: a lock clause, which SQLite has no need of.
    package mutating func appendInterpolation(onPostgres text: StaticString) {
      var longer = sql.postgresText ?? sql.text
      longer.append(text)
      sql.postgresText = longer
    }

    /// Rows to select from, as a table with the name given and the columns `column1`, `column2` ….
    package mutating func appendInterpolation(_ rows: SQLRows, as name: StaticString) { sql.append(rows, as: name) }

    /// `IN (\(list: ids))`: one placeholder a value; an empty list becomes `NULL`, which nothing equals.
    public mutating func appendInterpolation<Value: SQLConvertible>(list values: [Value]) {
      if values.isEmpty { sql.append("NULL") }
      for (index, value) in values.enumerated() {
        if index > 0 { sql.append(", ") }
        sql.append(value.sqlValue)
      }
    }
  }
}

/// A statement of every turn, whose text is put together once: written with a `?` for each value.
package struct SQLTemplate: Sendable, ExpressibleByStringInterpolation {
  private let sql: SQL

  package init(stringLiteral value: String) { sql = SQL(stringLiteral: value) }
  package init(stringInterpolation: SQL.Interpolation) { sql = stringInterpolation.sql }

  /// - Parameter values: one for each `?`, in their order.
  package func callAsFunction(_ values: SQLValue...) -> SQL { sql.binding(values) }
}

// MARK: Pieces

extension SQL {
  /// A piece of a statement that the host puts together at run time.
  package enum Part: Sendable, Hashable {
    case text(String)
    case value(SQLValue)
    case table(Table)
  }

  package init(parts: [Part]) {
    self.init(stringLiteral: "")
    for part in parts {
      switch part {
      case .text(let piece): append(piece)
      case .value(let value): append(value)
      case .table(let table): append(table)
      }
    }
  }

  fileprivate func binding(_ values: [SQLValue]) -> SQL {
    var sql = self
    sql.bound = values
    return sql
  }

  private mutating func append(_ piece: String) {
    text.append(piece)
    postgresText?.append(piece)
  }

  private mutating func append(_ piece: StaticString) {
    text.append(piece)
    postgresText?.append(piece)
  }

  private mutating func append(_ value: SQLValue) {
    text.append(UInt8(ascii: "?"))
    postgresText?.append(UInt8(ascii: "?"))
    bound.append(value)
  }

  private mutating func append(_ table: Table) {
    append(table.name)
    tableNames.append(table.name)
  }

  private mutating func append(_ rows: SQLRows, as name: StaticString) {
    rowParts.append(
      SQLRows.Part(text: text, postgresText: postgresText, values: bound, rows: rows, name: StatementText(name)))
    (text, postgresText, bound) = (StatementText(""), nil, [])
  }

  private mutating func append(_ sql: SQL) {
    for part in sql.rowParts {
      append(part.text, part.postgresText, part.values)
      rowParts.append(
        SQLRows.Part(text: text, postgresText: postgresText, values: bound, rows: part.rows, name: part.name))
      (text, postgresText, bound) = (StatementText(""), nil, [])
    }
    append(sql.text, sql.postgresText, sql.bound)
    tableNames += sql.tableNames
  }

  private mutating func append(_ piece: StatementText, _ postgresPiece: StatementText?, _ values: [SQLValue]) {
    if let postgresPiece {
      var longer = postgresText ?? text
      longer.append(postgresPiece)
      postgresText = longer
    } else {
      postgresText?.append(piece)
    }
    text.append(piece)
    bound += values
  }
}

// MARK: Rendering

extension SQL {
  /// As SQLite takes it: a `?` for each value.
  package var sqlite: (text: StatementText, values: [SQLValue]) {
    if rowParts.isEmpty { return (text, bound) }
    var whole = (text: StatementText(""), values: [SQLValue]())
    for part in rowParts {
      whole.text.append(part.text)
      whole.values += part.values
      part.rows.append(to: &whole.text, as: part.name)
      part.rows.append(to: &whole.values)
    }
    whole.text.append(text)
    return (whole.text, whole.values + bound)
  }

  /// As PostgreSQL takes it: placeholders are `$1`, `$2` …
  package var postgres: (text: String, values: SQLRows.AllBound) {
    if rowParts.isEmpty { return (NumberedText.of(postgresText ?? text), .values(bound)) }
    var whole = (text: StatementText(""), values: [SQLRows.Bound]())
    for part in rowParts {
      whole.text.append(part.postgresText ?? part.text)
      whole.values += part.values.map { .value($0) }
      part.rows.appendColumns(to: &whole.text, &whole.values, as: part.name)
    }
    whole.text.append(postgresText ?? text)
    return (NumberedText.of(whole.text), .mixed(whole.values + bound.map { .value($0) }))
  }

  /// The tables the statement names.
  package var tables: Set<String> { Set(tableNames) }
}
