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
  var dueDate: LocalDate?
  var cue: String?
  var action: String?
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
    dueDate = snapshot.dueDate
    cue = goal.cue
    action = goal.action
    remindAt = snapshot.remindAt
    minimum = snapshot.minimum
    effort = snapshot.effort
  }

  var kind: GoalSnapshot.Kind {
    switch rhythm {
    case .limit: .limit
    case .free, nil: amount == nil ? .open : .target
    case .daily, .weekdays, .perWeek: .habit
    }
  }

  var schedule: GoalSchedule {
    switch rhythm {
    case .daily, .limit: .daily
    case .weekdays: .weekdays(Array(days))
    case .perWeek: .perWeek(times)
    case .free, nil: .none
    }
  }

  var load: GoalLoad { GoalLoad(kind: kind, schedule: schedule, target: amount, unit: unit) }

  /// Drops answers to questions that the rest of the answers no longer asks.
  mutating func tidy() {
    if kind != .target { dueDate = nil }
    if kind != .habit { minimum = nil }
    if rhythm == .free { remindAt = nil }
    if amount == nil { unit = nil }
    if cue == nil { action = nil }
  }
}
