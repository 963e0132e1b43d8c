import PluginAPI
import PluginTesting

@testable import Goals

/// Answers of a model, by `goal_analysis.json`.
enum Answers {
  private static let russian: [String: String] = [
    "safety": #""ok""#, "language": #""ru""#, "status": #""ready""#, "questions": "[]", "type": #""habit""#,
    "title": #""Бегать три раза в неделю""#, "why": #""хочу просыпаться бодрым""#, "area": #""health""#,
    "measure": "null",
    "schedule": #"{"kind":"per_week","weekdays":[],"times_per_week":3,"local_time":null}"#, "due_date": "null",
    "effort": "2", "minimum_version": #""10 минут пешком""#, "wish_outcome": #""Бодрые утра""#,
    "obstacles": #"["темно и лень → одежда с вечера у двери"]"#,
    "plans": #"[{"cue_kind":"time","cue":"7:00 и выпит стакан воды","action":"надеваю кроссовки и выхожу"}]"#,
    "milestones": "[]", "stretch": "null", "easier": "null", "notes": "null",
  ]

  private static let english: [String: String] = [
    "language": #""en""#, "title": #""Run three times a week""#, "why": #""wake up fresh""#,
    "minimum_version": #""A 10-minute walk""#, "wish_outcome": #""Fresh mornings""#,
    "obstacles": #"["dark and lazy → clothes lie at the door"]"#,
    "plans": #"[{"cue_kind":"time","cue":"it is 7:00 and I had my water","action":"I put on my shoes and go"}]"#,
  ]

  /// A run three times a week, with some of its parts replaced by other JSON.
  static func json(_ language: Language = .russian, _ changes: [String: String] = [:]) -> String {
    var parts = russian
    if language == .english { parts.merge(english) { $1 } }
    parts.merge(changes) { $1 }
    return "{" + parts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
  }

  static func analysis(_ language: Language = .russian, _ changes: [String: String] = [:]) throws -> GoalAnalysis {
    try CanonicalJSON.decode(GoalAnalysis.self, from: json(language, changes))
  }

  /// A model that always answers this.
  static func model(_ answer: String) -> ScriptedModel { ScriptedModel { _ in answer } }

  /// A model with no answer.
  static func model(failing error: ModelError) -> ScriptedModel {
    ScriptedModel { (_: ScriptedQuestion) async throws(ModelError) -> String in throw error }
  }
}

extension TestPerson {
  /// Says and presses in turn, at a calm pace: what begins with ">" is typed, the rest is pressed.
  func go(_ bot: TestBot, _ steps: [String]) async throws {
    for step in steps {
      if step.hasPrefix(">") { try await send(String(step.dropFirst())) } else { try await press(step) }
      await ignoreAll()
      await bot.advance(by: .seconds(3))
    }
  }

  /// What came and was not looked at yet; now it is.
  func news() async -> [String] {
    var texts: [String] = []
    while let text = try? await expect("") { texts.append(text) }
    return texts
  }

  /// The last of what came and was not looked at yet.
  func latest() async -> String { await news().last ?? "" }

  /// The titles of all buttons of the newest message that has some.
  func titles() async -> [String] {
    await buttons().flatMap(\.self).map { $0.replacing("\u{A0}", with: " ") }
  }
}
