import Contracts
import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// What Onboarding knows of a person decides what a model may read, and what is planned.
@Suite struct ConsentConversations {
  /// Somebody who did not agree to a model.
  struct Reserved: CoachMemory {
    func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact] { [] }
    func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile? { nil }
    func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool {
      consent != .model
    }
  }

  /// Somebody young who agreed, and of whom something is remembered.
  struct Young: CoachMemory {
    func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact] {
      [
        MemoryFact(
          id: RowID(high: 1, low: 1), kind: .constraint, text: "school until two", language: .english, expiresAt: nil)
      ]
    }
    func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile? {
      CoachProfile(
        summary: "", areas: [], motivation: "", obstacles: [], strengths: [], style: .soft, isTeen: true)
    }
    func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool {
      true
    }
  }

  struct ReservedPlugin: Plugin {
    static let manifest = PluginManifest(id: "reserved", summary: "Says no.", provides: [AnyServiceKey(.memory)])
    init(configuration: NoConfiguration, context: PluginContext) throws {}
    var contributions: Contributions { ServiceExport(.memory, Reserved() as any CoachMemory) }
  }

  struct YoungPlugin: Plugin {
    static let manifest = PluginManifest(id: "young", summary: "Is young.", provides: [AnyServiceKey(.memory)])
    init(configuration: NoConfiguration, context: PluginContext) throws {}
    var contributions: Contributions { ServiceExport(.memory, Young() as any CoachMemory) }
  }

  @Test func withoutConsentNoModelReadsIt() async throws {
    let model = ScriptedModel { (_: ScriptedQuestion) async throws(ModelError) -> String in
      Issue.record("A model was asked without consent.")
      throw .off
    }
    try await withBot(GoalsPlugin.self, ReservedPlugin.self, model: model) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal read")
      try await alice.expect("Why does it matter to you?")
      try await alice.send("/cancel")
      await alice.ignoreAll()
      try await alice.send("/goal")
      try await alice.expect("What is the goal?")
      try await alice.send("read")
      try await alice.expect("Why does it matter to you?")
    }
  }

  @Test func theYoungGetNoDietAndAreKnown() async throws {
    let model = ScriptedModel { (question: ScriptedQuestion) async throws(ModelError) -> String in
      #expect(question.data.contains("school until two"))
      return Answers.json(.english, ["title": question.data.contains("tidy") ? #""Tidy up""# : #""Keep to a diet""#])
    }
    try await withBot(GoalsPlugin.self, YoungPlugin.self, model: model) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal look better")
      #expect(await alice.latest().contains("doctor or dietician"))
      try await alice.send("/goal tidy my room")
      #expect(await alice.latest().contains("🎯 Tidy up"))
    }
  }
}
