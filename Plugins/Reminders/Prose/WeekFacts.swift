import Contracts
import PluginAPI

/// One thing that code found about a week, under an id that it issued.
struct WeekFact: Codable, Sendable, Hashable {
  enum Kind: String, Codable, Sendable {
    case goalWeek = "goal_week"
    case weekBefore = "week_before"
    case allDone = "all_done"
    case strength = "strength_percent"
    case bestDay = "best_day"
    case oftenMissed = "often_missed"
    case points
  }

  /// `f1` …
  var id = ""
  var fact: Kind
  /// `g1` …
  var goal: String?
  var done: Int?
  /// Nil when the week asked for no number.
  var due: Int?
  var before: Int?
  var after: Int?
  var points: Int?
  var day: String?

  /// All numbers that it states. How much something changed is one of them: it stands on the card.
  var numbers: Set<Double> {
    var numbers = [done, due, before, after, points].compactMap { $0 }
    if let before, let after { numbers.append(abs(after - before)) }
    return Set(numbers.map(Double.init))
  }
}

/// All that a model may say of a week: goals and facts with the ids that were given out.
struct WeekFacts: Codable, Sendable, Hashable {
  /// More would not fit into a few sentences.
  static let mostGoals = 6

  struct Goal: Codable, Sendable, Hashable {
    /// `g1` …
    var ref: String
    var id: RowID
    var title: String
    var plan: String?
    var minimum: String?
  }

  /// The experiment that code chose.
  struct Idea: Codable, Sendable, Hashable {
    enum Kind: String, Codable, Sendable {
      case minimum = "minimum_on_that_day"
      case findMinimum = "decide_a_minimum"
      case plan = "write_a_plan"
      case keep = "change_nothing"
      case anchor = "tie_to_a_moment"
    }
    var idea: Kind
    var goal: String?
    var day: String?

    /// Whether a model's wording stands in place of code's: where code is general. The others name a command, or say that
    /// nothing changes.
    var isWorded: Bool { idea != .plan && idea != .keep }
  }

  var goals: [Goal]
  var facts: [WeekFact]
  var idea: Idea

  init(_ review: ReviewWeek) {
    let lines = review.week.lines.prefix(Self.mostGoals)
    let goals = lines.enumerated().map { index, line in
      let goal = review.goals.first { $0.id == line.goal }
      return Goal(
        ref: "g\(index + 1)", id: line.goal, title: line.title, plan: goal?.plan.map { String($0.prefix(200)) },
        minimum: goal?.minimum.map { String($0.prefix(200)) })
    }
    func ref(_ id: RowID) -> String? { goals.first { $0.id == id }?.ref }

    var facts: [WeekFact] = []
    for (line, goal) in zip(lines, goals) {
      facts.append(WeekFact(fact: .goalWeek, goal: goal.ref, done: line.done, due: line.due))
      if let last = review.weekBefore.lines.first(where: { $0.goal == line.goal }) {
        facts.append(WeekFact(fact: .weekBefore, goal: goal.ref, done: last.done, due: last.due))
      }
      if let due = line.due, due > 0, line.done >= due { facts.append(WeekFact(fact: .allDone, goal: goal.ref)) }
      if let now = review.after[line.goal], now.strength >= 0.01 {
        let percent = Self.percent(now.strength)
        let before = Self.percent(review.before[line.goal]?.strength ?? 0)
        facts.append(WeekFact(fact: .strength, goal: goal.ref, before: before, after: percent))
      }
    }
    if let day = review.week.bestDay { facts.append(WeekFact(fact: .bestDay, day: day.name)) }
    idea = Self.idea(review.experiment, ref)
    if let goal = idea.goal, let day = idea.day {
      facts.append(WeekFact(fact: .oftenMissed, goal: goal, day: day))
    }
    if review.points > 0 { facts.append(WeekFact(fact: .points, points: review.points)) }
    for index in facts.indices { facts[index].id = "f\(index + 1)" }
    self.goals = goals
    self.facts = facts
  }

  private static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }

  private static func idea(_ experiment: Experiment, _ ref: (RowID) -> String?) -> Idea {
    switch experiment {
    case .minimum(let goal, let day):
      // A goal that is not told of cannot be spoken of.
      ref(goal.id).map { Idea(idea: .minimum, goal: $0, day: day.name) } ?? Idea(idea: .keep)
    case .findMinimum(let goal, let day):
      ref(goal.id).map { Idea(idea: .findMinimum, goal: $0, day: day.name) } ?? Idea(idea: .keep)
    case .plan(let goal): Idea(idea: .plan, goal: ref(goal.id))
    case .keep: Idea(idea: .keep)
    case .anchor: Idea(idea: .anchor)
    }
  }
}

extension Weekday {
  /// For a model: `tuesday`.
  var name: String { DateText.weekday(rawValue, language: .english).lowercased() }
}
