package import PluginAPI

/// The plugins a program is made of, whether switched on or not.
package struct PluginRegistry: Sendable {
  /// A plugin type, opened once so that nothing needs casting later.
  package struct Entry: Sendable {
    package let manifest: PluginManifest
    let problems: @Sendable (ConfigSection) -> [String]
    /// The full path of every setting the plugin reads.
    let keys: @Sendable (ConfigSection) -> Set<String>
    let make: @Sendable (ConfigSection, PluginContext) throws -> Contributions
  }

  package let entries: [Entry]

  package init(_ plugins: [any Plugin.Type]) {
    entries = plugins.map { Self.entry($0) }
  }

  /// What is wrong with the sections of a configuration: plugins that do not exist, and settings of those that do.
  package func problems(_ sections: [PluginID: ConfigSection]) -> [String] {
    let known = entries.map(\.manifest.id.rawValue)
    var problems: [String] = []
    for id in sections.keys.sorted() where entry(id) == nil {
      let hint = Nearest.name(to: id.rawValue, among: known).map { "; did you mean \"\($0)\"?" } ?? "."
      problems.append("plugins.\(id): there is no such plugin\(hint) Known: \(known.sorted().joined(separator: ", ")).")
    }
    for entry in entries {
      if let section = sections[entry.manifest.id] { problems += entry.problems(section) }
    }
    return problems
  }

  func entry(_ id: PluginID) -> Entry? { entries.first { $0.manifest.id == id } }

  private static func entry<P: Plugin>(_ type: P.Type) -> Entry {
    Entry(
      manifest: type.manifest,
      problems: { section in
        var section = section
        _ = P.Configuration(from: &section)
        return section.finish()
      },
      keys: { section in
        var section = section
        _ = P.Configuration(from: &section)
        return section.knownPaths
      },
      make: { section, context in
        var section = section
        let configuration = P.Configuration(from: &section)
        return try P(configuration: configuration, context: context).contributions
      })
  }
}
