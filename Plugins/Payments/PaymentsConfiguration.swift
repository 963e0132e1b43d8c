public import Contracts
public import PluginAPI

/// The settings of `plugins.payments`.
public struct PaymentsConfiguration: PluginConfiguration {
  /// How Premium is paid for.
  public enum Gateway: String, Sendable, CaseIterable {
    /// Telegram Stars, the only way Telegram allows for digital goods.
    case stars
    /// Nothing is sold and everything is unlocked.
    case none
  }

  public let gateway: Gateway
  /// True: Telegram renews it every 30 days until the person switches that off. False: 30 days, bought once.
  public let subscription: Bool
  /// Stars for 30 days.
  public let price: Int
  /// How people reach a human being, `@name` or an address; may be empty.
  public let support: String
  /// The full terms on the web, `https://…`; may be empty.
  public let termsURL: String
  /// Hours in which a person can return a payment without asking; 0: only admins refund.
  public let refundHours: Int
  /// Whether the Premium card promises turns with the coach, and photos that a model looks at. Off until a plugin is
  /// enabled that has a coach.
  public let coach: Bool
  /// Every how many hours Telegram's ledger is compared with ours; 0: never.
  public let ledgerHours: Int
  let free: [Feature: Int]
  let premium: [Feature: Int]

  public init(from section: inout ConfigSection) {
    gateway = section.choice("gateway", default: .stars)
    subscription = section.bool("subscription", default: true)
    price = section.int("price", default: 250, in: 1...100_000)
    support = section.string("support", default: "", limit: 100)
    termsURL = section.string("terms_url", default: "", limit: 500)
    refundHours = section.int("refund_hours", default: 72, in: 0...720)
    coach = section.bool("coach", default: false)
    ledgerHours = section.int("ledger_hours", default: 1, in: 0...24)
    free = Self.limits("free", [.activeGoals: 3, .coachTurns: 10, .photos: 0], &section)
    premium = Self.limits("premium", [.activeGoals: 15, .coachTurns: 60, .photos: 30], &section)
    if subscription && price > 10_000 { section.reject("price", "a subscription costs at most 10000 Stars") }
    if !termsURL.isEmpty && !termsURL.hasPrefix("https://") { section.reject("terms_url", "expected https://…") }
    if ledgerHours > 0 && 24 % ledgerHours != 0 {
      section.reject("ledger_hours", "expected 0, 1, 2, 3, 4, 6, 8, 12 or 24, got \(ledgerHours)")
    }
    for feature in Feature.allCases where free[feature, default: 0] > premium[feature, default: 0] {
      section.reject("premium", "\(Self.key(of: feature)) must not be below the free limit")
    }
  }

  /// How much of a feature a person may use.
  public func limit(_ feature: Feature, isPremium: Bool) -> Int {
    (isPremium ? premium : free)[feature, default: 0]
  }

  private static func limits(_ name: String, _ defaults: [Feature: Int], _ section: inout ConfigSection)
    -> [Feature: Int]
  {
    var limits = defaults
    section.section(name) { nested in
      for feature in Feature.allCases {
        limits[feature] = nested.int(key(of: feature), default: defaults[feature, default: 0], in: 0...1000)
      }
    }
    return limits
  }

  private static func key(of feature: Feature) -> String {
    switch feature {
    case .activeGoals: "active_goals"
    case .coachTurns: "coach_turns"
    case .photos: "photos"
    }
  }
}
