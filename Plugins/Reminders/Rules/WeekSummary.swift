import Contracts
import PluginAPI

/// A week in numbers.
struct WeekSummary: Sendable, Hashable {
  struct Line: Sendable, Hashable {
    var goal: RowID
    var title: String
    var cells: [GoalDays.Cell]
    var done: Int
    /// How often the week asked for it; nil when it has no rhythm.
    var due: Int?
  }

  let lines: [Line]
  /// The weekday with the most successes, if one stands out.
  let bestDay: Weekday?
  /// A goal that got all it asked for.
  let win: Line?

  var done: Int { lines.reduce(0) { $0 + $1.done } }

  /// - Parameter monday: the first day of the week.
  init(_ goals: [GoalSnapshot], _ days: GoalDays, monday: LocalDate) {
    let week = (0..<7).map { monday.adding(days: $0) }
    var successes: [Weekday: Int] = [:]
    var lines: [Line] = []
    for goal in goals where goal.startDate <= monday.adding(days: 6) {
      let cells = week.map { days.cell(goal, $0) }
      let done = cells.filter { $0 == .done || $0 == .minimum }.count
      for date in week where days.isSuccess(goal, date) { successes[date.weekday, default: 0] += 1 }
      let asked = week.enumerated().filter { index, date in
        goal.startDate <= date && goal.schedule.isDue(on: date) && !days.isPaused(goal, date) && cells[index] != .skip
      }.count
      let due: Int? =
        switch goal.schedule {
        case .daily, .weekdays: asked
        case .perWeek(let times): min(times, asked)
        case .none: nil
        }
      // A week that asked for nothing and got nothing says nothing.
      guard done > 0 || (due ?? 0) > 0 else { continue }
      lines.append(Line(goal: goal.id, title: goal.title, cells: cells, done: done, due: due))
    }
    self.lines = lines
    let most = successes.values.max() ?? 0
    let best = Weekday.allCases.filter { successes[$0] == most }
    bestDay = most >= 2 && best.count == 1 ? best.first : nil
    win = lines.filter { $0.due.map { $0 > 0 } ?? false && $0.done >= $0.due ?? 0 }.max { $0.done < $1.done }
  }

  /// `✅🟡⏭·`, Monday to Sunday.
  static func strip(_ cells: [GoalDays.Cell]) -> String {
    cells.map { cell in
      switch cell {
      case .done: "✅"
      case .minimum: "🟡"
      case .skip: "⏭"
      case .missed, .none: "·"
      }
    }.joined(separator: " ")
  }
}
