import Contracts
import PluginAPI
import Testing

@testable import Reminders

/// A Monday.
let monday = LocalDate("2026-11-02") ?? .min

func rowID(_ number: Int) -> RowID { RowID(milliseconds: 0, randomA: 0, randomB: UInt64(number)) }

func instant(_ date: LocalDate, _ hour: Int = 12) -> Instant { Zone.utc.instant(of: LocalDateTime(date, .at(hour))) }

func goal(
  _ number: Int = 1, _ schedule: GoalSchedule = .daily, kind: GoalSnapshot.Kind = .habit, minimum: String? = nil,
  plan: String? = "If it is 7, then I run", target: Double? = nil, start: LocalDate = monday.adding(days: -60)
) -> GoalSnapshot {
  GoalSnapshot(
    id: rowID(number), title: "Run \(number)", kind: kind, status: .active, schedule: schedule, plan: plan,
    minimum: minimum, target: target, createdAt: instant(start), startDate: start)
}

func entry(_ goal: GoalSnapshot, _ date: LocalDate, _ kind: CheckIn.Kind = .full, amount: Double? = nil) -> CheckIn {
  CheckIn(
    id: rowID(1000 + date.daysSinceEpoch % 1000), goal: goal.id, kind: kind, date: date, amount: amount,
    at: instant(date), isBackdated: false)
}
