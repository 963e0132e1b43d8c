/// An answer of the server (RESP2).
public enum RedisReply: Sendable, Hashable {
  /// The null bulk string or null array: nothing is there.
  case null
  /// A status such as `OK`.
  case status(String)
  /// A 64-bit integer.
  case integer(Int)
  /// A bulk string: any bytes.
  case bytes([UInt8])
  /// Several answers in one.
  case array([RedisReply])
  /// An error that concerns the command alone: a word in capitals and an explanation, at most 500 characters. It may
  /// quote keys; do not log it where keys are secret.
  case error(String)

  /// The integer; nil for every other kind.
  public var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The bytes of a bulk string; nil for every other kind.
  public var bytes: [UInt8]? {
    if case .bytes(let value) = self { value } else { nil }
  }

  /// A status, or a bulk string that is UTF-8; nil for every other kind.
  public var string: String? {
    switch self {
    case .status(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    default: nil
    }
  }

  /// The elements of an array; nil for every other kind.
  public var array: [RedisReply]? {
    if case .array(let elements) = self { elements } else { nil }
  }
}
