/// The grammar of JSON over bytes. Two strictnesses: the plain functions check everything, the `…Loosely` ones only
/// find where a value ends, so that one broken element of an array cannot take its neighbours along.
enum JSONLexer {
  /// How deep objects and arrays may be nested.
  static let depthLimit = 64

  @inline(__always)
  static func skipSpace(_ bytes: Span<UInt8>, _ index: inout Int) {
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      index += 1
    }
  }

  /// Moves over `byte` or throws that `expected` is not there.
  @inline(__always)
  static func take(
    _ byte: UInt8, _ expected: StaticString, _ bytes: Span<UInt8>, _ index: inout Int
  ) throws(JSONFault) {
    guard index < bytes.count else { throw JSONFault(.truncated) }
    guard bytes[index] == byte else { throw JSONFault(.syntax(expected: expected.description, offset: index)) }
    index += 1
  }

  /// From an opening quote to behind the closing one. True if there are escapes inside.
  static func skipString(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Bool {
    try take(0x22, "a string", bytes, &index)
    var escaped = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x22 {
        index += 1
        return escaped
      }
      if byte == 0x5C {
        escaped = true
        try skipEscape(bytes, &index)
      } else if byte < 0x20 {
        throw JSONFault(.syntax(expected: "an escaped control character", offset: index))
      } else {
        index += 1
      }
    }
    throw JSONFault(.truncated)
  }

  private static func skipEscape(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    guard index + 1 < bytes.count else { throw JSONFault(.truncated) }
    switch bytes[index + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      index += 2
    case 0x75:
      guard index + 5 < bytes.count else { throw JSONFault(.truncated) }
      for digit in (index + 2)...(index + 5) where hexValue(bytes[digit]) == nil {
        throw JSONFault(.syntax(expected: "four hexadecimal digits", offset: digit))
      }
      index += 6
    default:
      throw JSONFault(.syntax(expected: "an escape sequence", offset: index))
    }
  }

  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }

  /// Over a number. True if it is written as an integer.
  static func skipNumber(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Bool {
    if index < bytes.count, bytes[index] == 0x2D { index += 1 }
    guard index < bytes.count else { throw JSONFault(.truncated) }
    if bytes[index] == 0x30 {
      index += 1
    } else {
      try skipDigits(bytes, &index)
    }
    var isInteger = true
    if index < bytes.count, bytes[index] == 0x2E {
      isInteger = false
      index += 1
      try skipDigits(bytes, &index)
    }
    if index < bytes.count, bytes[index] | 0x20 == 0x65 {
      isInteger = false
      index += 1
      if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
      try skipDigits(bytes, &index)
    }
    return isInteger
  }

  private static func skipDigits(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    let start = index
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
    guard index > start else {
      if index == bytes.count { throw JSONFault(.truncated) }
      throw JSONFault(.syntax(expected: "a digit", offset: index))
    }
  }

  static func skipWord(_ word: StaticString, _ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    guard matches(word, bytes, index, min(index + word.utf8CodeUnitCount, bytes.count)) else {
      throw JSONFault(.syntax(expected: word.description, offset: index))
    }
    index += word.utf8CodeUnitCount
  }

  /// Whether the bytes from `start` to `end` are exactly `text`.
  @inline(__always)
  static func matches(_ text: StaticString, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard end - start == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { expected in
      for offset in 0..<expected.count where bytes[start + offset] != expected[offset] { return false }
      return true
    }
  }
}
