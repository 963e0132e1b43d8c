import Contracts
import PluginAPI

/// The last weeks of a goal as rows of squares, Monday to Sunday, the oldest week first, up to today.
struct Heatmap: Sendable, Hashable {
  let rows: [String]
  /// Days with a success.
  let done: Int

  init(_ goal: GoalSnapshot, _ outcomes: [DayOutcome], weeks: Int) {
    guard let today = outcomes.last?.date, goal.startDate <= today else {
      (rows, done) = ([], 0)
      return
    }
    let first = max(today.startOfWeek().adding(days: -7 * (weeks - 1)), goal.startDate.startOfWeek())
    let marks = Dictionary(outcomes.suffix(weeks * 7).map { ($0.date, $0.marks[goal.id]) }) { _, last in last }
    var rows: [String] = []
    var done = 0
    for date in first...today {
      if date.weekday == .monday { rows.append("") }
      let mark = marks[date] ?? nil
      if mark?.isSuccess == true { done += 1 }
      if !rows.isEmpty { rows[rows.count - 1] += Self.square(mark) }
    }
    (self.rows, self.done) = (rows, done)
  }

  static func square(_ mark: DayMark?) -> String {
    switch mark {
    case .full: "🟩"
    case .minimum, .partial: "🟨"
    case .skip, .pause, .frozen: "🟦"
    case .rest, .unknown, .missed, .open, nil: "⬜"
    }
  }
}
