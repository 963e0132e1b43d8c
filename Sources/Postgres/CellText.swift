/// A cell in PostgreSQL's text notation.
struct CellText {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The value by its type; a text where the cell does not read as its type says.
  func value(typeOID: UInt32) -> PostgresValue {
    switch typeOID {
    case TypeOID.int8, TypeOID.int4, TypeOID.int2: integer.map(PostgresValue.int) ?? .text(text)
    case TypeOID.bool: bytes.count == 1 ? .bool(bytes.first == UInt8(ascii: "t")) : .text(text)
    case TypeOID.float8, TypeOID.float4: Double(text).map(PostgresValue.double) ?? .text(text)
    case TypeOID.bytea: .bytes(hexBytes ?? escapedBytes)
    case TypeOID.uuid: .uuid(text)
    case TypeOID.date: .date(text)
    case TypeOID.json, TypeOID.jsonb: .json(text)
    default: .text(text)
    }
  }

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  private var integer: Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes[...]
    guard !digits.isEmpty else { return nil }
    // Counted downwards, because the least number has no positive counterpart.
    var number: Int64 = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      let (product, overflows) = number.multipliedReportingOverflow(by: 10)
      let (difference, underflows) = product.subtractingReportingOverflow(Int64(digit - 0x30))
      if overflows || underflows { return nil }
      number = difference
    }
    if isNegative { return number }
    return number == .min ? nil : -number
  }

  /// `\x` and two digits a byte, the notation since PostgreSQL 9.0.
  private var hexBytes: [UInt8]? {
    guard bytes.count >= 2, bytes.count % 2 == 0, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "x") else {
      return nil
    }
    let count = (bytes.count - 2) / 2
    var isHex = true
    let decoded = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      Self.digits.withUnsafeBufferPointer { digits in
        var bad: UInt8 = 0
        for index in 0..<count {
          let high = digits[Int(bytes[2 * index + 2])]
          let low = digits[Int(bytes[2 * index + 3])]
          bad |= (high | low) & 0xF0
          target[index] = high << 4 | low & 0x0F
        }
        isHex = bad == 0
      }
      initialized = count
    }
    return isHex ? decoded : nil
  }

  /// The value of each hexadecimal digit; 0xFF for other characters.
  private static let digits: [UInt8] = (0...255).map { character in
    UInt8(Character(UnicodeScalar(UInt8(character))).hexDigitValue ?? 0xFF)
  }

  /// The notation of `bytea_output = escape`: `\\` and `\ooo` for three octal digits.
  private var escapedBytes: [UInt8] {
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 3 < bytes.count, bytes[(index + 1)...(index + 3)].allSatisfy(Self.isOctal)
      {
        let value = bytes[(index + 1)...(index + 3)].reduce(0) { $0 << 3 | Int($1 & 7) }
        decoded.append(UInt8(truncatingIfNeeded: value))
        index += 4
      } else {
        let isEscape = byte == UInt8(ascii: "\\") && index + 1 < bytes.count
        decoded.append(isEscape ? bytes[index + 1] : byte)
        index += isEscape ? 2 : 1
      }
    }
    return decoded
  }

  private static func isOctal(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x37 }
}
