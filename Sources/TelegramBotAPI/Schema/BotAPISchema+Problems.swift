extension BotAPISchema {
  /// Everything that is wrong with the parameters of a call, stricter than Telegram, which passes over unknown
  /// parameters: unknown ones, missing ones, wrong JSON types and wrong constants, down into every object.
  /// - Returns: one sentence each, starting with the path of the place; empty if all is well.
  public static func problems(in parameters: JSONValue, of method: String) -> [String] {
    guard let schema = methods[method] else { return ["\(method): no such method"] }
    guard let members = parameters.object else {
      return ["\(method): expected an object of parameters, found \(parameters.kindName)"]
    }
    return problems(in: members, of: schema.fields, at: "", depth: 0)
  }

  /// Everything that is wrong with a value of the type `type`, such as an `Update` made by a test.
  public static func problems(in value: JSONValue, ofType type: String) -> [String] {
    problems(in: value, of: .named(type), at: type, depth: 0)
  }

  private static func problems(
    in members: [String: JSONValue], of fields: [Field], at path: String, depth: Int
  ) -> [String] {
    var result: [String] = []
    for field in fields {
      let place = path.isEmpty ? field.name : "\(path).\(field.name)"
      guard let value = members[field.name], !value.isNull else {
        if field.isRequired { result.append("\(place): required, but missing") }
        continue
      }
      if let constant = field.constant, value.string != constant {
        result.append("\(place): expected \"\(constant)\"")
      } else {
        result += problems(in: value, ofOneOf: field.types, at: place, depth: depth)
      }
    }
    let known = Set(fields.map(\.name))
    for key in members.keys.sorted() where !known.contains(key) {
      let place = path.isEmpty ? key : "\(path).\(key)"
      result.append("\(place.prefix(200)): unknown")
    }
    return result
  }

  /// The problems with the choice that fits best.
  private static func problems(
    in value: JSONValue, ofOneOf choices: [FieldType], at path: String, depth: Int
  ) -> [String] {
    if choices.count == 1, let only = choices.first { return problems(in: value, of: only, at: path, depth: depth) }
    let candidates = choices.filter { fits(value, $0) }
    guard !candidates.isEmpty else {
      let expected = choices.map(\.description).joined(separator: " or ")
      return ["\(path): expected \(expected), found \(value.kindName)"]
    }
    let elements = candidates.compactMap { type -> FieldType? in
      if case .array(let element) = type { element } else { nil }
    }
    if elements.count == candidates.count {
      // "Array of A or array of B" means an array whose elements may be of either, as in an album.
      return (value.array ?? []).enumerated().flatMap { index, item in
        problems(in: item, ofOneOf: elements, at: "\(path)[\(index)]", depth: depth + 1)
      }
    }
    let results = candidates.map { problems(in: value, of: $0, at: path, depth: depth) }
    return results.min { $0.count < $1.count } ?? []
  }

  private static func problems(in value: JSONValue, of type: FieldType, at path: String, depth: Int) -> [String] {
    guard depth <= JSONLexer.depthLimit else { return ["\(path): nested too deeply"] }
    guard fits(value, type) else { return ["\(path): expected \(type), found \(value.kindName)"] }
    switch type {
    case .integer, .string, .boolean, .float:
      return []
    case .array(let element):
      return (value.array ?? []).enumerated().flatMap { index, item in
        problems(in: item, of: element, at: "\(path)[\(index)]", depth: depth + 1)
      }
    case .named(let name):
      guard let schema = types[name] else { return ["\(path): no such type \(name)"] }
      guard schema.subtypes.isEmpty else {
        return problems(in: value, ofUnion: schema, at: path, depth: depth)
      }
      return problems(in: value.object ?? [:], of: schema.fields, at: path, depth: depth + 1)
    }
  }

  private static func problems(
    in value: JSONValue, ofUnion union: TypeSchema, at path: String, depth: Int
  ) -> [String] {
    guard let discriminator = union.discriminator, value.object != nil else {
      return problems(in: value, ofOneOf: union.subtypes, at: path, depth: depth)
    }
    guard let wanted = value[discriminator]?.string else {
      return ["\(path).\(discriminator): required, but missing or no string"]
    }
    let candidates = union.subtypes.filter { type in
      guard case .named(let name) = type else { return false }
      return types[name]?.fields.contains { $0.name == discriminator && $0.constant == wanted } ?? false
    }
    guard !candidates.isEmpty else { return ["\(path).\(discriminator): no \(union.name) has this value"] }
    return problems(in: value, ofOneOf: candidates, at: path, depth: depth)
  }

  /// Whether the JSON type is right.
  private static func fits(_ value: JSONValue, _ type: FieldType) -> Bool {
    switch type {
    case .integer: value.int != nil
    case .string: value.string != nil
    case .boolean: value.bool != nil
    case .float: value.double != nil
    case .array: value.array != nil
    case .named(let name):
      if let subtypes = types[name]?.subtypes, !subtypes.isEmpty {
        subtypes.contains { fits(value, $0) }
      } else {
        value.object != nil
      }
    }
  }
}
