import Contracts
public import PluginAPI

/// Goals, their if–then plans and the log of what was done.
public struct GoalsPlugin: Plugin {
  public static let manifest = PluginManifest(
    id: "goals", summary: "Set goals with if–then plans, check in on them by button, pause, finish or let go.",
    requires: [AnyServiceKey(.entitlements)], uses: [AnyServiceKey(.stats), AnyServiceKey(.memory)],
    provides: [AnyServiceKey(.goals), AnyServiceKey(.goalStarter), AnyServiceKey(.crisis)],
    tables: GoalsTables.all, migrations: GoalsMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: GoalsConfiguration
  let entitlements: any Entitlements
  /// Resolved late: Gamification needs our `GoalReader` to be made.
  let stats: LateService<any StatsReader>
  /// Resolved late: Onboarding needs our `GoalStarter` to be made.
  let memory: LateService<any CoachMemory>
  /// Whether there is a language model to ask, one that sees, and a worker that draws charts.
  let hasModel: Bool
  let hasVision: Bool
  let hasMedia: Bool
  /// For buttons that stand under messages of other plugins, whose turns know other texts.
  let catalogue: Catalogue

  public init(configuration: GoalsConfiguration, context: PluginContext) throws {
    self.configuration = configuration
    entitlements = try context.services(.entitlements)
    stats = try context.services.later(.stats)
    memory = try context.services.later(.memory)
    hasModel = context.model != nil
    hasVision = context.model?.vision == true
    hasMedia = context.hasMedia
    catalogue = try Catalogue(plugin: Self.manifest.id.rawValue, files: Self.manifest.texts)
  }

  public var contributions: Contributions {
    commands
    callbacks
    dialogs
    messages
    jobs
    slowWork
    charting
    coaching
    photos
    services
    HelpSection("help")
  }
}
