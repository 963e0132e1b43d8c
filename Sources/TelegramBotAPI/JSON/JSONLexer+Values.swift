extension JSONLexer {
  /// The bytes from `start` to `end` as an integer; nil if they are not an integer or do not fit.
  static func int(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard start < end, end <= bytes.count else { return nil }
    var index = start
    let negative = bytes[index] == 0x2D
    if negative { index += 1 }
    guard index < end else { return nil }
    if bytes[index] == 0x30, end - index > 1 { return nil }
    var result = 0
    while index < end {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.subtractingReportingOverflow(Int(digit))
      guard !overflow, !carry else { return nil }
      result = sum
      index += 1
    }
    // Counted downwards, because the smallest integer has no positive counterpart.
    if negative { return result }
    return result == .min ? nil : -result
  }

  /// The bytes from `start` to `end`, a number by the grammar, as a double; nil if it is infinite.
  static func double(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Double? {
    guard end - start <= 1024, let value = Double(text(bytes, start, end, escaped: false)), value.isFinite else {
      return nil
    }
    return value
  }

  /// The inside of a string literal. A lone surrogate and bytes that are not UTF-8 become U+FFFD; NUL stays.
  static func text(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, escaped: Bool) -> String {
    let inside = bytes.extracting(start..<end)
    if !escaped {
      return inside.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    var output: [UInt8] = []
    output.reserveCapacity(inside.count)
    var index = 0
    while index < inside.count {
      let byte = inside[index]
      if byte == 0x5C, index + 1 < inside.count {
        unescape(inside, &index, into: &output)
      } else {
        output.append(byte)
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func unescape(_ bytes: Span<UInt8>, _ index: inout Int, into output: inout [UInt8]) {
    let letter = bytes[index + 1]
    index += 2
    switch letter {
    case 0x62: output.append(0x08)
    case 0x66: output.append(0x0C)
    case 0x6E: output.append(0x0A)
    case 0x72: output.append(0x0D)
    case 0x74: output.append(0x09)
    case 0x75: appendScalar(codePoint(bytes, &index), to: &output)
    default: output.append(letter)
    }
  }

  /// The code point whose four digits stand at `index`, joined with a low surrogate that follows.
  private static func codePoint(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt32 {
    let unit = codeUnit(bytes, index)
    index = min(index + 4, bytes.count)
    guard unit >= 0xD800, unit < 0xDC00, index + 5 < bytes.count, bytes[index] == 0x5C, bytes[index + 1] == 0x75
    else { return unit }
    let low = codeUnit(bytes, index + 2)
    guard low >= 0xDC00, low < 0xE000 else { return unit }
    index += 6
    return 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
  }

  private static func codeUnit(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
    guard start + 4 <= bytes.count else { return 0xFFFD }
    var unit: UInt32 = 0
    for index in start..<(start + 4) {
      guard let digit = hexValue(bytes[index]) else { return 0xFFFD }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func appendScalar(_ value: UInt32, to output: inout [UInt8]) {
    output.append(
      contentsOf: Unicode.UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? Unicode.UTF8.encodedReplacementCharacter)
  }
}
