import TelegramBotAPI

/// The parameters of one call, read as loosely as Telegram's server does: a client that sends forms sends everything
/// as text, numbers as digits and objects as JSON.
struct Arguments: Sendable {
  var values: Fields
  var attachments: [String: Attachment] = [:]

  func has(_ name: String) -> Bool { values[name].map { !$0.isNull } ?? false }

  func string(_ name: String) -> String? {
    switch values[name] {
    case .string(let text): text
    case .int(let value): String(value)
    default: nil
    }
  }

  func integer(_ name: String) -> Int? {
    switch values[name] {
    case .string(let text): Int(text)
    case let value: value?.int
    }
  }

  func number(_ name: String) -> Double? {
    switch values[name] {
    case .string(let text): Double(text)
    case let value: value?.double
    }
  }

  func flag(_ name: String) -> Bool {
    switch values[name] {
    case .bool(let value): value
    case .int(let value): value != 0
    case .string(let text): ["true", "yes", "1"].contains(text.lowercased())
    default: false
    }
  }

  func array(_ name: String) throws(APIError) -> [JSONValue]? {
    guard let value = structure(name) else { return nil }
    guard let items = value.array else { throw .bad("can't parse \(name): expected an Array") }
    return items
  }

  func object(_ name: String) throws(APIError) -> Fields? {
    guard let value = structure(name) else { return nil }
    guard let fields = value.object else { throw .bad("can't parse \(name): expected an Object") }
    return fields
  }

  /// An object or array, also when it came as JSON text.
  func structure(_ name: String) -> JSONValue? {
    switch values[name] {
    case nil, .null: nil
    case .string(let text): text.isEmpty ? nil : JSON.parse(text) ?? .string(text)
    case let value: value
    }
  }
}
