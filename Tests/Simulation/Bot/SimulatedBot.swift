import Gamification
import Goals
import Host
import Logging
import Onboarding
import Payments
import PluginAPI
import Reminders

/// The plugins of the simulation, their plan and the schema they begin with, made once for all seeds: plugins keep
/// nothing between turns, so a plan is the same for every host. Making one takes some 40 ms.
struct SimulatedBot {
  let zones: TimeZoneDatabase
  let plan: HostPlan
  let image: [UInt8]
  private let stage: Stage

  init(_ plugins: [any Plugin.Type], sections: [PluginID: [String: ConfigValue]] = [:]) throws {
    zones = try TimeZoneDatabase()
    let memory = try MemoryDatabase()
    defer { memory.close() }
    let registry = PluginRegistry(plugins)
    try memory.migrate("roost", Migrator.hostMigrations, appliedAt: Instant(unixSeconds: 0))
    for entry in registry.entries {
      try memory.migrate(entry.manifest.id.rawValue, entry.manifest.migrations, appliedAt: Instant(unixSeconds: 0))
    }
    image = memory.image()
    let stage = Stage()
    self.stage = stage
    plan = try HostPlan.make(
      registry: registry,
      sections: Dictionary(
        uniqueKeysWithValues: registry.entries.map {
          ($0.manifest.id, ConfigSection(path: "plugins.\($0.manifest.id)", values: sections[$0.manifest.id] ?? [:]))
        }),
      database: stage, zones: zones, botUsername: "roost_bot",
      logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() })
  }

  /// The story that is told from now on.
  func perform(on memory: MemoryDatabase) { stage.memory = memory }

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
}

/// What the plan reads of people for their export: the store of the story that is being told.
// Safe because only the world's thread touches it.
private final class Stage: DatabaseDriver, @unchecked Sendable {
  var memory: MemoryDatabase?
  private let nothing = NoDatabase()

  func rows(_ sql: SQL) async throws -> [Row] { try memory?.rows(sql) ?? [] }
  func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
    try await nothing.transact(statements)
  }
  func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
    try await nothing.migrate(owner, migrations, appliedAt: appliedAt)
  }
  func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
    try await nothing.appliedMigrations(owner)
  }
  func close() async {}
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
