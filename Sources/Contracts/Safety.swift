public import PluginAPI

/// What a text may be about that a coach must not coach. The same words as in the model's schemas.
public enum SafetyCategory: String, Codable, Sendable, CaseIterable {
  case selfHarm = "self_harm"
  case harmToOthers = "harm_to_others"
  case abuseVictim = "abuse_victim"
  case eatingRisk = "eating_risk"
  case medical
  case minor
  case illegal
  case abusive

  /// Answered with the card of help lines, and silence from everything that counts or nudges.
  public var isCrisis: Bool {
    switch self {
    case .selfHarm, .harmToOthers, .abuseVictim: true
    case .eatingRisk, .medical, .minor, .illegal, .abusive: false
    }
  }
}

/// Somebody seems to be in a crisis: no points, no streaks, no nudges until then. Carries no words of theirs.
/// Published by whichever plugin heard it.
public struct SafetyTriggered: DomainEvent {
  public static let name = "safety.triggered.v1"
  public var category: SafetyCategory
  public var until: Instant
  public init(category: SafetyCategory, until: Instant) {
    self.category = category
    self.until = until
  }
}

/// The person said that it was about something else: the silence ends.
public struct SafetyCleared: DomainEvent {
  public static let name = "safety.cleared.v1"
  public init() {}
}
