import Contracts
import PluginAPI

/// Answers what a person may use, from the stored end of Premium. Where nothing is sold, everything is unlocked.
struct PremiumEntitlements: Entitlements {
  let configuration: PaymentsConfiguration

  func limit(_ feature: Feature, of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Int
  {
    let isPremium = try await isPremium(person, now: now, database)
    return configuration.limit(feature, isPremium: isPremium)
  }

  func isPremium(_ person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool {
    if configuration.gateway == .none { return true }
    return try await PaymentStore.entitlement(of: person, database).isPremium(now)
  }

  func offerButton(title: String) -> Button? {
    configuration.gateway == .none ? nil : Button(title, ShowPremium())
  }

  func offerButton(title: String, to person: PersonID, now: Instant, _ database: any DatabaseReading) async throws
    -> Button?
  {
    guard configuration.gateway == .stars else { return nil }
    let account = try await PaymentStore.entitlement(of: person, database)
    let isPaused = account.offerAfter.map { $0 > now } ?? false
    return account.isPremium(now) || isPaused ? nil : offerButton(title: title)
  }
}

extension PaymentsPlugin {
  @ContributionBuilder var services: Contributions {
    ServiceExport(.entitlements, entitlements)
  }
}
