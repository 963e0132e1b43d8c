package import PluginAPI

/// The plugins a program is made of, whether switched on or not.
package struct PluginRegistry: Sendable {
  /// A plugin type, opened once so that nothing needs casting later.
  package struct Entry: Sendable {
    package let manifest: PluginManifest
    let problems: @Sendable (ConfigSection) -> [String]
    let make: @Sendable (ConfigSection, PluginContext) throws -> Contributions
  }

  package let entries: [Entry]

  package init(_ plugins: [any Plugin.Type]) {
    entries = plugins.map { Self.entry($0) }
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
      make: { section, context in
        var section = section
        let configuration = P.Configuration(from: &section)
        return try P(configuration: configuration, context: context).contributions
      })
  }
}
