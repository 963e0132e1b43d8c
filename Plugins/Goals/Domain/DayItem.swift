import Contracts
import PluginAPI

/// One goal on one day: what was logged, and how it stands.
struct DayItem: Sendable, Hashable {
  /// Where the goal stands on the card.
  enum Section: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Asked for on this date.
    case day
    /// So many times in this week, whichever days.
    case week
    /// No schedule.
    case free
    static func < (left: Section, right: Section) -> Bool { left.rawValue < right.rawValue }
  }

  enum Standing: Sendable, Hashable {
    case open
    /// A quantity that is not reached, or not used up, yet.
    case partial
    case done
    case minimum
    case skipped
    case missed
    /// More than a limit allows.
    case exceeded
  }

  private(set) var goal: Goal
  /// The entry of the date that is not an amount.
  var mark: CheckIn?
  /// The amounts of the date, oldest first.
  var amounts: [CheckIn] = []
  /// Other days of the week on which the goal was done.
  var otherDaysDone = 0
  /// For a total to reach: the amounts of all dates.
  var total = 0.0
  /// For a measured target: the last value before the date.
  var valueBefore: Double?

  var section: Section {
    switch goal.snapshot.schedule {
    case .daily, .weekdays: .day
    case .perWeek: .week
    case .none: .free
    }
  }

  /// So many times a week, and that often it was done on other days already.
  var isWeekDone: Bool {
    if case .perWeek(let times) = goal.snapshot.schedule { otherDaysDone >= times } else { false }
  }

  /// What the amounts of the date come to.
  var sum: Double {
    isMeasured ? amounts.last?.amount ?? 0 : Quantity.rounded(amounts.compactMap(\.amount).reduce(0, +))
  }

  /// Where a target stands.
  var value: Double {
    isMeasured ? amounts.last?.amount ?? valueBefore ?? goal.snapshot.start ?? 0 : Quantity.rounded(total)
  }

  /// Whether a target is where it wanted to be.
  var isReached: Bool {
    guard goal.snapshot.kind == .target, let target = goal.snapshot.target else { return false }
    guard let start = goal.snapshot.start, start > target else { return value >= target }
    return value <= target
  }

  /// What is still needed of a quantity on the date.
  var missing: Double { max(0, Quantity.rounded((goal.snapshot.target ?? 0) - sum)) }

  var isLimit: Bool { goal.snapshot.kind == .limit }

  /// A target whose entries are values, not additions.
  var isMeasured: Bool { goal.snapshot.kind == .target && goal.snapshot.start != nil }

  /// Logged as amounts: a habit with a measure, or a total.
  var isCounted: Bool { goal.snapshot.target != nil && !isLimit }

  var standing: Standing {
    if isLimit, sum > goal.snapshot.target ?? 0 { return .exceeded }
    switch mark?.kind {
    case .full: return .done
    case .minimum: return .minimum
    case .skip: return .skipped
    case .miss: return .missed
    case .amount, nil: break
    }
    if amounts.isEmpty { return .open }
    if isLimit { return .partial }
    guard goal.snapshot.kind == .habit, let target = goal.snapshot.target else { return .done }
    return sum >= target ? .done : .partial
  }

  /// Whether the date still waits for something.
  var isOpen: Bool { standing == .open || standing == .partial }

  /// Whether the goal asks for this very date: N times a week does only when the rest of the week just suffices.
  func isDue(on date: LocalDate) -> Bool {
    switch goal.snapshot.schedule {
    case .none: return false
    case .daily, .weekdays: return goal.snapshot.schedule.isDue(on: date)
    case .perWeek(let times):
      let daysLeft = 8 - date.weekday.rawValue
      return times > otherDaysDone && times - otherDaysDone >= daysLeft
    }
  }

  /// The youngest entry of the date: the one an undo takes back.
  var last: CheckIn? {
    ([mark].compactMap { $0 } + amounts).max { ($0.at, $0.id) < ($1.at, $1.id) }
  }

  init(goal: Goal) { self.goal = goal }

  func with(_ goal: Goal) -> DayItem {
    var item = self
    item.goal = goal
    return item
  }

  mutating func add(_ entry: CheckIn) {
    if entry.kind == .amount {
      amounts.append(entry)
      total += entry.amount ?? 0
    } else {
      mark = entry
    }
  }

  mutating func remove(_ entry: RowID) {
    if mark?.id == entry { mark = nil }
    if let index = amounts.firstIndex(where: { $0.id == entry }) {
      total -= amounts.remove(at: index).amount ?? 0
    }
  }
}
