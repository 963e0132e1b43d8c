/// A 128-bit identifier, a UUID of version 7: time first, so that rows made later sort later.
///
/// Made by ``Turn/newID()``, equal in every attempt of the same turn, so no write needs an answer from the database.
public struct RowID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Builds a version 7 UUID (RFC 9562 §5.7) from a time and 74 random bits.
  package init(milliseconds: Int64, randomA: UInt64, randomB: UInt64) {
    high = UInt64(truncatingIfNeeded: milliseconds) << 16 | 0x7000 | (randomA & 0x0FFF)
    low = 0x8000_0000_0000_0000 | (randomB & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Reads the canonical text form, upper or lower case; nil for anything else.
  public init?(_ text: String) {
    var digits: (UInt64, UInt64) = (0, 0)
    var count = 0
    for (index, byte) in text.utf8.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == 0x2D else { return nil }
        continue
      }
      guard count < 32, let nibble = Self.nibble(byte) else { return nil }
      if count < 16 { digits.0 = digits.0 << 4 | nibble } else { digits.1 = digits.1 << 4 | nibble }
      count += 1
    }
    guard count == 32 else { return nil }
    self.init(high: digits.0, low: digits.1)
  }

  private static func nibble(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x41...0x46: UInt64(byte - 0x41 + 10)
    case 0x61...0x66: UInt64(byte - 0x61 + 10)
    default: nil
    }
  }

  /// The canonical text form, lower case, as both databases store it.
  public var description: String {
    String(unsafeUninitializedCapacity: Self.length) { buffer in
      write(to: buffer)
      return Self.length
    }
  }

  /// Bytes of the canonical text form.
  package static let length = 36

  /// Writes the canonical text form into at least ``length`` bytes.
  package func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
    var position = 0
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 {
        buffer[position] = 0x2D
        position += 1
      }
      let half = index < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: half >> UInt64((15 - index % 16) * 4)) & 0xF
      buffer[position] = nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
      position += 1
    }
  }

  public static func < (left: RowID, right: RowID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = RowID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected a UUID")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
