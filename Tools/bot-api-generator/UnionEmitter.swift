/// Writes types that are one of several others.
struct UnionEmitter {
  let specification: Specification

  func emit(_ entry: Specification.Entry) -> Source {
    let subtypes = entry.subtypes ?? []
    let members = subtypes.filter { specification.type($0) != nil }
    let cases = Naming.cases(entry.name, members)
    let isText = subtypes.contains("String")
    var source = Source()
    source.comment(entry.description, fallback: "`\(entry.name)` of the Bot API.")
    source.line("public enum \(entry.name): TelegramObject {")
    if isText {
      source.line("/// Plain text.", indent: 1)
      source.line("case plain(String)", indent: 1)
      source.line("/// Parts in a row.", indent: 1)
      source.line("case sequence([\(entry.name)])", indent: 1)
    }
    for member in members {
      source.comment(
        specification.type(member)?.description.prefix(1).map { $0 } ?? [], fallback: "`\(member)`.", indent: 1)
      source.line("case \(cases[member] ?? member)(\(member))", indent: 1)
    }
    source.line("/// Something that Telegram has added since, kept as it came.", indent: 1)
    source.line("case unknown(JSONValue)", indent: 1)
    reader(entry, members, cases, isText: isText, into: &source)
    source.line("/// Writes the member as it is.", indent: 1)
    source.line("public func write(to json: inout JSONWriter) {", indent: 1)
    source.line("switch self {", indent: 2)
    for name in (isText ? ["plain", "sequence"] : []) + members.compactMap({ cases[$0] }) + ["unknown"] {
      source.line("case .\(name)(let value): value.write(to: &json)", indent: 2)
    }
    source.line("}", indent: 2)
    source.line("}", indent: 1)
    source.line("}")
    source.line()
    return source
  }

  private func reader(
    _ entry: Specification.Entry, _ members: [String], _ cases: [String: String], isText: Bool,
    into source: inout Source
  ) {
    source.line("/// Reads whichever member it is; what fits none becomes `unknown`.", indent: 1)
    source.line("public init(json: JSONNode) throws(JSONFault) {", indent: 1)
    if isText {
      source.line("if let text = json.string { self = .plain(text); return }", indent: 2)
      source.line("if json.isArray { self = .sequence(try [\(entry.name)](json: json)); return }", indent: 2)
    }
    if entry.name == "MaybeInaccessibleMessage" {
      // The documentation: "Always 0. The field can be used to differentiate regular and inaccessible messages."
      source.line(
        "self = json[\"date\"]?.int == 0 ? .inaccessible(try InaccessibleMessage(json: json)) "
          + ": .message(try Message(json: json))", indent: 2)
    } else if let discriminator = specification.discriminator(of: entry) {
      byDiscriminator(discriminator, members, cases, into: &source)
    } else {
      // The most demanding first, else in Telegram's order.
      let counts = Set(members.map { requiredKeys($0).count }).sorted(by: >)
      for member in counts.flatMap({ count in members.filter { requiredKeys($0).count == count } }) {
        byKeys(member, cases, indent: 2, into: &source)
      }
      source.line("self = .unknown(try JSONValue(json: json))", indent: 2)
    }
    source.line("}", indent: 1)
  }

  private func byDiscriminator(
    _ discriminator: String, _ members: [String], _ cases: [String: String], into source: inout Source
  ) {
    source.line("switch json[\(discriminator.literal)]?.string ?? \"\" {", indent: 2)
    var groups: [(value: String, members: [String])] = []
    for member in members {
      let value = specification.type(member)?.fields?.first { $0.name == discriminator }?.constant ?? ""
      if let index = groups.firstIndex(where: { $0.value == value }) {
        groups[index].members.append(member)
      } else {
        groups.append((value, [member]))
      }
    }
    for group in groups {
      source.line("case \(group.value.literal):", indent: 2)
      // Several members with one value: all but the last are recognised by their required fields.
      for member in group.members.dropLast() { byKeys(member, cases, indent: 3, into: &source) }
      if let last = group.members.last {
        source.line("self = .\(cases[last] ?? last)(try \(last)(json: json))", indent: 3)
      }
    }
    source.line("default: self = .unknown(try JSONValue(json: json))", indent: 2)
    source.line("}", indent: 2)
  }

  private func byKeys(_ member: String, _ cases: [String: String], indent: Int, into source: inout Source) {
    let tests = requiredKeys(member).map { "json[\($0.literal)] != nil" }.joined(separator: ", ")
    source.line("if \(tests) { self = .\(cases[member] ?? member)(try \(member)(json: json)); return }", indent: indent)
  }

  private func requiredKeys(_ member: String) -> [String] {
    (specification.type(member)?.fields ?? []).filter { $0.required && $0.constant == nil }.map(\.name)
  }
}
