/// Writes the strings with documented values.
struct StringsEmitter {
  let specification: Specification

  func emit(_ strings: Corrections.Strings) throws -> Source {
    let values = try strings.values ?? quoted(strings)
    var source = Source()
    source.line("/// \(strings.summary) Values that are not documented are kept.")
    source.line("public struct \(strings.name): TelegramString {")
    source.line("/// Telegram's word for it.", indent: 1)
    source.line("public let rawValue: String", indent: 1)
    source.line("/// Any value, documented or not.", indent: 1)
    source.line("public init(rawValue: String) { self.rawValue = rawValue }", indent: 1)
    for value in values {
      source.line("/// `\(value)`.", indent: 1)
      source.line(
        "public static var \(Naming.member(value)): Self { Self(rawValue: \(value.literal)) }", indent: 1)
    }
    source.line("}")
    source.line()
    return source
  }

  /// The words in quotation marks in the descriptions of the fields.
  private func quoted(_ strings: Corrections.Strings) throws -> [String] {
    var values: [String] = []
    for path in strings.fields {
      let parts = path.split(separator: ".").map(String.init)
      let entry = (specification.types + specification.methods).first { $0.name == parts[0] }
      guard parts.count == 2, let field = entry?.fields?.first(where: { $0.name == parts[1] }) else {
        throw GeneratorFailure("\(strings.name): no field \(path)")
      }
      for match in field.description.matches(of: /['"‘“]([a-z_]+)['"’”]/) where !values.contains(String(match.1)) {
        values.append(String(match.1))
      }
    }
    guard values.count > 1 else { throw GeneratorFailure("\(strings.name): found no values in the descriptions") }
    return values
  }
}
