import Localization

/// What the host itself says to people.
enum HostTexts {
  static func catalogue() throws -> Catalogue {
    try Catalogue(plugin: "roost", files: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])
  }
}
