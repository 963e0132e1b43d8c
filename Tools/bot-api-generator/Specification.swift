import Foundation

/// The Bot API as data: the contents of api.json with the corrections applied.
struct Specification {
  struct Field: Decodable {
    var name: String
    var types: [String]
    var required: Bool
    var description: String
    /// The only value that the field can have, if it tells the members of a union apart.
    var constant: String?
  }

  struct Entry: Decodable {
    var name: String
    var href: String
    var description: [String]
    var fields: [Field]?
    var subtypes: [String]?
    var returns: [String]?
  }

  private struct File: Decodable {
    var version: String
    var methods: [String: Entry]
    var types: [String: Entry]
  }

  let version: String
  /// In alphabetical order, so that the output does not depend on anything else.
  private(set) var types: [Entry]
  let methods: [Entry]

  init(contentsOf url: URL) throws {
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    version = file.version
    methods = file.methods.values.sorted { $0.name < $1.name }
    types = file.types.values.sorted { $0.name < $1.name }
    for index in types.indices {
      if let more = Corrections.subtypes[types[index].name] { types[index].subtypes?.append(contentsOf: more) }
    }
    try markDiscriminators()
  }

  func type(_ name: String) -> Entry? { types.first { $0.name == name } }

  /// The name of the field by which the members of a union are told apart.
  func discriminator(of union: Entry) -> String? {
    let members = (union.subtypes ?? []).compactMap(type)
    let names = members.map { member in member.fields?.first { $0.constant != nil }?.name }
    guard let first = names.first, let name = first, names.allSatisfy({ $0 == name }) else { return nil }
    return name
  }

  /// Finds "always 'photo'" and "must be photo" in the descriptions of the members of unions.
  private mutating func markDiscriminators() throws {
    let pattern = /(?:always|must be) ['"‘“]?([a-z_0-9]+)['"’”]?$/
    let members = Set(types.flatMap { $0.subtypes ?? [] })
    for index in types.indices where members.contains(types[index].name) {
      guard var fields = types[index].fields,
        let position = fields.firstIndex(where: { ["type", "status", "source"].contains($0.name) })
      else { continue }
      let fixed = Corrections.discriminators[types[index].name]
      let found = try? pattern.firstMatch(in: fields[position].description)?.1
      guard let value = fixed ?? found.map(String.init) else { continue }
      fields[position].constant = value
      fields[position].required = true
      types[index].fields = fields
    }
  }
}
