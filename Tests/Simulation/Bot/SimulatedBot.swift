import Host
import Logging
import PluginAPI

/// The plugins of the simulation and the schema they begin with, made once for all seeds.
struct SimulatedBot {
  let plugins: [any Plugin.Type]
  let zones: TimeZoneDatabase
  private(set) var image: [UInt8] = []

  init(_ plugins: [any Plugin.Type]) throws {
    self.plugins = plugins
    zones = try TimeZoneDatabase()
    let memory = try MemoryDatabase()
    defer { memory.close() }
    let registry = PluginRegistry(plugins)
    try memory.migrate("roost", Migrator.hostMigrations, appliedAt: Instant(unixSeconds: 0))
    for entry in registry.entries {
      try memory.migrate(entry.manifest.id.rawValue, entry.manifest.migrations, appliedAt: Instant(unixSeconds: 0))
    }
    image = memory.image()
  }

  func plan(_ database: any DatabaseDriver, logger: Logger) throws -> HostPlan {
    let registry = PluginRegistry(plugins)
    return try HostPlan.make(
      registry: registry,
      sections: Dictionary(
        uniqueKeysWithValues: registry.entries.map {
          ($0.manifest.id, ConfigSection(path: "plugins.\($0.manifest.id)", values: [:]))
        }),
      database: database, zones: zones, botUsername: "roost_bot", logger: logger)
  }
}
