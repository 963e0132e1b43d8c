import Contracts
import PluginAPI

/// What other plugins are told of a person.
struct StoredMemory: CoachMemory {
  let memory = MemoryStore()
  let profiles = ProfileStore()
  let consents = ConsentStore()
  /// What the deployment’s model is; nil without one.
  let model: ModelAbilities?
  /// For cards in the turns of other plugins, which know other texts.
  let catalogue: Catalogue

  func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact] {
    try await memory.facts(of: person, now: now, limit: MemoryStore.forCoach, database)
  }

  func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile? {
    try await profiles.profile(of: person, database)?.forCoach
  }

  func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool {
    try await missing(for: consent, person, database).isEmpty
  }

  func missing(for consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> [Consent] {
    let grants = try await consents.grants(of: person, database)
    return consent.needs(model).filter { grants[$0] == nil }
  }

  func agreeButton(title: String, to consents: [Consent], closing: Bool) -> Button? {
    consents.isEmpty ? nil : Button(title, AgreePress(consents: consents, closes: closing), style: .primary)
  }

  func abroadQuestion(_ turn: Turn) -> Card? {
    guard model?.isAbroad == true else { return nil }
    func string(_ key: String) -> String { catalogue.string(key, for: turn.reader) }
    return Card(
      catalogue.text("abroad.ask", for: turn.reader),
      keyboard: Keyboard(column: [
        Button(
          string("first.abroad.button"), AgreePress(consents: [.abroad], closes: true), style: .primary),
        Button(string("first.nomodel.button"), PrivacyPress(revoking: .model)),
      ]))
  }
}
