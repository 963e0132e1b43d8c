import PluginAPI

/// Values as both engines must agree on them.
enum MoveValue {
  /// The value of a column as the column's kind says, whichever engine it was read from: SQLite keeps a bool as 0 or 1, and
  /// dates and UUIDs as text.
  /// - Returns: nil when it does not fit the kind.
  static func normalised(_ raw: SQLValue, _ kind: Column.Kind) -> SQLValue? {
    if case .null = raw { return raw }
    switch kind {
    case .text: return String(sqlValue: raw).map { .text($0) }
    case .json: return String(sqlValue: raw).map { .json($0) }
    case .int64, .instant: return Int64(sqlValue: raw).map { .integer($0) }
    case .double: return Double(sqlValue: raw).map { .real($0) }
    case .bool: return Bool(sqlValue: raw).map { .bool($0) }
    case .uuid: return RowID(sqlValue: raw).map { .uuid($0) }
    case .date: return LocalDate(sqlValue: raw).map { .date($0) }
    case .bytes: return [UInt8](sqlValue: raw).map { .bytes($0) }
    }
  }

  /// Appends a value so that two rows give the same bytes only if they hold the same: its kind, its length, its content.
  ///
  /// Texts count by their bytes, since two texts that Swift calls equal may be written differently.
  static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(0)
    case .text(let text): append(1, text.utf8, to: &bytes)
    case .json(let text): append(2, text.utf8, to: &bytes)
    case .integer(let number): append(3, UInt64(bitPattern: number).bigEndianBytes, to: &bytes)
    case .instant(let instant): append(3, UInt64(bitPattern: instant.microseconds).bigEndianBytes, to: &bytes)
    case .real(let number):
      // SQLite keeps -0.0 as the integer 0, which is the same number.
      let pattern = number == 0 ? 0 : number.isNaN ? Double.nan.bitPattern : number.bitPattern
      append(4, pattern.bigEndianBytes, to: &bytes)
    case .bool(let flag): append(5, [flag ? 1 : 0], to: &bytes)
    case .uuid(let id): append(6, id.high.bigEndianBytes + id.low.bigEndianBytes, to: &bytes)
    case .date(let date): append(7, date.description.utf8, to: &bytes)
    case .bytes(let content): append(8, content, to: &bytes)
    }
  }

  private static func append(_ tag: UInt8, _ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(tag)
    bytes += UInt64(content.count).bigEndianBytes
    bytes += content
  }
}

extension UInt64 {
  fileprivate var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) } }
}
