import Gamification
import Goals
import Host
import Logging
import Onboarding
import Payments
import PluginAPI
import Reminders

/// The plugins of the simulation and the schema they begin with, made once for all seeds.
struct SimulatedBot {
  let plugins: [any Plugin.Type]
  let sections: [PluginID: [String: ConfigValue]]
  let zones: TimeZoneDatabase
  private(set) var image: [UInt8] = []

  init(_ plugins: [any Plugin.Type], sections: [PluginID: [String: ConfigValue]] = [:]) throws {
    self.plugins = plugins
    self.sections = sections
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

  /// Notes, who counts them, and real payments.
  static func notebook() throws -> SimulatedBot {
    try SimulatedBot(
      [NotebookPlugin.self, TallyPlugin.self, PaymentsPlugin.self],
      sections: ["payments": ["subscription": .bool(false), "ledger_hours": .integer(0)]])
  }

  /// The five plugins that ship, without a model.
  static func coach() throws -> SimulatedBot {
    try SimulatedBot(
      [OnboardingPlugin.self, GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self, PaymentsPlugin.self],
      sections: ["payments": ["ledger_hours": .integer(12)]])
  }

  func plan(_ database: any DatabaseDriver, logger: Logger) throws -> HostPlan {
    let registry = PluginRegistry(plugins)
    return try HostPlan.make(
      registry: registry,
      sections: Dictionary(
        uniqueKeysWithValues: registry.entries.map {
          ($0.manifest.id, ConfigSection(path: "plugins.\($0.manifest.id)", values: sections[$0.manifest.id] ?? [:]))
        }),
      database: database, zones: zones, botUsername: "roost_bot", logger: logger)
  }
}

/// Both, made once.
struct SimulatedBots {
  let notebook: SimulatedBot
  let coach: SimulatedBot

  init() throws {
    notebook = try .notebook()
    coach = try .coach()
  }
}
