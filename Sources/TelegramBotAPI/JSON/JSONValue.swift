/// Any JSON value. What the Bot API adds after this library was generated is kept in one of these.
///
/// Strings keep NUL (`\u0000`); lone surrogates and invalid UTF-8 become U+FFFD when parsed. Of members with the same
/// key the first counts. Integers that do not fit 64 bits become doubles.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number written as an integer that fits 64 bits.
  case int(Int)
  /// Any other finite number.
  case double(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object; the order of members is not kept.
  case object([String: JSONValue])

  /// The member called `key`, if this is an object that has one.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The element at `index`, if this is an array that long.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  /// Whether this is null.
  public var isNull: Bool { self == .null }
  /// The boolean, if this is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The integer, if this is one, also if written as `2.0`.
  public var int: Int? {
    switch self {
    case .int(let value): value
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }
  /// The number, if this is one.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }
  /// The string, if this is one.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The elements, if this is an array.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  /// The members, if this is an object.
  public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }

  /// What kind of value this is, for messages.
  public var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .int: "an integer"
    case .double: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: JSONReadable {
  /// Any value. Throws only for a number beyond the range of a double.
  public init(json: JSONNode) throws(JSONFault) {
    switch json.kind {
    case .null: self = .null
    case .yes: self = .bool(true)
    case .no: self = .bool(false)
    case .string, .escapedString: self = .string(json.string ?? "")
    case .integer, .number:
      if json.kind == .integer, let value = json.int {
        self = .int(value)
      } else {
        self = .double(try Double(json: json))
      }
    case .array: self = .array(try [JSONValue](json: json))
    case .object:
      var members: [String: JSONValue] = [:]
      for (key, value) in json.members where members[key] == nil {
        members[key] = try JSONValue(json: value)
      }
      self = .object(members)
    }
  }
}

extension JSONValue: JSONWritable {
  /// Compact JSON, object keys in ascending order of their UTF-8 bytes.
  public func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.append(raw: "null")
    case .bool(let value): value.write(to: &json)
    case .int(let value): value.write(to: &json)
    case .double(let value): value.write(to: &json)
    case .string(let value): value.write(to: &json)
    case .array(let value): value.write(to: &json)
    case .object(let members):
      json.open()
      for (key, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        json.separate()
        json.append(string: key)
        json.append(raw: ":")
        value.write(to: &json)
      }
      json.close()
    }
  }
}
