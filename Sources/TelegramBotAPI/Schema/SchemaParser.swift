/// Reads the text that the generator writes; the format is described there, at `SchemaEmitter`.
struct SchemaParser: Sendable {
  private(set) var methods: [String: BotAPISchema.MethodSchema] = [:]
  private(set) var types: [String: BotAPISchema.TypeSchema] = [:]

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 2 else { continue }
      let name = String(words[1])
      switch words[0] {
      case "T":
        types[name] = BotAPISchema.TypeSchema(
          name: name, fields: words.dropFirst(2).compactMap(Self.field), subtypes: [], discriminator: nil)
      case "U" where words.count == 4:
        types[name] = BotAPISchema.TypeSchema(
          name: name, fields: [], subtypes: Self.choice(words[3]),
          discriminator: words[2] == "-" ? nil : String(words[2]))
      case "M" where words.count >= 3:
        methods[name] = BotAPISchema.MethodSchema(
          name: name, fields: words.dropFirst(3).compactMap(Self.field), returns: Self.choice(words[2]))
      default:
        continue
      }
    }
  }

  private static func field(_ word: Substring) -> BotAPISchema.Field? {
    let isRequired = word.hasSuffix("!")
    let word = isRequired ? word.dropLast() : word
    guard let mark = word.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return nil }
    let value = word[word.index(after: mark)...]
    let isConstant = word[mark] == "="
    return BotAPISchema.Field(
      name: String(word[..<mark]), types: isConstant ? [.string] : choice(value), isRequired: isRequired,
      constant: isConstant ? String(value) : nil)
  }

  private static func choice(_ text: Substring) -> [BotAPISchema.FieldType] {
    text.split(separator: "/").map(type)
  }

  private static func type(_ text: Substring) -> BotAPISchema.FieldType {
    switch text {
    case "I": .integer
    case "S": .string
    case "B": .boolean
    case "F": .float
    case _ where text.hasPrefix("["): .array(type(text.dropFirst()))
    default: .named(String(text))
    }
  }
}
