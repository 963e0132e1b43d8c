/// Reads ASCII text from left to right without ever reading past its end.
struct TextCursor {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  var isAtEnd: Bool { position >= bytes.count }
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Consumes `byte` if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  /// Consumes the ASCII `text` if it comes next, else nothing.
  mutating func take(_ text: StaticString) -> Bool {
    let start = position
    let wanted = text.utf8CodeUnitCount
    guard bytes.count - start >= wanted else { return false }
    let matches = text.withUTF8Buffer { expected in
      expected.indices.allSatisfy { expected[$0] == bytes[start + $0] }
    }
    if matches { position = start + wanted }
    return matches
  }

  /// Consumes a number of exactly `count` digits.
  mutating func number(digits count: Int) -> Int? { number(digits: count...count) }

  /// Consumes as many digits as come next, which must be as many as `range` says.
  mutating func number(digits range: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      guard count < range.upperBound else {
        // A fixed-width field may be followed by another one; a field of free width may not.
        return range.lowerBound == range.upperBound ? value : nil
      }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      count += 1
      position += 1
    }
    return count >= range.lowerBound ? value : nil
  }

  /// Consumes bytes while they satisfy `condition`.
  mutating func prefix(while condition: (UInt8) -> Bool) -> [UInt8] {
    let start = position
    while let byte = peek, condition(byte) { position += 1 }
    return Array(bytes[start..<position])
  }
}

extension UInt8 {
  var isASCIILetter: Bool {
    (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z")) || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z"))
  }
  var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension Int {
  /// The number with at least `width` digits, zeros in front. For numbers that are not negative.
  func padded(_ width: Int) -> String {
    let digits = String(self)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
  }
}

/// Decodes a value that is stored as one string.
func decodeText<Value: LosslessStringConvertible>(
  _ type: Value.Type, expected: StaticString, from decoder: any Decoder
) throws -> Value {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  guard let value = Value(text) else {
    throw DecodingError.dataCorruptedError(
      in: container, debugDescription: "expected \(expected), found \"\(text.prefix(60))\"")
  }
  return value
}

/// Encodes a value as the string that describes it.
func encodeText(_ value: some LosslessStringConvertible, to encoder: any Encoder) throws {
  var container = encoder.singleValueContainer()
  try container.encode(value.description)
}
