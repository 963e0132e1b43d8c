/// One row of an answer; columns by name.
public struct Row: Sendable {
  private let columns: [String]
  private let values: [SQLValue]

  package init(columns: [String], values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// The value of a column.
  /// - Throws: ``RowError`` when there is no such column, or its value is of another type.
  public func get<Value: SQLConvertible>(_ column: String, as type: Value.Type = Value.self) throws(RowError) -> Value {
    guard let index = columns.firstIndex(of: column) else {
      throw RowError("no column \"\(column)\"; the row has \(columns.joined(separator: ", "))")
    }
    guard let value = Value(sqlValue: values[index]) else {
      throw RowError("column \"\(column)\": expected \(Value.self), found \(Self.typeName(values[index]))")
    }
    return value
  }

  /// A Codable value stored in a `json` column.
  public func json<Value: Codable & Sendable>(_ column: String, as type: Value.Type = Value.self) throws(RowError)
    -> Value
  {
    try get(column, as: JSONColumn<Value>.self).value
  }

  package var names: [String] { columns }
  package var raw: [SQLValue] { values }

  private static func typeName(_ value: SQLValue) -> String {
    switch value {
    case .null: "NULL"
    case .text: "text"
    case .integer: "an integer"
    case .real: "a double"
    case .bool: "a bool"
    case .bytes: "bytes"
    case .uuid: "a UUID"
    case .instant: "an instant"
    case .date: "a date"
    case .json: "JSON"
    }
  }
}

/// A row that does not look as the code expects. Never contains a stored value.
public struct RowError: Error, CustomStringConvertible {
  public let description: String
  package init(_ description: String) { self.description = description }
}

/// Something that answers questions to the database: a ``Turn``, or the read-only context of a pre-checkout.
public protocol DatabaseReading {
  /// All rows of a query, at most 10,000; more is an error, ask for less.
  func rows(_ sql: SQL) async throws -> [Row]
}

extension DatabaseReading {
  /// The first row, or nil.
  public func row(_ sql: SQL) async throws -> Row? { try await rows(sql).first }

  /// The first column of the first row, or nil when there is no row.
  public func value<Value: SQLConvertible>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> Value? {
    guard let row = try await rows(sql).first, let name = row.names.first else { return nil }
    return try row.get(name)
  }
}
