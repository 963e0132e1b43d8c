import PluginAPI
import PluginTesting
import Synchronization

@testable import Goals

/// A model that coaches as a test says, and knows nothing of goals' analysis: new goals come from the form.
final class CoachScript: Sendable {
  struct State {
    var answers: [Result<String, ModelError>]
    var asked: [ScriptedQuestion] = []
  }
  private let state: Mutex<State>
  let moderation: @Sendable (String) -> ModerationVerdict?

  /// The last answer is given again and again.
  init(
    _ answers: Result<String, ModelError>...,
    moderation: @escaping @Sendable (String) -> ModerationVerdict? = { _ in nil }
  ) {
    state = Mutex(State(answers: answers))
    self.moderation = moderation
  }

  var model: ScriptedModel {
    ScriptedModel(moderation: moderation) { question async throws(ModelError) -> String in
      guard question.purpose == "goals.coaching_reply" else {
        if question.purpose == "goals.summarise" { return #"{"language":"ru","summary":"Говорили о беге по утрам."}"# }
        throw .off
      }
      return try self.state.withLock { state throws(ModelError) -> String in
        state.asked.append(question)
        let next = state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first ?? .failure(.off)
        return try next.get()
      }
    }
  }

  var asked: [ScriptedQuestion] { state.withLock { $0.asked } }

  static func reply(
    _ text: String, _ language: Language = .russian, question: String? = nil, answers: [String] = [],
    proposals: [String] = [], memory: [String] = [], safety: String = "ok"
  ) -> Result<String, ModelError> {
    func quoted(_ text: String) -> String { (try? CanonicalJSON.text(text)) ?? "\"\"" }
    return .success(
      """
      {"safety":"\(safety)","language":"\(language.rawValue)","intent":"update","reply":\(quoted(text)),
       "question":\(question.map(quoted) ?? "null"),"quick_answers":[\(answers.map(quoted).joined(separator: ","))],
       "proposals":[\(proposals.joined(separator: ","))],"memory":[\(memory.joined(separator: ","))],
       "tone_check":"supportive"}
      """)
  }

  static func proposal(
    _ op: String, goal: String? = "g1", status: String? = nil, amount: Double? = nil, day: Int = 0, text: String? = nil,
    time: String? = nil, confidence: Double = 0.95, evidence: String
  ) -> String {
    func quoted(_ text: String?) -> String { text.flatMap { try? CanonicalJSON.text($0) } ?? "null" }
    return """
      {"op":"\(op)","goal_ref":\(quoted(goal)),"status":\(quoted(status)),"amount":\(amount.map { "\($0)" } ?? "null"),
       "day_offset":\(day),"text":\(quoted(text)),"local_time":\(quoted(time)),"confidence":\(confidence),
       "evidence":\(quoted(evidence))}
      """
  }
}

extension TestPerson {
  /// A daily habit, made with the form.
  func makeGoal(_ title: String, measure: String? = nil, isRussian: Bool = true) async throws {
    try await send("/goal \(title)")
    let skip = isRussian ? "Пропустить" : "Skip"
    try await press(skip)
    try await press(isRussian ? "Каждый день" : "Every day")
    if let measure { try await send(measure) } else { try await press(isRussian ? "Без меры" : "No amount") }
    try await press(skip)
    try await press(isRussian ? "Без напоминания" : "No reminder")
    try await press(skip)
    try await press(isRussian ? "Сохранить" : "Save")
    await ignoreAll()
  }

  /// Writes to the coach and waits for what comes of it.
  func tell(_ text: String, _ bot: TestBot) async throws {
    try await send(text)
    await bot.advance(by: .seconds(3))
  }
}
