import Contracts
import PluginAPI

/// Two weeks of a goal in fourteen letters.
enum GoalMarks {
  /// Oldest first: + done, m minimum, s skipped, p paused, - missed, . not due or unknown.
  static func marks(of goal: Goal, entries: [CheckIn], pauses: [GoalPause], today: LocalDate) -> String {
    let own = Dictionary(grouping: entries.filter { $0.goal == goal.id }, by: \.date)
    return String(
      (0..<14).map { index -> Character in
        let date = today.adding(days: index - 13)
        var item = DayItem(goal: goal)
        for entry in own[date] ?? [] { item.add(entry) }
        switch item.standing {
        case .done: return "+"
        case .minimum: return "m"
        case .skipped: return "s"
        case .missed, .exceeded: return "-"
        case .partial: return "m"
        case .open: break
        }
        if date < goal.snapshot.startDate { return "." }
        if pauses.contains(where: { ($0.goal ?? goal.id) == goal.id && $0.covers(date) }) { return "p" }
        switch goal.snapshot.schedule {
        case .daily, .weekdays:
          guard goal.snapshot.schedule.isDue(on: date), date < today, goal.snapshot.kind == .habit else { return "." }
          return "-"
        case .perWeek, .none: return "."
        }
      })
  }

  /// In the model's words.
  static func schedule(_ schedule: GoalSchedule) -> String {
    switch schedule {
    case .daily: "daily"
    case .weekdays(let days): "weekdays " + days.map { "\($0.rawValue)" }.joined(separator: ",")
    case .perWeek(let times): "\(times) times a week"
    case .none: "no schedule"
    }
  }
}
