/// A column of a result.
public struct PostgresColumn: Sendable, Hashable {
  /// The name that the query gives it.
  public let name: String
  /// The number of its type in `pg_type`.
  public let typeOID: UInt32

  /// A column of a result.
  public init(name: String, typeOID: UInt32) {
    self.name = name
    self.typeOID = typeOID
  }
}

/// What one statement returned.
///
/// The cells lie one after the other in one buffer as the server sent them and are decoded when they are read.
public struct PostgresResult: Sendable, Hashable {
  /// Where a cell lies in `bytes`; its length is negative if it is NULL.
  struct Cell: Sendable, Hashable {
    var start: UInt32
    var length: Int32
  }

  /// The columns; empty for a statement that returns no rows.
  public internal(set) var columns: [PostgresColumn] = []

  /// The number of rows inserted, updated, deleted or returned, as the server counts them; 0 for other statements.
  public internal(set) var affected = 0

  /// The number of rows returned.
  public internal(set) var rowCount = 0

  var cells: [Cell] = []
  var bytes: [UInt8] = []

  /// The rows returned.
  public var rows: Rows { Rows(result: self) }

  /// The place of the column with this name.
  public func columnIndex(_ name: String) -> Int? {
    columns.firstIndex { $0.name == name }
  }

  /// A cell, decoded by the type of its column. Like an array's subscript it traps outside of the rows and columns.
  public subscript(row: Int, column: Int) -> PostgresValue {
    withCell(row, column) { text in
      text.map { CellText($0).value(typeOID: columns[column].typeOID) } ?? .null
    }
  }

  /// Whether a cell is NULL.
  public func isNull(_ row: Int, _ column: Int) -> Bool {
    cells[row * columns.count + column].length < 0
  }

  /// A cell as the server wrote it; nil for NULL.
  public func text(_ row: Int, _ column: Int) -> String? {
    withCell(row, column) { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  private func withCell<Value>(_ row: Int, _ column: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> Value) -> Value {
    let cell = cells[row * columns.count + column]
    guard cell.length >= 0 else { return body(nil) }
    let start = Int(cell.start)
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<start + Int(cell.length)])) }
  }
}

extension PostgresResult {
  /// The rows of a result.
  public struct Rows: RandomAccessCollection, Sendable {
    let result: PostgresResult

    /// The first row's place.
    public var startIndex: Int { 0 }
    /// The number of rows.
    public var endIndex: Int { result.rowCount }

    /// A row.
    public subscript(row: Int) -> Row { Row(result: result, index: row) }
  }

  /// A row of a result: its values in the order of the columns.
  public struct Row: RandomAccessCollection, Sendable {
    let result: PostgresResult
    /// The row's place among the rows.
    public let index: Int

    /// The first column's place.
    public var startIndex: Int { 0 }
    /// The number of columns.
    public var endIndex: Int { result.columns.count }

    /// A value, decoded by the type of its column.
    public subscript(column: Int) -> PostgresValue { result[index, column] }

    /// The value of the column with this name; nil if there is no such column.
    public subscript(name: String) -> PostgresValue? {
      result.columnIndex(name).map { result[index, $0] }
    }
  }
}
