public import PluginAPI

/// What a plan allows. Owner: Payments.
public enum Feature: String, Codable, Sendable, CaseIterable {
  case activeGoals
  case coachTurns
  /// Pictures that a model looks at for check-ins, in 30 days.
  case photos
}

/// Tells what a person may use. Premium sells depth, never mercy.
public protocol Entitlements: Sendable {
  /// The person's limit for a feature now.
  func limit(_ feature: Feature, of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Int
  /// Whether the person has Premium now.
  func isPremium(_ person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool
  /// A button that shows what Premium is; nil where nothing is sold.
  func offerButton(title: String) -> Button?
  /// The same for an offer that nobody asked for: nil also for those who have Premium, and for seven days after the
  /// person said "not now".
  func offerButton(title: String, to person: PersonID, now: Instant, _ database: any DatabaseReading) async throws
    -> Button?
}

extension Entitlements {
  public func offerButton(title: String, to person: PersonID, now: Instant, _ database: any DatabaseReading)
    async throws -> Button?
  {
    try await isPremium(person, now: now, database) ? nil : offerButton(title: title)
  }
}

/// A deployment without Payments unlocks everything.
public struct EverythingUnlocked: Entitlements {
  public init() {}
  public func limit(_ feature: Feature, of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws
    -> Int
  {
    switch feature {
    case .activeGoals: 15
    case .coachTurns: 60
    case .photos: 30
    }
  }
  public func isPremium(_ person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool { true }
  public func offerButton(title: String) -> Button? { nil }
}

extension ServiceKey<any Entitlements> {
  public static var entitlements: ServiceKey { ServiceKey("payments.entitlements") { EverythingUnlocked() } }
}

/// Premium began, was renewed, was given by an admin, or ended. Access is decided by `until`.
public struct EntitlementChanged: DomainEvent {
  public static let name = "payments.entitlement_changed.v1"
  public enum Cause: String, Codable, Sendable { case purchased, renewed, granted, refunded, canceled, expired }
  public var cause: Cause
  public var until: Instant?
  public init(cause: Cause, until: Instant?) {
    self.cause = cause
    self.until = until
  }
}
