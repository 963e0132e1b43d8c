/// Writes methods.
struct MethodEmitter {
  let map: TypeMap

  func emit(_ entry: Specification.Entry) throws -> Source {
    let members = try (entry.fields ?? []).map { try Member(entry.name, $0, map) }
    let response = try map.swiftType(entry.returns ?? [])
    var source = Source()
    source.comment(entry.description, fallback: "`\(entry.name)` of the Bot API.")
    source.line("public struct \(Naming.upperFirst(entry.name)): TelegramMethod {")
    source.line("/// What Telegram answers.", indent: 1)
    source.line("public typealias Response = \(response)", indent: 1)
    source.line("/// `\(entry.name)`.", indent: 1)
    source.line("public static var name: String { \(entry.name.literal) }", indent: 1)
    for member in members {
      source.comment([member.field.description], fallback: "`\(member.field.name)` of the Bot API.", indent: 1)
      source.line("public var \(member.name): \(member.optionalType)", indent: 1)
    }
    source.line("/// The method with its parameters.", indent: 1)
    let ordered = members.filter(\.field.required) + members.filter { !$0.field.required }
    source.line("public init(\(ordered.map(\.parameter).joined(separator: ", "))) {", indent: 1)
    for member in members { source.line("self.\(member.name) = \(member.name)", indent: 2) }
    source.line("}", indent: 1)
    StructEmitter.writer(members, prefix: "", into: &source)
    source.line("}")
    source.line()
    return source
  }
}
