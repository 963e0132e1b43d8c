import TelegramBotAPI

/// What the Bot API's own description says about methods and parameters.
enum Schema {
  private static let names: [String: String] = Dictionary(
    BotAPISchema.methods.keys.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

  /// The method's documented name; Telegram does not care about the case.
  static func method(_ name: String) -> String? {
    BotAPISchema.methods[name] != nil ? name : names[name.lowercased()]
  }

  /// Whether the method answers nothing but `true`.
  static func answersTrue(_ method: String) -> Bool { BotAPISchema.methods[method]?.returns == [.boolean] }

  /// The parameters in their documented types. A form sends everything as text, and Telegram takes a number for a text
  /// and the reverse; a file that came under the parameter's own name counts as its value.
  static func typed(_ values: Fields, attachments: [String: Attachment], of method: String) -> Fields {
    var result = values
    for field in BotAPISchema.methods[method]?.fields ?? [] {
      if let value = values[field.name] {
        result[field.name] = typed(value, field.types)
      } else if attachments[field.name] != nil {
        result[field.name] = .string("attach://\(field.name)")
      }
    }
    return result
  }

  private static func typed(_ value: JSONValue, _ types: [BotAPISchema.FieldType]) -> JSONValue {
    switch value {
    case .string(let text):
      if types.contains(.integer), let number = Int(text) { return .int(number) }
      if types.contains(.string) { return value }
      if types.contains(.float), let number = Double(text), number.isFinite { return .double(number) }
      if types.contains(.boolean) { return .bool(["true", "yes", "1"].contains(text.lowercased())) }
      if text.isEmpty { return .null }
      if types.contains(.integer) { return value }
      return JSON.parse(text) ?? value
    case .int(let number):
      if types == [.string] { return .string(String(number)) }
      return types == [.boolean] ? .bool(number != 0) : value
    default: return value
    }
  }

  /// What is wrong with a call's parameters by the documentation, if anything is. That a parameter is missing is left
  /// to the method, which has Telegram's own words for it.
  static func problem(_ values: Fields, of method: String, rejectsUnknown: Bool) -> String? {
    BotAPISchema.problems(in: .object(values), of: method).first { problem in
      if !rejectsUnknown, problem.hasSuffix(": unknown") { return false }
      return !(problem.hasSuffix(": required, but missing") && !problem.prefix { $0 != ":" }.contains("."))
    }
  }

  /// The required parameters that a call lacks.
  static func missing(_ values: Fields, of method: String) -> [String] {
    (BotAPISchema.methods[method]?.fields ?? []).filter { $0.isRequired && (values[$0.name]?.isNull ?? true) }
      .map(\.name)
  }
}
