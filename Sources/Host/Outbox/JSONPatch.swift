import TelegramBotAPI

/// Small changes to a JSON object in bytes, without decoding it.
enum JSONPatch {
  /// Adds a key that the object does not have. `literal` is JSON of ours.
  static func adding(_ key: StaticString, _ literal: String, to object: [UInt8]) -> [UInt8] {
    guard let brace = object.firstIndex(of: UInt8(ascii: "{")) else { return object }
    let rest = object[(brace + 1)...]
    let isEmpty = rest.first { $0 != 0x20 } == UInt8(ascii: "}")
    return Array("{\"\(key)\":\(literal)\(isEmpty ? "" : ",")".utf8) + rest
  }

  /// Replaces or adds a key by decoding; for the rare case.
  static func setting(_ key: String, to literal: String, in object: [UInt8]) -> [UInt8] {
    guard case .object(var fields) = try? JSONValue(parsing: object),
      let value = try? JSONValue(parsing: Array(literal.utf8))
    else { return object }
    fields[key] = value
    return JSONValue.object(fields).jsonBytes()
  }
}
