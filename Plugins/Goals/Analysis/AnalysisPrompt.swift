import Contracts
import PluginAPI

/// The question about a wish, part by part.
enum AnalysisPrompt {
  static let prompt = Prompt(version: "goal_analysis/v1", bytes: PackageResources.goal_analysis_v1_md)
  static let schema = AnswerSchema(name: "goal_analysis", bytes: PackageResources.goal_analysis_json)

  /// Few variants, each byte for byte the same.
  static func style(_ reader: Reader) -> String {
    switch (reader.language, reader.address) {
    case (.english, _): "Write in English (language \"en\")."
    case (.russian, .ty): "Write in Russian (language \"ru\"); address the person as «ты»."
    case (.russian, .vy): "Write in Russian (language \"ru\"); address the person as «вы»."
    }
  }

  static func context(_ today: LocalDate, canAsk: Bool) -> String {
    struct Context: Encodable {
      var today: String
      var weekday: Int
      var questionsLeft: Bool
    }
    return json(Context(today: today.description, weekday: today.weekday.rawValue, questionsLeft: canAsk))
  }

  /// What the person wrote, and what they agreed to have remembered.
  static func data(_ request: AnalyseGoal, facts: [MemoryFact]) -> String {
    struct Content: Encodable {
      var wish: String
      var answers: [AnalyseGoal.Exchange]
      var correction: AnalyseGoal.Correction?
      var known: [String]
    }
    return json(
      Content(
        wish: request.wish, answers: request.answers, correction: request.correction, known: facts.map(\.text)))
  }

  private static func json<Value: Encodable>(_ value: Value) -> String { (try? CanonicalJSON.text(value)) ?? "{}" }
}
