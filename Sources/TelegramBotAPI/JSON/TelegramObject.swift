/// What every generated type is: a value that reads and writes itself as JSON.
///
/// `Codable` is there for storing such values and goes through `JSONValue`; use `init(parsing:)` and `jsonBytes()`
/// where speed counts. Two values are equal if they write the same JSON and carry the same files.
public protocol TelegramObject: JSONReadable, JSONWritable, Codable, Hashable, Sendable {}

extension TelegramObject {
  /// Reads the value from any decoder.
  public init(from decoder: any Decoder) throws {
    let bytes = try JSONValue(from: decoder).jsonBytes()
    do {
      try self.init(parsing: bytes)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
    }
  }

  /// Writes the value to any encoder.
  public func encode(to encoder: any Encoder) throws {
    try JSONValue(parsing: jsonBytes()).encode(to: encoder)
  }
}

// Equality by what is written: derived equality of all generated types would take a third of the time that this module
// takes to compile.
extension TelegramObject {
  /// Whether both write the same JSON with the same files.
  public static func == (left: Self, right: Self) -> Bool { JSONWriter.areEqual(left, right) }
  /// Hashes the JSON.
  public func hash(into hasher: inout Hasher) { hasher.combine(jsonBytes()) }
}

/// A string with documented values. Unknown ones are kept as they are, so an addition of Telegram never fails decoding.
public protocol TelegramString: TelegramObject, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
  /// Any string, documented or not.
  init(rawValue: String)
}

extension TelegramString {
  /// Any string.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  /// A JSON string.
  public init(json: JSONNode) throws(JSONFault) { self.init(rawValue: try String(json: json)) }
  /// A JSON string.
  public func write(to json: inout JSONWriter) { rawValue.write(to: &json) }
  /// The string itself.
  public var description: String { rawValue }
  /// Whether the strings are the same.
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  /// Hashes the string.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Holds the fields of a large or recursive type on the heap. Immutable, so sharing it keeps value semantics.
final class Box<Value: Sendable>: Sendable {
  let value: Value

  // Not inlined: the generated setters would repeat the copying of up to 120 fields each.
  @inline(never)
  init(_ value: Value) { self.value = value }

  @inline(never)
  func copy() -> Value { value }
}
