import Contracts
import PluginAPI

/// A logical day of a person: its goals and what was logged for them.
struct Day: Sendable, Hashable {
  let date: LocalDate
  let today: LocalDate
  /// In the order of the card.
  private(set) var items: [DayItem]

  init(date: LocalDate, today: LocalDate, items: [DayItem]) {
    self.date = date
    self.today = today
    // Stable, so that goals keep the person's order within a section.
    self.items = DayItem.Section.allCases.flatMap { section in items.filter { $0.section == section } }
  }

  /// Goals due on the date.
  var due: Int { items.count { $0.isDue(on: date) } }
  /// Those of them that still wait for something.
  var stillOpen: Int { items.count { $0.isDue(on: date) && $0.isOpen } }
  /// Goals that "all done" covers: asked for on this date, and nothing decided yet.
  var coveredByAllDone: [DayItem] { items.filter { $0.section == .day && $0.isOpen } }

  var isBackdated: Bool { date < today }

  func item(_ goal: RowID) -> DayItem? { items.first { $0.goal.id == goal } }

  mutating func add(_ entry: CheckIn) {
    if let index = items.firstIndex(where: { $0.goal.id == entry.goal }) { items[index].add(entry) }
  }

  /// Takes over a goal that this turn changed.
  mutating func replace(_ goal: Goal) {
    items = items.map { $0.goal.id == goal.id ? $0.with(goal) : $0 }
  }

  mutating func remove(_ entry: CheckIn) {
    if let index = items.firstIndex(where: { $0.goal.id == entry.goal }) { items[index].remove(entry.id) }
  }

  /// Puts a day together from what is stored.
  /// - Parameters:
  ///   - goals: running goals in the person's order.
  ///   - entries: the log of the week that holds `date`.
  ///   - totals: the sums of goals that count a total.
  ///   - values: the last values of measured goals before `date`.
  init(
    date: LocalDate, today: LocalDate, goals: [Goal], pauses: [GoalPause], entries: [CheckIn], totals: [RowID: Double],
    values: [RowID: Double] = [:]
  ) {
    let byGoal = Dictionary(grouping: entries, by: \.goal)
    let items = goals.compactMap { goal -> DayItem? in
      var item = DayItem(goal: goal)
      let own = byGoal[goal.id] ?? []
      for entry in own where entry.date == date { item.add(entry) }
      item.otherDaysDone = Self.daysDone(own.filter { $0.date != date }, of: goal)
      item.total = totals[goal.id] ?? 0
      item.valueBefore = values[goal.id]
      if item.last != nil { return item }
      let isPaused = pauses.contains { ($0.goal ?? goal.id) == goal.id && $0.covers(date) }
      guard !isPaused, goal.snapshot.startDate <= date else { return nil }
      return item.section == .day && !item.isDue(on: date) ? nil : item
    }
    self.init(date: date, today: today, items: items)
  }

  private static func daysDone(_ entries: [CheckIn], of goal: Goal) -> Int {
    Dictionary(grouping: entries, by: \.date).values.count { entries in
      var item = DayItem(goal: goal)
      for entry in entries { item.add(entry) }
      return item.standing == .done || item.standing == .minimum
    }
  }
}

extension GoalPause {
  /// Whether the pause holds on a date.
  func covers(_ date: LocalDate) -> Bool { from <= date && date <= to ?? .max }
}
