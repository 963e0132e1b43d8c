import Host
import PluginAPI

/// Reads the settings of a test from YAML.
enum TestSettings {
  static func sections(for plugins: [any Plugin.Type], yaml: String) throws -> [PluginID: ConfigSection] {
    let given = try ConfigFile.parse(yaml, name: "settings")
    var sections: [PluginID: ConfigSection] = [:]
    for plugin in plugins {
      let id = plugin.manifest.id
      var values: [String: ConfigValue] = [:]
      if case .section(let found) = given[id.rawValue] { values = found }
      sections[id] = ConfigSection(path: "plugins.\(id)", values: values)
    }
    return sections
  }
}
