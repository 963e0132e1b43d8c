import Contracts
import PluginAPI

/// What a model makes of a wish: the answer by `goal_analysis.json`, decoded and not yet believed.
struct GoalAnalysis: Codable, Sendable, Hashable {
  enum Status: String, Codable, Sendable {
    case ready
    case needsClarification = "needs_clarification"
    case notAGoal = "not_a_goal"
    case refuse
  }

  struct Question: Codable, Sendable, Hashable {
    var text: String
    var quickAnswers: [String]
    private enum CodingKeys: String, CodingKey { case text, quickAnswers = "quick_answers" }
  }

  struct Measure: Codable, Sendable, Hashable {
    enum Direction: String, Codable, Sendable { case atLeast = "at_least", atMost = "at_most" }
    var unit: String
    var target: Double
    var direction: Direction
    var startValue: Double?
    private enum CodingKeys: String, CodingKey { case unit, target, direction, startValue = "start_value" }
  }

  struct Schedule: Codable, Sendable, Hashable {
    enum Kind: String, Codable, Sendable { case daily, weekdays, perWeek = "per_week", none }
    var kind: Kind
    var weekdays: [Int]
    var timesPerWeek: Int?
    var localTime: String?
    private enum CodingKeys: String, CodingKey {
      case kind, weekdays, timesPerWeek = "times_per_week", localTime = "local_time"
    }
  }

  struct PlanProposal: Codable, Sendable, Hashable {
    var cueKind: Plan.CueKind
    var cue: String
    var action: String
    private enum CodingKeys: String, CodingKey { case cueKind = "cue_kind", cue, action }
  }

  /// `ok`, or a ``SafetyCategory``.
  var safety: String
  var language: String
  var status: Status
  var questions: [Question]
  var type: GoalSnapshot.Kind
  var title: String
  var why: String?
  var area: String
  var measure: Measure?
  var schedule: Schedule
  var dueDate: String?
  var effort: Int
  var minimumVersion: String
  var wishOutcome: String
  var obstacles: [String]
  var plans: [PlanProposal]
  var milestones: [String]
  var stretch: String?
  var easier: String?
  var notes: String?

  private enum CodingKeys: String, CodingKey {
    case safety, language, status, questions, type, title, why, area, measure, schedule, effort, obstacles, plans
    case milestones, stretch, easier, notes
    case dueDate = "due_date"
    case minimumVersion = "minimum_version"
    case wishOutcome = "wish_outcome"
  }

  /// Everything that a person would read.
  var texts: [String] {
    [title, why, measure?.unit, minimumVersion, wishOutcome, stretch, easier, notes].compactMap { $0 }
      + obstacles + plans.flatMap { [$0.cue, $0.action] } + milestones
      + questions.flatMap { [$0.text] + $0.quickAnswers }
  }
}
