import Contracts
import PluginAPI

/// What a goal asked for on a date, so that a change today does not rewrite yesterday.
struct Terms: Codable, Sendable, Hashable {
  var kind: GoalSnapshot.Kind
  var schedule: GoalSchedule
  var target: Double?

  init(_ goal: GoalSnapshot) {
    kind = goal.kind
    schedule = goal.schedule
    // Of a total or a measured value any entry is progress; how far along it is says the pace.
    target = goal.kind == .target ? nil : goal.target
  }

  /// What a streak counts.
  enum Unit: Sendable, Hashable {
    case day
    /// Weeks with so many successes.
    case week(Int)
    /// Nothing: the goal has no rhythm.
    case none
  }

  var unit: Unit {
    switch (kind, schedule) {
    case (.milestone, _): .none
    case (.target, _), (.open, _): .week(1)
    case (.limit, _): .day
    case (.habit, .daily), (.habit, .weekdays): .day
    case (.habit, .perWeek(let count)): .week(min(max(count, 1), 7))
    case (.habit, .none): .none
    }
  }

  /// Whether a day without an entry would be a miss.
  func asks(on date: LocalDate) -> Bool {
    switch unit {
    case .day: kind == .limit && schedule == .none ? true : schedule.isDue(on: date)
    case .week: true
    case .none: false
    }
  }

  /// Due days a week, for the weight of one.
  var daysAWeek: Int {
    if case .weekdays(let days) = schedule { return Set(days).count }
    return 7
  }
}

/// The terms of a goal up to a date, kept when they changed. Nil: it was not in play.
struct TermsChange: Sendable, Hashable {
  var goal: RowID
  var through: LocalDate
  var terms: Terms?
}
