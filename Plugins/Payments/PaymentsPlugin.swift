import Contracts
public import PluginAPI

/// Premium for Telegram Stars: invoices, one grant a charge, refunds, and what a plan allows.
public struct PaymentsPlugin: Plugin {
  public static let manifest = PluginManifest(
    id: "payments", summary: "Sells Premium for Telegram Stars and answers what a person's plan allows.",
    provides: [AnyServiceKey(ServiceKey<any Entitlements>.entitlements)],
    tables: PaymentsTables.all, migrations: PaymentsMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: PaymentsConfiguration
  let entitlements: PremiumEntitlements
  /// Whether there is a model that sees pictures.
  let seesPictures: Bool

  public init(configuration: PaymentsConfiguration, context: PluginContext) throws {
    self.configuration = configuration
    seesPictures = context.model?.vision == true
    entitlements = PremiumEntitlements(configuration: configuration)
  }

  public var contributions: Contributions {
    commands
    adminCommands
    callbacks
    preCheckout
    messages
    updates
    slowWork
    jobs
    subscriptions
    services
    HelpSection("help")
  }

  var refundRule: RefundRule { RefundRule(window: .hours(configuration.refundHours)) }
}
