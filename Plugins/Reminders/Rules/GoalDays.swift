import Contracts
import PluginAPI

/// What the log says about goals on a date.
struct GoalDays: Sendable {
  private let entries: [LocalDate: [RowID: [CheckIn]]]
  private let pauses: [GoalPause]

  init(_ entries: [CheckIn], pauses: [GoalPause]) {
    self.entries = Dictionary(grouping: entries, by: \.date).mapValues { Dictionary(grouping: $0, by: \.goal) }
    self.pauses = pauses
  }

  enum Cell: Sendable, Hashable { case done, minimum, skip, missed, none }

  func cell(_ goal: GoalSnapshot, _ date: LocalDate) -> Cell {
    let logged = entries[date]?[goal.id] ?? []
    let kinds = Set(logged.map(\.kind))
    if kinds.contains(.full) { return .done }
    if kinds.contains(.amount) {
      let sum = logged.reduce(0) { $1.kind == .amount ? $0 + ($1.amount ?? 0) : $0 }
      if goal.kind == .limit { return sum <= (goal.target ?? 0) ? .done : .missed }
      guard let target = goal.target, target > 0, sum < target else { return .done }
      return sum > 0 ? .minimum : .none
    }
    if kinds.contains(.minimum) { return .minimum }
    if kinds.contains(.skip) { return .skip }
    return kinds.contains(.miss) ? .missed : .none
  }

  /// Nothing more is asked of the goal on the date.
  func isSettled(_ goal: GoalSnapshot, _ date: LocalDate) -> Bool {
    switch cell(goal, date) {
    case .done, .skip, .missed: true
    // A part of a quantity is not all of it yet.
    case .minimum: entries[date]?[goal.id]?.contains { $0.kind == .minimum } ?? false
    case .none: false
    }
  }

  func isPaused(_ goal: GoalSnapshot, _ date: LocalDate) -> Bool {
    pauses.contains { ($0.goal == nil || $0.goal == goal.id) && $0.from <= date && date <= ($0.to ?? .max) }
  }

  /// The goal asks for something on the date, and it is not there yet.
  func isOpen(_ goal: GoalSnapshot, _ date: LocalDate) -> Bool {
    guard goal.status == .active, goal.startDate <= date, !isPaused(goal, date), goal.schedule.isDue(on: date),
      !isSettled(goal, date)
    else { return false }
    // So many times a week: enough is enough.
    guard case .perWeek(let times) = goal.schedule else { return true }
    let monday = date.startOfWeek()
    return (monday...date).filter { isSuccess(goal, $0) }.count < times
  }

  func isSuccess(_ goal: GoalSnapshot, _ date: LocalDate) -> Bool {
    let cell = cell(goal, date)
    return cell == .done || cell == .minimum
  }

  var isEmpty: Bool { entries.isEmpty }

  /// What was logged for the dates between two, both included.
  func entries(from first: LocalDate, to last: LocalDate) -> [CheckIn] {
    entries.filter { first <= $0.key && $0.key <= last }.flatMap { $0.value.values.flatMap(\.self) }
  }
}

extension GoalDays {
  /// A reminder makes sense: like ``isOpen(_:_:)``, but a goal without a rhythm may be reminded of on any day.
  func wantsReminder(_ goal: GoalSnapshot, _ date: LocalDate) -> Bool {
    guard goal.schedule == .none else { return isOpen(goal, date) }
    return goal.status == .active && goal.startDate <= date && !isPaused(goal, date) && !isSettled(goal, date)
  }
}
