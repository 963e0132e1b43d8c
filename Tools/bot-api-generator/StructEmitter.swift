/// A field with its Swift name and type.
struct Member {
  let field: Specification.Field
  let name: String
  let type: String

  init(_ owner: String, _ field: Specification.Field, _ map: TypeMap) throws {
    self.field = field
    name = Naming.property(field.name)
    type = try map.swiftType(owner, field)
  }

  var optionalType: String { field.required ? type : type + "?" }
  var parameter: String { "\(name): \(optionalType)\(field.required ? "" : " = nil")" }
}

/// Writes types that have fields.
struct StructEmitter {
  let map: TypeMap

  func emit(_ entry: Specification.Entry) throws -> Source {
    let all = try (entry.fields ?? []).map { try Member(entry.name, $0, map) }
    let stored = all.filter { $0.field.constant == nil }
    let isBoxed = map.boxed.contains(entry.name)
    var source = Source()
    source.comment(entry.description, fallback: "`\(entry.name)` of the Bot API.")
    source.line("public struct \(entry.name): TelegramObject {")
    if isBoxed {
      source.line("struct Fields: Sendable {", indent: 1)
      for member in stored { source.line("var \(member.name): \(member.optionalType)", indent: 2) }
      source.line("}", indent: 1)
      source.line("var box: Box<Fields>", indent: 1)
    }
    for member in all { property(member, isBoxed: isBoxed, into: &source) }
    initializer(stored, isBoxed: isBoxed, into: &source)
    reader(stored, isBoxed: isBoxed, into: &source)
    Self.writer(all, prefix: isBoxed ? "box.value." : "", into: &source)
    source.line("}")
    source.line()
    return source
  }

  private func property(_ member: Member, isBoxed: Bool, into source: inout Source) {
    source.comment([member.field.description], fallback: "`\(member.field.name)` of the Bot API.", indent: 1)
    if let constant = member.field.constant {
      source.line("public var \(member.name): String { \(constant.literal) }", indent: 1)
    } else if isBoxed {
      let name = member.name
      source.line("public var \(name): \(member.optionalType) {", indent: 1)
      source.line("get { box.value.\(name) }", indent: 2)
      source.line(
        "@inline(never) set { var fields = box.copy(); fields.\(name) = newValue; box = Box(fields) }", indent: 2)
      source.line("}", indent: 1)
    } else {
      source.line("public var \(member.name): \(member.optionalType)", indent: 1)
    }
  }

  private func initializer(_ members: [Member], isBoxed: Bool, into source: inout Source) {
    source.line("/// A value from its fields.", indent: 1)
    // Required parameters first, so that calls do not change when Telegram adds an optional field before one.
    let ordered = members.filter(\.field.required) + members.filter { !$0.field.required }
    source.line("public init(\(ordered.map(\.parameter).joined(separator: ", "))) {", indent: 1)
    if isBoxed {
      let arguments = members.map { "\($0.name): \($0.name)" }.joined(separator: ", ")
      source.line("box = Box(Fields(\(arguments)))", indent: 2)
    } else {
      for member in members { source.line("self.\(member.name) = \(member.name)", indent: 2) }
    }
    source.line("}", indent: 1)
  }

  private func reader(_ members: [Member], isBoxed: Bool, into source: inout Source) {
    source.line("/// Reads the object. Unknown fields are passed over.", indent: 1)
    source.line("public init(json: JSONNode) throws(JSONFault) {", indent: 1)
    guard !members.isEmpty else {
      source.line("_ = try JSONObject(json)", indent: 2)
      source.line("}", indent: 1)
      return
    }
    source.line("var object = try JSONObject(json)", indent: 2)
    let optional = members.filter { !$0.field.required }
    let required = members.filter(\.field.required)
      .map { "\($0.name): try object.need(\($0.field.name.literal))" }.joined(separator: ", ")
    let start = isBoxed ? "\(optional.isEmpty ? "let" : "var") fields = Fields" : "self.init"
    source.line("\(start)(\(required))", indent: 2)
    if !optional.isEmpty {
      source.line(isBoxed ? "try Self.read(&object, into: &fields)" : "try read(&object)", indent: 2)
    }
    if isBoxed { source.line("box = Box(fields)", indent: 2) }
    source.line("}", indent: 1)
    guard !optional.isEmpty else { return }
    // The optional fields are read in a function of their own into a value that is complete already: a throw has
    // nothing to tear down there. Otherwise each of n throws would release each of n fields, in code.
    source.line("@inline(never)", indent: 1)
    source.line(
      isBoxed
        ? "private static func read(_ object: inout JSONObject, into fields: inout Fields) throws(JSONFault) {"
        : "private mutating func read(_ object: inout JSONObject) throws(JSONFault) {", indent: 1)
    for member in optional {
      source.line("\(isBoxed ? "fields." : "")\(member.name) = try object.get(\(member.field.name.literal))", indent: 2)
    }
    source.line("}", indent: 1)
  }

  static func writer(_ members: [Member], prefix: String, into source: inout Source) {
    source.line("/// Writes the object, keys in ascending order.", indent: 1)
    source.line("public func write(to json: inout JSONWriter) {", indent: 1)
    source.line("json.open()", indent: 2)
    for member in members.sorted(by: { $0.field.name < $1.field.name }) {
      let value = member.field.constant.map(\.literal) ?? prefix + member.name
      source.line("json.field(\(member.field.name.literal), \(value))", indent: 2)
    }
    source.line("json.close()", indent: 2)
    source.line("}", indent: 1)
  }
}
