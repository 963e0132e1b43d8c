import PluginAPI

/// Reads a table from one end to the other in key order, in parts that fit into memory.
struct MoveCursor {
  /// How many rows a part has at the most.
  static let rowLimit = 500
  /// How many characters and bytes of texts and bytes a part has, unless a single row has more.
  static let sizeLimit: Int64 = 4 << 20

  let database: any DatabaseDriver
  let table: MoveTable
  private(set) var position: [SQLValue]?
  private var part: ArraySlice<[SQLValue]> = []
  private var isAtEnd = false

  /// - Parameter position: the key after which to begin; nil begins at the beginning.
  init(_ database: any DatabaseDriver, _ table: MoveTable, after position: [SQLValue]? = nil) {
    self.database = database
    self.table = table
    self.position = position
  }

  /// The key of the last row of a table; nil when it is empty.
  static func end(of table: MoveTable, in database: any DatabaseDriver) async throws -> [SQLValue]? {
    guard let row = try await database.row(table.last) else { return nil }
    return try normalised(row, table.keys, of: table)
  }

  /// The next rows, their values by the columns' kinds; empty at the end.
  mutating func nextPart() async throws -> [[SQLValue]] {
    if isAtEnd { return [] }
    var last: [SQLValue]?
    if !table.wideColumns.isEmpty {
      let sizes = try await database.rows(table.sizes(after: position, limit: Self.rowLimit))
      var sum: Int64 = 0
      for row in sizes {
        sum += try row.get("roost_size", as: Int64.self)
        if last != nil, sum > Self.sizeLimit { break }
        last = try Self.normalised(row, table.keys, of: table)
      }
      if last == nil {
        isAtEnd = true
        return []
      }
    }
    let rows = try await database.rows(table.rows(after: position, through: last, limit: Self.rowLimit))
    isAtEnd = rows.isEmpty
    let values = try rows.map { try Self.normalised($0, table.columns, of: table) }
    if let end = values.last {
      position = zip(table.columns, end).filter(\.0.isPrimaryKey).map(\.1)
    }
    return values
  }

  /// The next row; nil at the end.
  mutating func next() async throws -> [SQLValue]? {
    if part.isEmpty { part = try await nextPart()[...] }
    return part.popFirst()
  }

  private static func normalised(_ row: Row, _ columns: [Column], of table: MoveTable) throws(MoveError) -> [SQLValue] {
    var values: [SQLValue] = []
    values.reserveCapacity(columns.count)
    for (column, raw) in zip(columns, row.raw) {
      guard let value = MoveValue.normalised(raw, column.kind) else {
        throw MoveError(
          "\(table.name).\(column.name) holds a value that is no \(column.kind), which only something else than Roost can "
            + "have written. Correct it in the source and run the command again.")
      }
      values.append(value)
    }
    return values
  }
}
