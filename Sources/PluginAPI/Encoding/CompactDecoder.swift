/// Reads what ``CompactEncoder`` wrote. Hostile bytes throw, they never trap.
package struct CompactDecoder: Sendable {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: ``CompactError`` when bytes are missing, left over or out of range.
  package mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let input = Input(bytes: bytes)
    let value = try Scanner(input: input).read(type)
    guard input.position == bytes.count else { throw CompactError.leftOver }
    return value
  }

  private final class Input {
    let bytes: [UInt8]
    var position = 0
    init(bytes: [UInt8]) { self.bytes = bytes }

    func byte() throws -> UInt8 {
      guard position < bytes.count else { throw CompactError.truncated }
      defer { position += 1 }
      return bytes[position]
    }

    func integer() throws -> Int64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let next = try byte()
        guard shift < 64 else { throw CompactError.outOfRange }
        value |= UInt64(next & 0x7F) << shift
        if next < 0x80 { break }
        shift += 7
      }
      return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    func text() throws -> String {
      let count = try integer()
      guard count >= 0, count <= bytes.count - position else { throw CompactError.truncated }
      defer { position += Int(count) }
      guard let text = String(validating: bytes[position..<position + Int(count)], as: UTF8.self) else {
        throw CompactError.outOfRange
      }
      return text
    }

    func flag() throws -> Bool {
      switch try byte() {
      case 0: false
      case 1: true
      default: throw CompactError.outOfRange
      }
    }
  }

  private struct Scanner: Decoder {
    let input: Input
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
      KeyedDecodingContainer(Keyed(scanner: self))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
      let count = try input.integer()
      guard count >= 0, count <= 64 else { throw CompactError.outOfRange }
      return Unkeyed(scanner: self, count: Int(count))
    }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(scanner: self) }

    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
      if type == RowID.self {
        var halves: (UInt64, UInt64) = (0, 0)
        for _ in 0..<8 { halves.0 = halves.0 << 8 | UInt64(try input.byte()) }
        for _ in 0..<8 { halves.1 = halves.1 << 8 | UInt64(try input.byte()) }
        if let id = RowID(high: halves.0, low: halves.1) as? Value { return id }
      }
      if type == LocalDate.self {
        let days = try input.integer()
        guard (-4_000_000...4_000_000).contains(days), let date = CompactDate.epoch.adding(days: Int(days)) as? Value
        else {
          throw CompactError.outOfRange
        }
        return date
      }
      return try Value(from: self)
    }
  }

  private struct Single: SingleValueDecodingContainer {
    let scanner: Scanner
    var codingPath: [any CodingKey] { [] }
    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) throws -> Bool { try scanner.input.flag() }
    func decode(_ type: String.Type) throws -> String { try scanner.input.text() }
    func decode(_ type: Double.Type) throws -> Double {
      Double(bitPattern: UInt64(bitPattern: try scanner.input.integer()))
    }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { UInt(UInt64(bitPattern: try scanner.input.integer())) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { UInt64(bitPattern: try scanner.input.integer()) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try scanner.read(type) }

    private func integer<Value: FixedWidthInteger>() throws -> Value {
      guard let value = Value(exactly: try scanner.input.integer()) else { throw CompactError.outOfRange }
      return value
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let scanner: Scanner
    var codingPath: [any CodingKey] { [] }
    // Only enumerations with values ask: the next text is the name of the case.
    var allKeys: [Key] { (try? scanner.input.text()).flatMap { Key(stringValue: $0) }.map { [$0] } ?? [] }
    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { false }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try scanner.read(type) }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
      try scanner.input.flag() ? scanner.read(type) : nil
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type) }
    private func optional<Value: Decodable>(_ type: Value.Type) throws -> Value? {
      try scanner.input.flag() ? scanner.read(type) : nil
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
      -> KeyedDecodingContainer<Nested>
    {
      scanner.container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try scanner.unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { scanner }
    func superDecoder(forKey key: Key) throws -> any Decoder { scanner }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let scanner: Scanner
    let count: Int?
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var isAtEnd: Bool { currentIndex >= (count ?? 0) }
    init(scanner: Scanner, count: Int) {
      self.scanner = scanner
      self.count = count
    }
    mutating func decodeNil() throws -> Bool { false }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      currentIndex += 1
      return try scanner.read(type)
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
      -> KeyedDecodingContainer<Nested>
    {
      currentIndex += 1
      return scanner.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try scanner.unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { scanner }
  }
}

/// Why compact bytes could not be read.
package enum CompactError: Error, Sendable {
  case truncated
  case leftOver
  case outOfRange
}
