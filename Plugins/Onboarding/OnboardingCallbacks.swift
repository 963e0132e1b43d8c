import Contracts
import PluginAPI

/// A language on the card of `/language`.
struct LanguagePress: CallbackPayload {
  static let name = "onboarding.language"
  var language: Language
}

/// A step of deleting everything, or the way back.
struct DeletionPress: CallbackPayload {
  enum Action: Int, Codable, Sendable { case confirm, request, keep, withdraw }

  static let name = "onboarding.deletion"
  var action: Action
  /// The logical date of the card: a press on an old one must not delete anything.
  var date: LocalDate
}

/// Accepts newer terms than those of the first conversation.
struct ConsentPress: CallbackPayload {
  static let name = "onboarding.consent"
  var version: Int
}

extension OnboardingPlugin {
  @ContributionBuilder var callbacks: Contributions {
    Callback(LanguagePress.self, handle: chooseLanguage)
    Callback(DeletionPress.self, handle: deletion)
    Callback(ConsentPress.self, handle: consent)
    Callback(PrivacyPress.self, handle: changeConsent)
    Callback(AgreePress.self, handle: agree)
    Callback(ProposalPress.self, handle: proposal)
  }

  func chooseLanguage(_ turn: Turn, _ press: LanguagePress) async throws {
    adopt(press.language, turn)
    let card = Card(turn.text("language.done"))
    if let pressed = turn.pressed { turn.edit(pressed, card) } else { turn.send(card) }
  }

  func adopt(_ language: Language, _ turn: Turn) {
    turn.changePerson { $0.language = language }
  }

  func consent(_ turn: Turn, _ press: ConsentPress) async throws {
    // Only what is asked for today can be accepted.
    guard press.version == configuration.consentVersion else { return turn.toast(turn.text("outdated.toast")) }
    let kinds: [Consent] = model == nil ? [.terms] : [.terms, .model]
    let grants = try await consents.grants(of: turn.person.id, turn)
    for kind in kinds {
      turn.write(consents.grant(kind, version: press.version, at: turn.now, by: turn.person.id))
    }
    turn.toast(turn.text("consent.done.toast"))
    if let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
    turn.publish(ConsentChanged(granted: kinds))
    // Another country is another question.
    if kinds.contains(.model), grants[.abroad] == nil, let question = told.abroadQuestion(turn) { turn.send(question) }
  }
}
