import Contracts
import PluginAPI

/// The answers of the form: what a person can say about a goal.
struct GoalDraft: Codable, Sendable, Hashable {
  var title = ""
  var why: String?
  var rhythm: Rhythm?
  var days = WeekdaySet()
  var times = 3
  /// How much a period asks for, or allows, in `unit`.
  var amount: Double?
  var unit: String?
  /// The value a measured target starts from; nil where entries add up.
  var start: Double?
  /// Titles of steps.
  var steps: [String]?
  /// Health, work and so on, when a model said so.
  var area: String?
  var dueDate: LocalDate?
  var cue: String?
  var action: String?
  var cueKind: Plan.CueKind?
  /// What may get in the way of the plan, and what to do about it.
  var obstacle: String?
  var coping: String?
  /// Plans beside the active one, when a model proposed some.
  var morePlans: [Plan]?
  var remindAt: LocalTime?
  var minimum: String?
  var effort = 2

  init(title: String = "") { self.title = title }

  /// The answers that made this goal.
  init(_ goal: Goal) {
    let snapshot = goal.snapshot
    title = snapshot.title
    why = snapshot.why
    rhythm = Rhythm(snapshot)
    if case .weekdays(let days) = snapshot.schedule { self.days = WeekdaySet(days) }
    if case .perWeek(let times) = snapshot.schedule { self.times = times }
    amount = snapshot.target
    unit = snapshot.unit
    start = snapshot.start
    if snapshot.kind == .milestone { steps = goal.steps.map(\.title) }
    area = goal.area
    dueDate = snapshot.dueDate
    cue = goal.cue
    action = goal.action
    cueKind = goal.plans.active?.cueKind
    obstacle = goal.plans.active?.obstacle
    coping = goal.plans.active?.coping
    remindAt = snapshot.remindAt
    minimum = snapshot.minimum
    effort = snapshot.effort
  }

  var kind: GoalSnapshot.Kind {
    switch rhythm {
    case .limit: .limit
    case .steps: .milestone
    case .free, nil: amount == nil ? .open : .target
    case .daily, .weekdays, .perWeek: .habit
    }
  }

  var schedule: GoalSchedule {
    switch rhythm {
    case .daily, .limit: .daily
    case .weekdays: .weekdays(Array(days))
    case .perWeek: .perWeek(times)
    case .free, .steps, nil: .none
    }
  }

  var load: GoalLoad {
    GoalLoad(kind: kind, schedule: schedule, target: rhythm == .steps ? nil : amount, unit: unit, start: start)
  }

  /// Takes over how much is asked for.
  mutating func take(_ load: GoalLoad) {
    amount = load.target
    start = load.start
    switch load.schedule {
    case .daily: if rhythm != .limit { rhythm = .daily }
    case .weekdays(let days):
      rhythm = .weekdays
      self.days = WeekdaySet(days)
    case .perWeek(let times):
      rhythm = .perWeek
      self.times = times
    case .none: break
    }
  }

  /// Drops answers to questions that the rest of the answers no longer asks.
  mutating func tidy() {
    if rhythm == .steps { amount = nil } else { steps = nil }
    if kind != .target { start = nil }
    if kind != .target, kind != .milestone { dueDate = nil }
    if kind != .habit { minimum = nil }
    if rhythm == .free || rhythm == .steps { remindAt = nil }
    if amount == nil { unit = nil }
    if cue == nil {
      action = nil
      cueKind = nil
      obstacle = nil
    }
    if obstacle == nil { coping = nil }
  }
}
