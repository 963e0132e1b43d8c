/// Writes a Codable value by position, without names: what fits into Telegram's 64 bytes of callback data.
///
/// Fields stand in the order in which the type encodes them. Integers are zig-zag varints, texts are length-prefixed,
/// ids take 16 bytes, dates a varint, optionals a flag. Cases of enumerations with values are written by name.
package struct CompactEncoder {
  private final class Output {
    var bytes: [UInt8] = []
  }

  package init() {}

  package func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    let output = Output()
    try Writer(output: output).write(value)
    return output.bytes
  }

  private struct Writer: Encoder {
    let output: Output
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      KeyedEncodingContainer(Keyed(writer: self))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(writer: self) }
    func singleValueContainer() -> any SingleValueEncodingContainer { Single(writer: self) }

    func write<Value: Encodable>(_ value: Value) throws {
      switch value {
      case let id as RowID:
        for shift in stride(from: 56, through: 0, by: -8) {
          output.bytes.append(UInt8(truncatingIfNeeded: id.high >> UInt64(shift)))
        }
        for shift in stride(from: 56, through: 0, by: -8) {
          output.bytes.append(UInt8(truncatingIfNeeded: id.low >> UInt64(shift)))
        }
      case let date as LocalDate: write(integer: Int64(CompactDate.epoch.days(until: date)))
      case let array as [any Encodable]:
        write(integer: Int64(array.count))
        for element in array { try write(element) }
      default: try value.encode(to: self)
      }
    }

    func write(integer: Int64) {
      var rest = UInt64(bitPattern: (integer << 1) ^ (integer >> 63))
      while rest >= 0x80 {
        output.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      output.bytes.append(UInt8(rest))
    }

    func write(text: String) {
      write(integer: Int64(text.utf8.count))
      output.bytes += Array(text.utf8)
    }
  }

  private struct Single: SingleValueEncodingContainer {
    let writer: Writer
    var codingPath: [any CodingKey] { [] }
    mutating func encodeNil() throws { writer.output.bytes.append(0) }
    mutating func encode(_ value: Bool) throws { writer.output.bytes.append(value ? 1 : 0) }
    mutating func encode(_ value: String) throws { writer.write(text: value) }
    mutating func encode(_ value: Double) throws { writer.write(integer: Int64(bitPattern: value.bitPattern)) }
    mutating func encode(_ value: Float) throws { try encode(Double(value)) }
    mutating func encode(_ value: Int) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: Int8) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: Int16) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: Int32) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: Int64) throws { writer.write(integer: value) }
    mutating func encode(_ value: UInt) throws { writer.write(integer: Int64(bitPattern: UInt64(value))) }
    mutating func encode(_ value: UInt8) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: UInt16) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: UInt32) throws { writer.write(integer: Int64(value)) }
    mutating func encode(_ value: UInt64) throws { writer.write(integer: Int64(bitPattern: value)) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try writer.write(value) }
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: Writer
    var codingPath: [any CodingKey] { [] }
    mutating func encodeNil(forKey key: Key) throws { writer.output.bytes.append(0) }
    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try writer.write(value) }
    mutating func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
      writer.output.bytes.append(value == nil ? 0 : 1)
      if let value { try writer.write(value) }
    }
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value) }
    private func optional<Value: Encodable>(_ value: Value?) throws {
      writer.output.bytes.append(value == nil ? 0 : 1)
      if let value { try writer.write(value) }
    }
    // The case of an enumeration with values.
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
      -> KeyedEncodingContainer<Nested>
    {
      writer.write(text: key.stringValue)
      return writer.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { writer.unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { writer }
    mutating func superEncoder(forKey key: Key) -> any Encoder { writer }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let writer: Writer
    var codingPath: [any CodingKey] { [] }
    var count = 0
    init(writer: Writer) { self.writer = writer }
    mutating func encodeNil() throws { writer.output.bytes.append(0) }
    // A sequence of unknown length: a flag before each element; the reader stops at the end of the data.
    mutating func encode<Value: Encodable>(_ value: Value) throws { try writer.write(value) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
      writer.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    mutating func superEncoder() -> any Encoder { writer }
  }
}

enum CompactDate {
  // 2020-01-01: dates of today take two bytes.
  static let epoch = LocalDate(year: 2020, month: 1, day: 1) ?? .min
}
