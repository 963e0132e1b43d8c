import Contracts
import PluginAPI

/// How a goal's days went, as squares and as cells of a chart.
struct GoalDays: Sendable {
  let goal: Goal
  private let entries: [LocalDate: [CheckIn]]
  private let pauses: [GoalPause]
  private let today: LocalDate

  init(_ goal: Goal, entries: [CheckIn], pauses: [GoalPause], today: LocalDate) {
    self.goal = goal
    self.entries = Dictionary(grouping: entries.filter { $0.goal == goal.id }, by: \.date)
    self.pauses = pauses.filter { ($0.goal ?? goal.id) == goal.id }
    self.today = today
  }

  func shade(_ date: LocalDate) -> Chart.DayShade {
    if date > today { return .future }
    var item = DayItem(goal: goal)
    for entry in entries[date] ?? [] { item.add(entry) }
    switch item.standing {
    case .done: return .full
    case .minimum, .partial: return item.isLimit ? .full : .minimum
    case .skipped: return .skipped
    case .missed, .exceeded: return .missed
    case .open: break
    }
    if date < goal.snapshot.startDate { return .none }
    if pauses.contains(where: { $0.covers(date) }) { return .skipped }
    guard goal.snapshot.kind == .habit || goal.snapshot.kind == .limit, date < today else { return .none }
    if case .perWeek = goal.snapshot.schedule { return .none }
    // Nobody has confirmed the limit yet.
    if item.isLimit, date.days(until: today) <= 2 { return .none }
    return goal.snapshot.schedule.isDue(on: date) ? .missed : .none
  }

  /// The last days, oldest first, today last; not before the goal began.
  func last(_ days: Int) -> [Chart.DayShade] {
    let first = max(today.adding(days: 1 - days), goal.snapshot.startDate)
    return first <= today ? (first...today).map(shade) : []
  }

  static func square(_ shade: Chart.DayShade) -> String {
    switch shade {
    case .full: "🟩"
    case .minimum: "🟨"
    case .skipped: "🟦"
    case .missed, .none, .future: "⬜"
    }
  }
}
