import Contracts
import PluginAPI

/// Gives or takes back a consent on the card of `/privacy`.
struct PrivacyPress: CallbackPayload {
  static let name = "onboarding.privacy"
  var consent: Int
  var grants: Bool

  init(consent: Int, grants: Bool) {
    self.consent = consent
    self.grants = grants
  }

  init(revoking consent: Consent) {
    self.init(consent: Consent.allCases.firstIndex(of: consent) ?? 0, grants: false)
  }
}

/// Agrees to something that another plugin asked for, on its message.
struct AgreePress: CallbackPayload {
  static let name = "onboarding.agree"
  /// Places in `Consent.allCases`, a bit each.
  var bits: Int
  /// The message has served its purpose.
  var closes: Bool

  init(consents: [Consent], closes: Bool) {
    bits = Consent.allCases.enumerated().reduce(0) { consents.contains($1.element) ? $0 | 1 << $1.offset : $0 }
    self.closes = closes
  }

  var consents: [Consent] { Consent.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element) }
}

extension OnboardingPlugin {
  func agree(_ turn: Turn, _ press: AgreePress) async throws {
    let grants = try await consents.grants(of: turn.person.id, turn)
    let asked = press.consents
    // The terms have a button of their own; without the model there is nobody to show anything to.
    guard !asked.isEmpty, !asked.contains(.terms), asked.contains(.model) || grants[.model] != nil else {
      return turn.toast(turn.text("consent.model.first.toast"), alert: true)
    }
    for kind in asked {
      turn.write(consents.grant(kind, version: configuration.consentVersion, at: turn.now, by: turn.person.id))
    }
    turn.publish(ConsentChanged(granted: asked))
    turn.toast(turn.text("consent.agreed.toast"))
    if press.closes, let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
  }

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
      guard kind == .terms || kind == .model || grants[.model] != nil else {
        return turn.toast(turn.text("consent.model.first.toast"), alert: true)
      }
      turn.write(consents.grant(kind, version: configuration.consentVersion, at: turn.now, by: turn.person.id))
      grants[kind] = ConsentStore.Grant(version: configuration.consentVersion, at: turn.now)
      turn.publish(ConsentChanged(granted: [kind]))
    } else {
      // Without the terms nothing may be kept: that is another conversation.
      if kind == .terms { return turn.toast(turn.text("consent.terms.toast"), alert: true) }
      let revoked: [Consent] = kind == .model ? [.model, .photos, .abroad] : [kind]
      for kind in revoked {
        turn.write(consents.revoke(kind, at: turn.now, by: turn.person.id))
        grants[kind] = nil
      }
      turn.publish(ConsentChanged(revoked: revoked))
      if kind == .model || kind == .abroad { turn.cancel(DescribeAgain.self, unique: DescribeAgain.key) }
    }
    let card = privacyCard(grants, turn)
    if let pressed = turn.pressed { turn.edit(pressed, card) } else { turn.send(card) }
  }

  private func privacyCard(_ grants: [Consent: ConsentStore.Grant], _ turn: Turn) -> Card {
    var parts = [
      turn.text(
        "privacy.text",
        [
          "days": .int(configuration.graceDays), "hasModel": model == nil ? "no" : "yes",
          "isAbroad": model?.isAbroad == true ? "yes" : "no",
        ])
    ]
    let shown: Set<Consent> =
      model.map { model in
        Set(Consent.model.needs(model) + (model.vision ? [.terms, .photos] : [.terms]))
      } ?? [.terms]
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
