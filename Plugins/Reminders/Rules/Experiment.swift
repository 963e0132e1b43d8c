import Contracts
import PluginAPI

/// One thing to try next week, found by rule.
enum Experiment: Sendable, Hashable {
  /// A weekday that is often missed: do the minimum on it.
  case minimum(GoalSnapshot, Weekday)
  /// The same, but there is no minimum yet.
  case findMinimum(GoalSnapshot, Weekday)
  /// A goal without an if–then plan.
  case plan(GoalSnapshot)
  /// It goes well: change nothing.
  case keep
  /// Tie it to a fixed moment of the day.
  case anchor

  /// - Parameters:
  ///   - days: the log of the last four weeks.
  ///   - today: not over yet, and not counted.
  init(_ goals: [GoalSnapshot], _ days: GoalDays, today: LocalDate) {
    var worst: (goal: GoalSnapshot, day: Weekday, misses: Int)?
    var (due, done) = (0, 0)
    for goal in goals {
      var misses: [Weekday: Int] = [:]
      for date in today.adding(days: -28)..<today where goal.startDate <= date && !days.isPaused(goal, date) {
        if case .perWeek = goal.schedule { continue }
        guard goal.schedule.isDue(on: date), days.cell(goal, date) != .skip else { continue }
        due += 1
        if days.isSuccess(goal, date) { done += 1 } else { misses[date.weekday, default: 0] += 1 }
      }
      for day in Weekday.allCases {
        if let count = misses[day], count >= 2, count > worst?.misses ?? 0 { worst = (goal, day, count) }
      }
    }
    if let worst {
      self = worst.goal.minimum == nil ? .findMinimum(worst.goal, worst.day) : .minimum(worst.goal, worst.day)
    } else if let goal = goals.first(where: { $0.plan == nil && $0.schedule != .none }) {
      self = .plan(goal)
    } else {
      self = due > 0 && done * 10 >= due * 9 ? .keep : .anchor
    }
  }
}
