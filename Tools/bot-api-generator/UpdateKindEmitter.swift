/// Writes the kinds of updates, which are the optional fields of `Update`.
struct UpdateKindEmitter {
  let specification: Specification

  func emit() throws -> Source {
    guard let update = specification.type("Update") else { throw GeneratorFailure("no type Update") }
    let kinds = (update.fields ?? []).filter { !$0.required }
    var source = Source()
    source.line("/// What an update is about: the name of the one field that it has beside `update_id`.")
    source.line("public enum UpdateKind: String, CaseIterable, Sendable, Codable {")
    for kind in kinds {
      source.comment([kind.description], fallback: "`\(kind.name)` of the Bot API.", indent: 1)
      source.line("case \(Naming.property(kind.name)) = \(kind.name.literal)", indent: 1)
    }
    source.line("}")
    source.line()
    source.line("extension Update {")
    source.line("/// What the update is about; nil if Telegram has added the kind since.", indent: 1)
    source.line("public var kind: UpdateKind? {", indent: 1)
    for kind in kinds {
      let name = Naming.property(kind.name)
      source.line("if box.value.\(name) != nil { return .\(name) }", indent: 2)
    }
    source.line("return nil", indent: 2)
    source.line("}", indent: 1)
    source.line("}")
    return source
  }
}
