/// One word of a command. Any bytes are allowed; there is nothing to escape.
public enum RedisArgument: Sendable, Hashable {
  /// Text, sent as UTF-8.
  case string(String)
  /// Bytes as they are.
  case bytes([UInt8])
  /// A number, sent in decimal digits.
  case integer(Int)
}

extension RedisArgument: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  /// Text.
  public init(stringLiteral value: String) {
    self = .string(value)
  }

  /// A number.
  public init(integerLiteral value: Int) {
    self = .integer(value)
  }
}

extension RedisArgument {
  static let maximumCommandBytes = 8 * 1024 * 1024

  /// The command as it is sent: an array of bulk strings. Written here and not by hiredis, whose way of the same takes
  /// five allocations and two copies more.
  static func encode(_ arguments: [RedisArgument]) throws(RedisError) -> [UInt8] {
    var size = 16
    for argument in arguments { size += argument.sizeBound + 26 }
    guard size <= maximumCommandBytes else {
      throw .invalidCommand("expected at most \(maximumCommandBytes) bytes, found \(size)")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    bytes.append(UInt8(ascii: "*"))
    bytes.appendLine(arguments.count)
    for argument in arguments {
      bytes.append(UInt8(ascii: "$"))
      switch argument {
      case .string(let text):
        bytes.appendLine(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
      case .bytes(let value):
        bytes.appendLine(value.count)
        bytes.append(contentsOf: value)
      case .integer(let number):
        bytes.appendLine(number.digitCount)
        bytes.append(number)
      }
      bytes.appendLineEnd()
    }
    return bytes
  }

  private var sizeBound: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .bytes(let value): value.count
    case .integer: 20
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: Int) {
    var magnitude = number.magnitude
    if number < 0 { append(UInt8(ascii: "-")) }
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    self[start...].reverse()
  }

  fileprivate mutating func appendLine(_ number: Int) {
    append(number)
    appendLineEnd()
  }

  fileprivate mutating func appendLineEnd() {
    append(UInt8(ascii: "\r"))
    append(UInt8(ascii: "\n"))
  }
}

extension Int {
  fileprivate var digitCount: Int {
    var digits = self < 0 ? 2 : 1
    var rest = magnitude / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    return digits
  }
}
