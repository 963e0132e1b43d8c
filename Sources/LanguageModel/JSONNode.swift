import Foundation

/// A JSON value from outside: of any type, whatever was expected.
indirect enum JSONNode: Sendable, Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONNode])
  case object([String: JSONNode])

  /// Nil when it is no JSON, or nests deeper.
  init?(_ text: String, maximumDepth: Int) { self.init(Array(text.utf8), maximumDepth: maximumDepth) }

  /// The same from bytes.
  init?(_ bytes: [UInt8], maximumDepth: Int) {
    guard JSONText.isShallow(bytes, maximumDepth: maximumDepth),
      let node = try? JSONDecoder().decode(JSONNode.self, from: Data(bytes))
    else { return nil }
    self = node
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let items = try? value.decode([JSONNode].self) {
      self = .array(items)
    } else {
      self = .object(try value.decode([String: JSONNode].self))
    }
  }

  subscript(key: String) -> JSONNode? { if case .object(let fields) = self { fields[key] } else { nil } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var array: [JSONNode]? { if case .array(let items) = self { items } else { nil } }
  var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }

  /// A count: a whole number that makes sense as one.
  var count: Int? {
    guard case .number(let number) = self, number >= 0, number < 1e9 else { return nil }
    return Int(number)
  }

  /// An amount, also one written as a text.
  var amount: Double? {
    switch self {
    case .number(let number): number.isFinite && number >= 0 && number < 1e6 ? number : nil
    case .string(let text): Double(text).flatMap { $0.isFinite && $0 >= 0 && $0 < 1e6 ? $0 : nil }
    default: nil
    }
  }
}
