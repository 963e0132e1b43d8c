import Contracts
import PluginAPI

/// The answer to `onboarding_profile`, as the schema says.
struct ProfileAnswer: Decodable, Sendable {
  struct Goal: Decodable, Sendable {
    var title: String
    var why: String
  }

  var safety: String
  var language: String
  var summary: String
  var areas: [String]
  var motivation: String
  var values: [String]
  var strengths: [String]
  var obstacles: [String]
  var constraints: [String]
  var coachNotes: [String]
  var firstGoal: Goal?
  var unclear: [String]

  enum CodingKeys: String, CodingKey {
    case safety, language, summary, areas, motivation, values, strengths, obstacles, constraints, unclear
    case coachNotes = "coach_notes"
    case firstGoal = "first_goal"
  }

  /// Nil for "ok".
  var category: SafetyCategory? { SafetyCategory(rawValue: safety) }

  /// What is wrong with it, in English for the repair.
  func problems(for person: Person) -> [String] {
    guard safety == "ok" || category != nil else { return ["safety is not one of the schema's words"] }
    // In a crisis its words are not used.
    if category?.isCrisis == true { return [] }
    let wanted = person.language
    var problems: [String] = []
    if language != wanted.rawValue { problems.append("language is not \(wanted.rawValue)") }
    if UserText.clean(summary, limit: 10).isEmpty { problems.append("summary is empty") }
    problems += TextChecks.problems("summary", summary, limit: Insight.summaryLimit, wanted)
    if ForeignText.addressesWrongly(summary, person.reader) { problems.append("summary has the wrong form of address") }
    problems += TextChecks.problems("motivation", motivation, limit: Insight.motivationLimit, wanted)
    let lists = [("values", values), ("strengths", strengths), ("obstacles", obstacles), ("constraints", constraints)]
    for (name, list) in lists {
      problems += TextChecks.problems(name, list, items: Insight.items, limit: Insight.itemLimit, wanted)
    }
    problems += TextChecks.problems("coach_notes", coachNotes, items: 3, limit: Insight.itemLimit, wanted)
    problems += TextChecks.problems("unclear", unclear, items: 2, limit: 200, wanted)
    if areas.contains(where: { Area(rawValue: $0) == nil }) { problems.append("areas has an unknown word") }
    if let firstGoal {
      if UserText.clean(firstGoal.title, limit: 10).isEmpty { problems.append("first_goal.title is empty") }
      problems += TextChecks.problems("first_goal.title", firstGoal.title, limit: 80, wanted)
      problems += TextChecks.problems("first_goal.why", firstGoal.why, limit: 200, wanted)
    }
    return problems
  }

  /// Cleaned; what a coach must not plan has no goal.
  func insight(chosen: [Area], model: String, prompt: String) -> Insight {
    func clean(_ texts: [String], _ count: Int, _ limit: Int = Insight.itemLimit) -> [String] {
      Array(texts.map { UserText.clean($0, limit: limit) }.filter { !$0.isEmpty }.prefix(count))
    }
    let mayPlan = category == nil || category == .minor
    var seen: Set<Area> = []
    let areas = (chosen + self.areas.compactMap { Area(rawValue: $0) }).filter { seen.insert($0).inserted }
    return Insight(
      summary: UserText.clean(summary, limit: Insight.summaryLimit),
      motivation: UserText.clean(motivation, limit: Insight.motivationLimit),
      areas: Array(areas.prefix(Area.limit)), values: clean(values, Insight.items),
      strengths: clean(strengths, Insight.items), obstacles: clean(obstacles, Insight.items),
      constraints: clean(constraints, Insight.items), notes: clean(coachNotes, 3),
      goal: mayPlan
        ? firstGoal.map {
          Insight.FirstGoal(title: UserText.clean($0.title, limit: 80), why: UserText.clean($0.why, limit: 200))
        } : nil,
      unclear: clean(unclear, 2, 200), model: UserText.clean(model, limit: 100), prompt: prompt)
  }
}
