import Contracts
import PluginAPI

/// Gives or takes back a consent on the card of `/privacy`.
struct PrivacyPress: CallbackPayload {
  static let name = "onboarding.privacy"
  var consent: Int
  var grants: Bool
}

extension OnboardingPlugin {
  /// `/privacy`: what is kept, who reads it, and what the person agreed to.
  func privacy(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    turn.send(privacyCard(try await consents.grants(of: turn.person.id, turn), turn))
  }

  func changeConsent(_ turn: Turn, _ press: PrivacyPress) async throws {
    guard Consent.allCases.indices.contains(press.consent) else { return turn.toast(turn.text("outdated.toast")) }
    let kind = Consent.allCases[press.consent]
    var grants = try await consents.grants(of: turn.person.id, turn)
    if press.grants {
      // Pictures are read by the same model as words.
      guard kind != .photos || grants[.model] != nil else {
        return turn.toast(turn.text("consent.model.first.toast"), alert: true)
      }
      turn.write(consents.grant(kind, version: configuration.consentVersion, at: turn.now, by: turn.person.id))
      grants[kind] = ConsentStore.Grant(version: configuration.consentVersion, at: turn.now)
    } else {
      // Without the terms nothing may be kept: that is another conversation.
      if kind == .terms { return turn.toast(turn.text("consent.terms.toast"), alert: true) }
      let revoked: [Consent] = kind == .model ? [.model, .photos] : [kind]
      for kind in revoked {
        turn.write(consents.revoke(kind, at: turn.now, by: turn.person.id))
        grants[kind] = nil
      }
      if kind == .model { turn.cancel(DescribeAgain.self, unique: DescribeAgain.key) }
    }
    let card = privacyCard(grants, turn)
    if let pressed = turn.pressed { turn.edit(pressed, card) } else { turn.send(card) }
  }

  private func privacyCard(_ grants: [Consent: ConsentStore.Grant], _ turn: Turn) -> Card {
    var parts = [
      turn.text(
        "privacy.text", ["days": .int(configuration.graceDays), "hasModel": model == nil ? "no" : "yes"])
    ]
    let shown: [Consent] = model == nil ? [.terms] : model?.vision == true ? Consent.allCases : [.terms, .model]
    let relevant = Consent.allCases.filter { shown.contains($0) || grants[$0] != nil }
    parts.append(.lines([turn.text("privacy.consents")] + relevant.map { line($0, grants[$0], turn) }))
    let buttons = relevant.compactMap { kind -> [Button]? in
      guard let index = Consent.allCases.firstIndex(of: kind), kind != .terms || grants[kind] != nil else { return nil }
      let word = grants[kind] == nil ? "grant" : "revoke"
      return [
        Button(
          turn.string("privacy.\(word).\(kind.rawValue).button"),
          PrivacyPress(consent: index, grants: grants[kind] == nil))
      ]
    }
    return Card(parts.joined(separator: "\n\n"), keyboard: buttons.isEmpty ? nil : Keyboard(buttons))
  }

  private func line(_ kind: Consent, _ grant: ConsentStore.Grant?, _ turn: Turn) -> Text {
    let name: Argument = .string(turn.string("privacy.consent.\(kind.rawValue)"))
    guard let grant else { return turn.text("privacy.consent.no", ["name": name]) }
    let date = turn.person.zone.date(at: grant.at)
    let day = DateText.dayMonthYear(day: date.day, month: date.month, year: date.year, language: turn.reader.language)
    return turn.text(
      "privacy.consent.yes", ["name": name, "version": .string(String(grant.version)), "date": .string(day)])
  }
}
