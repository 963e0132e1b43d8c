import Contracts
import PluginAPI
import Testing

@testable import Gamification

/// The first day of most histories: a Monday.
let monday = LocalDate("2026-11-02") ?? .min

func rowID(_ number: Int) -> RowID { RowID(milliseconds: 0, randomA: 0, randomB: UInt64(number)) }

func instant(_ date: LocalDate, _ hour: Int = 12) -> Instant { Zone.utc.instant(of: LocalDateTime(date, .at(hour))) }

func goal(
  _ number: Int = 1, _ schedule: GoalSchedule = .daily, kind: GoalSnapshot.Kind = .habit,
  status: GoalSnapshot.Status = .active,
  target: Double? = nil, effort: Int = 1, start: LocalDate = monday
) -> GoalSnapshot {
  GoalSnapshot(
    id: rowID(number), title: "Run \(number)", kind: kind, status: status, schedule: schedule, target: target,
    effort: effort, createdAt: instant(start, 6), startDate: start)
}

func entry(
  _ number: Int, _ goal: GoalSnapshot, _ date: LocalDate, _ kind: CheckIn.Kind = .full, amount: Double? = nil,
  isBackdated: Bool = false
) -> CheckIn {
  CheckIn(
    id: rowID(number), goal: goal.id, kind: kind, date: date, amount: amount, at: instant(date, 20),
    isBackdated: isBackdated)
}

/// A history of one goal in letters, a day each: f full, m minimum, s skip, x miss, anything else nothing logged.
func entries(_ letters: String, _ goal: GoalSnapshot, from start: LocalDate = monday) -> [CheckIn] {
  letters.enumerated().compactMap { index, letter in
    let kind: CheckIn.Kind? =
      switch letter {
      case "f": .full
      case "m": .minimum
      case "s": .skip
      case "x": .miss
      default: nil
      }
    return kind.map { entry(10_000 + index, goal, start.adding(days: index), $0) }
  }
}

let noFreezes = FreezeRules(start: 0, cap: 0)

/// Folds a history up to `last`, all of it over, as seen on the day after.
func fold(
  _ goals: [GoalSnapshot], _ entries: [CheckIn], through last: LocalDate, changes: [TermsChange] = [],
  pauses: [GoalPause] = [], rules: FreezeRules = noFreezes, base: ProgressState? = nil
) -> Replay {
  let history = ProgressHistory(goals: goals, changes: changes, pauses: pauses, entries: entries)
  let start = goals.map(\.startDate).min() ?? monday
  return Replay(
    history, from: base ?? ProgressState(before: start, rules: rules), lastClosed: last, today: last.adding(days: 1),
    rules: rules)
}

func state(
  _ letters: String, _ goal: GoalSnapshot, pauses: [GoalPause] = [], rules: FreezeRules = noFreezes
) -> GoalState {
  let last = monday.adding(days: letters.count - 1)
  return fold([goal], entries(letters, goal), through: last, pauses: pauses, rules: rules).closed[goal.id]
}

func recorded(
  _ entry: CheckIn, _ goal: GoalSnapshot, replaced: CheckIn? = nil, amountOfDay: Double? = nil, stillOpen: Int = 1,
  due: Int = 2
) -> CheckInRecorded {
  CheckInRecorded(
    entry: entry, goal: goal, replaced: replaced, amountOfDay: amountOfDay, stillOpen: stillOpen, due: due)
}
