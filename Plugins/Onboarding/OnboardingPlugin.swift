import Contracts
public import PluginAPI

/// The first conversation, and what people settle about themselves: name, time zone, language, their data.
public struct OnboardingPlugin: Plugin {
  /// What the host must know before it creates the plugin.
  public static let manifest = PluginManifest(
    id: "onboarding", summary: "The first conversation, the profile, and people's rights to their data.",
    requires: [AnyServiceKey(.goalStarter), AnyServiceKey(.commands), AnyServiceKey(.personalData)],
    tables: OnboardingMigrations.tables, migrations: OnboardingMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: OnboardingConfiguration
  let store = ProfileStore()
  let asker: ZoneAsker
  let home: HomeCard
  let starter: any GoalStarter
  let personalData: any PersonalData

  /// Creates the plugin.
  /// - Throws: `ServiceError` when the host does not provide its own services.
  public init(configuration: OnboardingConfiguration, context: PluginContext) throws {
    self.configuration = configuration
    asker = ZoneAsker(zones: context.zones)
    home = HomeCard(commands: try context.services(.commands), consentVersion: configuration.consentVersion)
    starter = try context.services(.goalStarter)
    personalData = try context.services(.personalData)
  }

  /// Everything the plugin adds to the host.
  public var contributions: Contributions {
    commandList
    callbacks
    dialogs
    jobs
    slowWork
  }
}
