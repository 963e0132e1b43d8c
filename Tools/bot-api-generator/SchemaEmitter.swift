/// Writes the compact schema, one line an entry: kind, name, then fields (`T`), discriminator and members (`U`), or
/// result and parameters (`M`). A field is `name:type`, `name=constant`, with `!` behind if required. Types: I S B F,
/// names, `[` before the element of an array, `/` between choices.
struct SchemaEmitter {
  let specification: Specification

  func emit() -> Source {
    var lines: [String] = []
    for entry in specification.types {
      if let subtypes = entry.subtypes {
        // An InputFile is a string in JSON.
        let members = Corrections.handwritten.contains(entry.name) ? ["String"] : subtypes
        let discriminator = specification.discriminator(of: entry) ?? "-"
        lines.append("U \(entry.name) \(discriminator) \(members.map(code).joined(separator: "/"))")
      } else {
        lines.append((["T", entry.name] + (entry.fields ?? []).map(field)).joined(separator: " "))
      }
    }
    for entry in specification.methods {
      let result = (entry.returns ?? []).map(code).joined(separator: "/")
      lines.append((["M", entry.name, result] + (entry.fields ?? []).map(field)).joined(separator: " "))
    }
    var source = Source()
    source.line("extension BotAPISchema {")
    source.line("/// The version of the Bot API that all of this was generated from.", indent: 1)
    source.line("public static let version = \(specification.version.literal)", indent: 1)
    source.line("static let text = #\"\"\"", indent: 1)
    for line in lines { source.line(line) }
    source.line("\"\"\"#")
    source.line("}")
    return source
  }

  private func field(_ field: Specification.Field) -> String {
    let value = field.constant.map { "=\($0)" } ?? ":" + field.types.map(code).joined(separator: "/")
    return field.name + value + (field.required ? "!" : "")
  }

  private func code(_ type: String) -> String {
    if type.hasPrefix("Array of ") { return "[" + code(String(type.dropFirst(9))) }
    return ["Integer": "I", "String": "S", "Boolean": "B", "Float": "F", "InputFile": "S"][type] ?? type
  }
}
