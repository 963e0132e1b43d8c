import Contracts
import PluginAPI

extension RemindersPlugin {
  /// Sets or takes back the schedule of a reminder that has no goal.
  func schedule(_ rule: Rule, _ turn: Turn) {
    let kind = rule.slot.kind
    guard rule.isEnabled else {
      turn.cancel(Remind.self, unique: kind.rawValue)
      return
    }
    turn.schedule(
      Remind(kind: kind), configuration.recurrence(of: kind, at: rule.time), unique: kind.rawValue, late: kind.late)
  }

  /// Sets or takes back the schedule of a goal's reminder.
  func schedule(_ rule: Rule, of goal: GoalSnapshot, _ turn: Turn) {
    guard rule.isEnabled else {
      turn.cancel(RemindGoal.self, unique: goal.id.description)
      return
    }
    turn.schedule(
      RemindGoal(goal: goal.id), Self.recurrence(of: goal.schedule, at: rule.time), unique: goal.id.description,
      late: Kind.goal.late)
  }

  /// On which days a goal is reminded of. What is due on any day is asked for every day until it is done.
  static func recurrence(of schedule: GoalSchedule, at time: LocalTime) -> Recurrence {
    switch schedule {
    case .daily, .perWeek, .none: .daily(at: time)
    case .weekdays(let days): Recurrence(.weekdays(WeekdaySet(days)), at: time) ?? .daily(at: time)
    }
  }

  /// Asks after so many silent days whether to begin again.
  func awaitComeback(after step: Int, since date: LocalDate, _ turn: Turn) {
    turn.enqueue(ComeBack(step: step), .at(comebackTime(step, since: date, turn)), unique: "comeback")
  }

  func comebackTime(_ step: Int, since date: LocalDate, _ turn: Turn) -> Instant {
    turn.person.zone.instant(of: LocalDateTime(date.adding(days: step), configuration.comeback))
  }

  /// Brings a schedule in line with its row, in a turn of its own.
  func arrange(_ turn: Turn, _ slot: Slot) async throws {
    guard let rule = try await rules.find(slot, of: turn.person.id, turn) else { return }
    guard let id = slot.goal else { return schedule(rule, turn) }
    guard let goal = try await goals.goal(id, of: turn.person.id, turn) else { return }
    schedule(rule, of: goal, turn)
  }
}
