import Contracts
import PluginAPI

/// What a text is about that this bot makes no plan for, found in code, before any model reads it.
enum Heard {
  /// - Parameter isTeen: told to be young.
  static func category(of text: String, isTeen: Bool = false) -> SafetyCategory? {
    CrisisFilter.standard.category(of: text) ?? RefusedAim(text, isTeen: isTeen)?.category
  }

  /// The same, of a crisis only: for texts that are no wish.
  static func crisis(in text: String) -> SafetyCategory? {
    CrisisFilter.standard.category(of: text).flatMap { $0.isCrisis ? $0 : nil }
  }
}

extension RefusedAim {
  fileprivate var category: SafetyCategory {
    switch self {
    case .body: .eatingRisk
    case .medical: .medical
    }
  }
}

extension SafetyCategory {
  /// The key of the sentence that stands instead of a plan.
  var refusalKey: String {
    switch self {
    case .eatingRisk, .minor: "refused.body"
    case .medical: "refused.medical"
    case .abusive: "refused.abusive"
    case .illegal, .selfHarm, .harmToOthers, .abuseVictim: "refused.harm"
    }
  }
}

extension GoalsPlugin {
  /// The static card of help lines; points and nudges are silent for a day.
  func crisisCard(_ category: SafetyCategory, _ turn: Turn) async throws -> Card {
    turn.publish(SafetyTriggered(category: category, until: turn.now + .hours(24)))
    return crisisRoute.card(category, isTeen: try await isTeen(turn), turn)
  }

  /// No plan for this, and a way on; in a crisis the help lines.
  func refusalCard(_ category: SafetyCategory, _ turn: Turn) async throws -> Card {
    if category.isCrisis { return try await crisisCard(category, turn) }
    return Card(
      turn.text(category.refusalKey),
      keyboard: Keyboard(row: [Button(turn.string("refused.other.button"), NewGoal(asDraft: false))]))
  }
}
