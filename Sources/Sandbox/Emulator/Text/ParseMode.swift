import TelegramBotAPI

/// A text with markup as clients send it, turned into plain text and entities.
enum ParseMode {
  static func parse(_ text: String, mode: String) throws(APIError) -> (text: String, entities: [JSONValue]) {
    switch mode.lowercased() {
    case "": return (text, [])
    case "html": return try MarkupHTML.parse(text)
    case "markdownv2": return try MarkupMarkdown.parse(text)
    case "markdown": return try LegacyMarkdown.parse(text)
    default: throw .bad("unsupported parse_mode")
    }
  }

  static func failure(_ text: String) -> APIError { .bad("can't parse entities: \(text)") }
}

/// Text that grows while entities are opened and closed on it.
struct MarkupBuilder {
  var units: [UInt16] = []
  var entities: [JSONValue] = []

  mutating func append(_ scalar: Unicode.Scalar) { units.append(contentsOf: String(scalar).utf16) }

  mutating func close(_ type: String, from start: Int, details: Fields = [:]) {
    guard units.count > start else { return }
    entities.append(TextEntity(type: type, start: start, end: units.count, details: details).json)
  }

  var result: (text: String, entities: [JSONValue]) { (String(decoding: units, as: UTF16.self), entities) }
}
