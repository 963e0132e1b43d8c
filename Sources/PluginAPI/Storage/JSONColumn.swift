import Foundation

/// A Codable value in a `json` column, written canonically: sorted keys, no white space.
public struct JSONColumn<Value: Codable & Sendable>: SQLConvertible {
  public var value: Value
  public init(_ value: Value) { self.value = value }

  public var sqlValue: SQLValue { .json((try? CanonicalJSON.text(value)) ?? "null") }

  public init?(sqlValue: SQLValue) {
    guard let text = String(sqlValue: sqlValue), let value = try? CanonicalJSON.decode(Value.self, from: text) else {
      return nil
    }
    self.value = value
  }
}

/// One way to write JSON everywhere in the database, so that equal values are equal texts on both engines.
public enum CanonicalJSON {
  public static func text<Value: Encodable>(_ value: Value) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
