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
