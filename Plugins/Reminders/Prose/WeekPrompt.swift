import Contracts
import PluginAPI

/// The question about a week, part by part.
enum WeekPrompt {
  static let purpose = "reminders.weekly_summary"
  static let prompt = Prompt(version: "weekly_summary/v1", bytes: PackageResources.weekly_summary_v1_md)
  static let schema = AnswerSchema(name: "weekly_summary", bytes: PackageResources.weekly_summary_json)

  /// What code knows.
  static func context(_ facts: WeekFacts) -> String {
    struct Context: Encodable {
      var facts: [WeekFact]
      var experiment: WeekFacts.Idea
    }
    return json(Context(facts: facts.facts, experiment: facts.idea))
  }

  /// What the person wrote.
  static func data(_ facts: WeekFacts) -> String {
    struct Written: Encodable {
      var title: String
      var plan: String?
      var minimum: String?
    }
    let goals = facts.goals.map { ($0.ref, Written(title: $0.title, plan: $0.plan, minimum: $0.minimum)) }
    return json(Dictionary(uniqueKeysWithValues: goals))
  }

  static func question(_ facts: WeekFacts, for reader: Reader, _ profile: CoachProfile?) -> ModelQuestion<WeeklySummary>
  {
    let isTeen = profile?.isTeen ?? false
    // Somebody waits, if only for a message that comes at six: the short patience.
    return ModelQuestion(
      purpose: purpose, prompt: prompt, schema: schema, style: CoachStyle.text(reader, profile),
      context: context(facts), data: data(facts), maximumOutputTokens: 500, urgency: .interactive,
      check: { $0.problems(facts, for: reader, isTeen: isTeen) })
  }

  private static func json<Value: Encodable>(_ value: Value) -> String { (try? CanonicalJSON.text(value)) ?? "{}" }
}
