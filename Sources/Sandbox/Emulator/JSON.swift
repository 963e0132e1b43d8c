import CivilTime
package import TelegramBotAPI

/// Fields of a Bot API object, as they go over the wire.
package typealias Fields = [String: JSONValue]

extension Fields {
  /// Sets `name` unless the value is absent.
  mutating func add(_ name: String, _ value: JSONValue?) {
    if let value { self[name] = value }
  }

  mutating func add(_ name: String, text: String?) {
    if let text { self[name] = .string(text) }
  }
}

extension JSONValue {
  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

/// The one place where JSON text is read and written.
enum JSON {
  static func parse(_ bytes: [UInt8]) -> JSONValue? {
    guard let node = try? JSONNode(parsing: bytes) else { return nil }
    return try? JSONValue(json: node)
  }

  static func parse(_ text: String) -> JSONValue? { parse(Array(text.utf8)) }
}

extension Instant {
  /// Seconds since the epoch, the unit of Telegram's dates.
  var seconds: Int { Int(unixSeconds) }
  /// Milliseconds since the epoch, the unit of the chat page.
  var milliseconds: Int { Int(microseconds / 1000) }
}
