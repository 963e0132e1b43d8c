import Contracts
import PluginAPI

@testable import Goals

/// Monday.
let monday = LocalDate("2026-10-05") ?? .min
let noon = Instant(unixSeconds: 1_791_201_600)

func id(_ number: UInt64) -> RowID { RowID(high: number, low: number) }

func goal(
  _ number: UInt64 = 1, _ schedule: GoalSchedule = .daily, kind: GoalSnapshot.Kind = .habit, target: Double? = nil
) -> Goal {
  Goal(
    snapshot: GoalSnapshot(
      id: id(number), title: "Goal \(number)", kind: kind, status: .active, schedule: schedule, target: target,
      createdAt: noon, startDate: monday.adding(days: -30)))
}

func entry(
  _ kind: CheckIn.Kind, _ goal: UInt64 = 1, on date: LocalDate = monday, amount: Double? = nil, number: UInt64 = 100
) -> CheckIn {
  CheckIn(id: id(number), goal: id(goal), kind: kind, date: date, amount: amount, at: noon, isBackdated: false)
}

func item(_ goal: Goal, _ entries: CheckIn...) -> DayItem {
  var item = DayItem(goal: goal)
  for entry in entries { item.add(entry) }
  return item
}
