/// A statement whose interpolated values are bound, never spliced: `"… WHERE id = \(id)"`.
///
/// Text comes from literals only. A ``Table`` is interpolated by name, which also tells the host what is read or written.
/// One text serves SQLite and PostgreSQL: upserts, CTEs and window functions are fine; engine functions, date arithmetic
/// and LIKE are not; sums are cast to BIGINT, and ordering states where NULLs go.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  package enum Part: Sendable, Hashable {
    case text(String)
    case value(SQLValue)
    case table(Table)
    /// For PostgreSQL alone: a lock clause, which SQLite has no need of.
    case postgres(String)
  }

  package var parts: [Part]

  package init(parts: [Part]) { self.parts = parts }

  public init(stringLiteral value: String) { parts = [.text(value)] }
  public init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

  /// Joins two pieces of a statement with a space.
  public static func + (left: SQL, right: SQL) -> SQL { SQL(parts: left.parts + [.text(" ")] + right.parts) }

  public struct Interpolation: StringInterpolationProtocol {
    var parts: [Part] = []
    public init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(interpolationCount * 2 + 1) }

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.text(literal)) }
    }

    public mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value) {
      parts.append(.value(value.sqlValue))
    }

    /// A value that may be absent, bound as NULL then.
    public mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
      parts.append(.value(value?.sqlValue ?? .null))
    }

    public mutating func appendInterpolation(_ table: Table) { parts.append(.table(table)) }

    public mutating func appendInterpolation(_ sql: SQL) { parts += sql.parts }

    /// A column list or another fixed piece of text, known at compile time.
    public mutating func appendInterpolation(raw text: StaticString) { parts.append(.text(text.description)) }

    package mutating func appendInterpolation(onPostgres text: StaticString) {
      parts.append(.postgres(text.description))
    }

    /// `IN (\(list: ids))`: one placeholder a value; an empty list becomes `NULL`, which nothing equals.
    public mutating func appendInterpolation<Value: SQLConvertible>(list values: [Value]) {
      if values.isEmpty { parts.append(.text("NULL")) }
      for (index, value) in values.enumerated() {
        if index > 0 { parts.append(.text(", ")) }
        parts.append(.value(value.sqlValue))
      }
    }
  }
}

extension SQL {
  /// How the two engines spell a placeholder.
  package enum Placeholder: Sendable {
    /// `?`, SQLite.
    case question
    /// `$1`, PostgreSQL.
    case numbered
  }

  /// The statement's text and the values to bind, in order.
  package func rendered(_ placeholder: Placeholder) -> (text: String, values: [SQLValue]) {
    var text = ""
    var values: [SQLValue] = []
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .table(let table): text += table.name
      case .postgres(let piece): if placeholder == .numbered { text += piece }
      case .value(let value):
        values.append(value)
        switch placeholder {
        case .question: text += "?"
        case .numbered: text += "$\(values.count)"
        }
      }
    }
    return (text, values)
  }

  /// The tables the statement names.
  package var tables: Set<String> {
    var names: Set<String> = []
    for case .table(let table) in parts { names.insert(table.name) }
    return names
  }
}
