import Contracts
import PluginAPI

/// Deletes facts whose time is over. One waits for each person, due with the next of them.
struct ForgetFacts: JobPayload {
  static let name = "onboarding.forget_facts"
  static let key = "forget"
}

extension Turn {
  /// - Parameter expiry: when the next fact expires; nil when none does.
  func planForgetting(_ expiry: Instant?) {
    guard let expiry else { return cancel(ForgetFacts.self, unique: ForgetFacts.key) }
    enqueue(ForgetFacts(), .at(expiry), unique: ForgetFacts.key)
  }
}

extension OnboardingPlugin {
  func forget(_ turn: Turn, _ job: ForgetFacts) async throws {
    let next = try await memory.nextExpiry(of: turn.person.id, after: turn.now, turn)
    turn.write(memory.deleteExpired(of: turn.person.id, now: turn.now))
    if let next { turn.planForgetting(next) }
  }

  /// The person said "remember" to something the coach proposed.
  func remember(_ turn: Turn, _ events: [MemoryConfirmed]) async throws {
    let person = turn.person.id
    var known = try await memory.facts(of: person, now: turn.now, turn)
    var earliest = try await memory.nextExpiry(of: person, after: turn.now, turn)
    for event in events {
      let text = UserText.clean(event.text, limit: MemoryStore.textLimit)
      guard !text.isEmpty, !known.contains(where: { $0.text == text }), known.count < MemoryStore.capacity else {
        continue
      }
      let fact = MemoryFact(
        id: turn.newID(), kind: event.kind, text: text, language: event.language,
        expiresAt: event.kind.lifetime.map { turn.now + $0 })
      turn.write(memory.insert(fact, origin: "confirmed", at: turn.now, of: person))
      known.append(fact)
      earliest = [earliest, fact.expiresAt].compactMap { $0 }.min()
    }
    turn.planForgetting(earliest)
  }
}
