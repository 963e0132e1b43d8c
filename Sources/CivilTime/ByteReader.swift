/// Reads big-endian numbers from bytes of unknown origin; every read checks that they are there.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }

  mutating func take(_ count: Int) throws(TZifError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw .truncated(needed: count, left: remaining, at: position) }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  mutating func skip(_ count: Int) throws(TZifError) { _ = try take(count) }

  mutating func byte() throws(TZifError) -> UInt8 { try take(1).first ?? 0 }

  mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws(TZifError) -> Number {
    try take(Number.bitWidth / 8).reduce(0) { value, byte in value << 8 | Number(truncatingIfNeeded: byte) }
  }

  mutating func rest() throws(TZifError) -> ArraySlice<UInt8> { try take(remaining) }
}
