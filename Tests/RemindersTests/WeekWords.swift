import Contracts
import PluginAPI
import PluginTesting
import Synchronization

@testable import Reminders

/// A model that words weeks as a test says.
final class WeekScript: Sendable {
  private let questions = Mutex<[ScriptedQuestion]>([])
  private let answer: @Sendable (ScriptedQuestion) async throws(ModelError) -> String

  init(_ answer: @escaping @Sendable (ScriptedQuestion) async throws(ModelError) -> String) { self.answer = answer }

  convenience init(_ answer: String) {
    self.init { (_: ScriptedQuestion) async throws(ModelError) -> String in answer }
  }

  convenience init(failing error: ModelError) {
    self.init { (_: ScriptedQuestion) async throws(ModelError) -> String in throw error }
  }

  /// Goals' own questions stay without an answer: its form is used.
  var model: ScriptedModel {
    ScriptedModel { question async throws(ModelError) -> String in
      guard question.purpose == WeekPrompt.purpose else { throw .off }
      self.questions.withLock { $0.append(question) }
      return try await self.answer(question)
    }
  }

  var asked: [ScriptedQuestion] { questions.withLock { $0 } }

  /// An answer about one goal of which one day of seven was done, on a Monday; some parts replaced by other JSON.
  static func answer(_ language: Language, _ changes: [String: String] = [:]) -> String {
    var parts =
      language == .russian
      ? [
        "safety": #""ok""#, "language": #""ru""#, "headline": #""Тихая неделя, в которой бег всё-таки был.""#,
        "win": #""С пробежки начался 1 день из 7.""#, "obstacle": "null",
        "pattern": #"{"text":"Получилось один раз из 7, и это уже начало.","fact_id":"f1"}"#,
        "experiment": #"{"goal_ref":"g1","change":"Выходить сразу после утренней чашки чая.","metric":"success_rate"}"#,
        "question": #""Что помогло начать?""#,
      ]
      : [
        "safety": #""ok""#, "language": #""en""#, "headline": #""A quiet week with running in it all the same.""#,
        "win": #""A run began 1 of 7 days.""#, "obstacle": "null",
        "pattern": #"{"text":"It happened on 1 day of 7, and that is a beginning.","fact_id":"f1"}"#,
        "experiment": #"{"goal_ref":"g1","change":"Go out right after the morning tea.","metric":"success_rate"}"#,
        "question": #""What helped to begin?""#,
      ]
    parts.merge(changes) { $1 }
    return "{" + parts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
  }

  static func summary(_ language: Language, _ changes: [String: String] = [:]) throws -> WeeklySummary {
    try CanonicalJSON.decode(WeeklySummary.self, from: answer(language, changes))
  }
}

/// What Onboarding would know of somebody, for tests.
struct Known: CoachMemory {
  var mayAsk = true
  var isTeen = false
  var style = CoachProfile.Style.soft

  func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact] { [] }
  func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile? {
    CoachProfile(
      summary: "", areas: [], motivation: "", obstacles: [], strengths: [], style: style, isTeen: isTeen)
  }
  func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool {
    mayAsk || consent != .model
  }
}

struct ReservedPlugin: Plugin {
  static let manifest = PluginManifest(id: "reserved", summary: "Says no.", provides: [AnyServiceKey(.memory)])
  init(configuration: NoConfiguration, context: PluginContext) throws {}
  var contributions: Contributions { ServiceExport(.memory, Known(mayAsk: false) as any CoachMemory) }
}

struct YoungPlugin: Plugin {
  static let manifest = PluginManifest(id: "young", summary: "Is young.", provides: [AnyServiceKey(.memory)])
  init(configuration: NoConfiguration, context: PluginContext) throws {}
  var contributions: Contributions {
    ServiceExport(.memory, Known(isTeen: true, style: .direct) as any CoachMemory)
  }
}

extension TestPerson {
  /// A daily goal with a plan, logged today, a Monday, and then left alone.
  func logOneDay(_ language: Language) async throws {
    let isRussian = language == .russian
    try await send(isRussian ? "/goal Бег" : "/goal Run")
    for word in isRussian ? ["Пропустить", "Каждый день", "Без меры"] : ["Skip", "Every day", "No amount"] {
      try await press(word)
    }
    try await send(isRussian ? "утро" : "it is morning")
    try await send(isRussian ? "надеваю кроссовки" : "I put on my shoes")
    for word in isRussian ? ["Без напоминания", "Пропустить", "Сохранить"] : ["No reminder", "Skip", "Save"] {
      try await press(word)
    }
    try await send("/done")
    try await press("✅")
    await ignoreAll()
  }
}
