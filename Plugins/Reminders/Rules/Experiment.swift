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

  /// The one for a review.
  init(_ goals: [GoalSnapshot], _ days: GoalDays, today: LocalDate) {
    self = Self.all(goals, days, today: today).first ?? .anchor
  }

  /// What there is to try, the best idea first.
  /// - Parameters:
  ///   - days: the log of the last four weeks.
  ///   - today: not over yet, and not counted.
  static func all(_ goals: [GoalSnapshot], _ days: GoalDays, today: LocalDate) -> [Experiment] {
    var worst: [(goal: GoalSnapshot, day: Weekday, misses: Int)] = []
    var (due, done) = (0, 0)
    for goal in goals {
      var misses: [Weekday: Int] = [:]
      for date in today.adding(days: -28)..<today where goal.startDate <= date && !days.isPaused(goal, date) {
        if case .perWeek = goal.schedule { continue }
        guard goal.schedule.isDue(on: date), days.cell(goal, date) != .skip else { continue }
        due += 1
        if days.isSuccess(goal, date) { done += 1 } else { misses[date.weekday, default: 0] += 1 }
      }
      let most = misses.values.max() ?? 0
      if most >= 2, let day = Weekday.allCases.first(where: { misses[$0] == most }) { worst.append((goal, day, most)) }
    }
    let days = worst.enumerated().sorted { ($1.element.misses, $0.offset) < ($0.element.misses, $1.offset) }.prefix(3)
    let minimums: [Experiment] = days.map { _, found in
      found.goal.minimum == nil ? .findMinimum(found.goal, found.day) : .minimum(found.goal, found.day)
    }
    let plans = goals.filter { $0.plan == nil && $0.schedule != .none }.prefix(2).map { Experiment.plan($0) }
    let goesWell = due > 0 && done * 10 >= due * 9
    return minimums + plans + (goesWell ? [.keep, .anchor] : [.anchor])
  }
}

/// Names an experiment in buttons and rows. The numbers are stored.
struct ExperimentName: Codable, Sendable, Hashable {
  enum Kind: Int, Codable, Sendable { case minimum = 0, findMinimum, plan, keep, anchor }
  var kind: Kind
  var goal: RowID?
  /// 1 is Monday.
  var day: Int?
}

extension Experiment {
  var name: ExperimentName {
    switch self {
    case .minimum(let goal, let day): ExperimentName(kind: .minimum, goal: goal.id, day: day.rawValue)
    case .findMinimum(let goal, let day): ExperimentName(kind: .findMinimum, goal: goal.id, day: day.rawValue)
    case .plan(let goal): ExperimentName(kind: .plan, goal: goal.id)
    case .keep: ExperimentName(kind: .keep)
    case .anchor: ExperimentName(kind: .anchor)
    }
  }

  /// Nil when its goal is not among these, or the name is none of ours.
  init?(_ name: ExperimentName, _ goals: [GoalSnapshot]) {
    let goal = goals.first { $0.id == name.goal }
    let day = name.day.flatMap { Weekday(rawValue: $0) }
    switch (name.kind, goal, day) {
    case (.minimum, let goal?, let day?): self = goal.minimum == nil ? .findMinimum(goal, day) : .minimum(goal, day)
    case (.findMinimum, let goal?, let day?): self = .findMinimum(goal, day)
    case (.plan, let goal?, _): self = .plan(goal)
    case (.keep, _, _): self = .keep
    case (.anchor, _, _): self = .anchor
    case (.minimum, _, _), (.findMinimum, _, _), (.plan, _, _): return nil
    }
  }

  /// In code's words.
  func text(_ turn: Turn) -> Text {
    func onWeekday(_ day: Weekday) -> Argument {
      .string(DateText.onWeekday(day.rawValue, language: turn.reader.language))
    }
    switch self {
    case .minimum(let goal, let day):
      return turn.text(
        "experiment.minimum",
        ["title": .string(goal.title), "day": onWeekday(day), "minimum": .string(goal.minimum ?? "")])
    case .findMinimum(let goal, let day):
      return turn.text("experiment.find_minimum", ["title": .string(goal.title), "day": onWeekday(day)])
    case .plan(let goal): return turn.text("experiment.plan", ["title": .string(goal.title)])
    case .keep: return turn.text("experiment.keep")
    case .anchor: return turn.text("experiment.anchor")
    }
  }
}
