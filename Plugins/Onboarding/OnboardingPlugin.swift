import Contracts
public import PluginAPI

/// The first conversation, and what people settle about themselves: name, time zone, language, their data.
public struct OnboardingPlugin: Plugin {
  /// What the host must know before it creates the plugin.
  public static let manifest = PluginManifest(
    id: "onboarding",
    summary: "The first conversation, the profile, what the coach remembers, and people's rights to their data.",
    requires: [AnyServiceKey(.commands), AnyServiceKey(.personalData)],
    uses: [AnyServiceKey(.goalStarter), AnyServiceKey(.goals), AnyServiceKey(.entitlements), AnyServiceKey(.crisis)],
    provides: [AnyServiceKey(.memory)],
    tables: OnboardingMigrations.tables, migrations: OnboardingMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: OnboardingConfiguration
  let store = ProfileStore()
  let consents = ConsentStore()
  let memory = MemoryStore()
  let asker: ZoneAsker
  let home: HomeCard
  let personalData: any PersonalData
  let goals: LateService<any GoalReader>
  let entitlements: LateService<any Entitlements>
  let ear: CrisisEar
  /// What the deployment's model can do; nil without one.
  let model: ModelAbilities?
  let firstDialog: FirstDialog
  let told: StoredMemory

  /// Creates the plugin.
  /// - Throws: `ServiceError` when the host does not provide its own services.
  public init(configuration: OnboardingConfiguration, context: PluginContext) throws {
    self.configuration = configuration
    model = context.model
    asker = ZoneAsker(zones: context.zones)
    home = HomeCard(
      commands: try context.services(.commands), consentVersion: configuration.consentVersion,
      hasModel: context.model != nil)
    told = StoredMemory(
      model: context.model, catalogue: try Catalogue(plugin: Self.manifest.id.rawValue, files: Self.manifest.texts))
    personalData = try context.services(.personalData)
    goals = try context.services.later(.goals)
    entitlements = try context.services.later(.entitlements)
    ear = CrisisEar(route: try context.services.later(.crisis))
    firstDialog = FirstDialog(
      configuration: configuration, store: store, asker: asker, starter: try context.services.later(.goalStarter),
      model: context.model, hasMedia: context.hasMedia, ear: ear)
  }

  /// Everything the plugin adds to the host.
  public var contributions: Contributions {
    commandList
    callbacks
    dialogs
    jobs
    slowWork
    subscriptions
    ServiceExport(.memory, told as any CoachMemory)
  }
}
