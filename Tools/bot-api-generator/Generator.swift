/// All generated files.
struct Generator {
  private let specification: Specification
  private let map: TypeMap

  init(_ specification: Specification) {
    self.specification = specification
    map = TypeMap(specification)
  }

  /// File names and contents.
  func files() throws -> [String: String] {
    let structs = StructEmitter(map: map)
    let unions = UnionEmitter(specification: specification)
    let methods = MethodEmitter(map: map)
    let strings = StringsEmitter(specification: specification)
    var files: [String: String] = [:]

    let withFields = specification.types.filter { $0.subtypes == nil }
    try split(withFields, into: 4, named: "Types", of: &files) { try structs.emit($0) }
    try split(specification.methods, into: 2, named: "Methods", of: &files) { try methods.emit($0) }

    let choices = specification.types.filter { $0.subtypes != nil && !Corrections.handwritten.contains($0.name) }
    files["Unions.swift"] = (choices + Corrections.namedChoices).map(unions.emit).reduce(Source.header) { $0 + $1.text }
    files["Strings.swift"] = try Corrections.strings.map(strings.emit).reduce(Source.header) { $0 + $1.text }
    files["UpdateKind.swift"] = Source.header + (try UpdateKindEmitter(specification: specification).emit().text)
    files["Schema.swift"] = Source.header + SchemaEmitter(specification: specification).emit().text
    return files
  }

  /// Spreads entries over files with about as many fields each, so that they compile side by side.
  private func split(
    _ entries: [Specification.Entry], into count: Int, named name: String, of files: inout [String: String],
    emit: (Specification.Entry) throws -> Source
  ) throws {
    func weight(_ entry: Specification.Entry) -> Int { 3 + (entry.fields?.count ?? 0) }
    let total = entries.reduce(0) { $0 + weight($1) }
    var done = 0
    for entry in entries {
      let file = "\(name)\(min(done * count / max(total, 1), count - 1) + 1).swift"
      files[file, default: Source.header] += try emit(entry).text
      done += weight(entry)
    }
  }
}
