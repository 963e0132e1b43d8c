/// A statement that is prepared on a connection, or whose preparation is under way.
final class PreparedStatement {
  let text: String
  let types: [UInt32]
  let name: String
  /// With the final NUL, as libpq takes it at every use.
  let cName: [CChar]
  /// The number of the exchange that used it last.
  var lastUse: UInt64

  init(text: String, types: [UInt32], name: String, lastUse: UInt64) {
    self.text = text
    self.types = types
    self.name = name
    cName = Array(name.utf8CString)
    self.lastUse = lastUse
  }

  /// NULL has no type, so it fits any; other values need the very type, because some are sent in binary.
  func fits(_ values: [PostgresValue]) -> Bool {
    guard values.count == types.count else { return false }
    for (value, type) in zip(values, types) where value.typeOID != type && value != .null { return false }
    return true
  }
}

/// What a connection's server process knows.
struct PreparedStatements {
  private var byText: [String: [PreparedStatement]] = [:]
  private var names: Set<String> = []
  private(set) var count = 0

  func find(_ statement: PostgresStatement) -> PreparedStatement? {
    byText[statement.text]?.first { $0.fits(statement.values) }
  }

  /// A new entry under a name that follows from text and types, so that it is the same on every connection.
  mutating func add(_ text: String, _ types: [UInt32], lastUse: UInt64) -> PreparedStatement {
    var name = "s" + String(Self.hash(text, types), radix: 16)
    while names.contains(name) { name += "x" }
    let statement = PreparedStatement(text: text, types: types, name: name, lastUse: lastUse)
    insert(statement)
    return statement
  }

  mutating func insert(_ statement: PreparedStatement) {
    byText[statement.text, default: []].append(statement)
    names.insert(statement.name)
    count += 1
  }

  mutating func remove(_ statement: PreparedStatement) {
    guard var entries = byText[statement.text], let index = entries.firstIndex(where: { $0 === statement }) else {
      return
    }
    entries.remove(at: index)
    byText[statement.text] = entries.isEmpty ? nil : entries
    names.remove(statement.name)
    count -= 1
  }

  /// The statement unused for longest, if it was not used since the given exchange.
  func leastRecentlyUsed(before exchange: UInt64) -> PreparedStatement? {
    let oldest = byText.values.lazy.joined().min { $0.lastUse < $1.lastUse }
    return oldest.flatMap { $0.lastUse < exchange ? $0 : nil }
  }

  /// FNV-1a.
  private static func hash(_ text: String, _ types: [UInt32]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for type in types { hash = (hash ^ UInt64(type)) &* 0x100_0000_01B3 }
    return hash
  }
}
