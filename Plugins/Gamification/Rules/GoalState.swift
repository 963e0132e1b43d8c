import PluginAPI

/// A goal's streak and strength after some date: the fold over its closed periods.
///
/// Successes count 1 up; days that ask for nothing, were skipped, paused or frozen can neither begin nor end a streak;
/// a miss ends it.
struct GoalState: Codable, Sendable, Hashable {
  let goal: RowID
  var streak = 0
  var best = 0
  var strength = 0.0
  /// Periods done and due.
  var done = 0
  var due = 0
  /// Misses since the last success; freezes spent since the last success.
  var missedInRow = 0
  var frozenInRow = 0
  /// Lengths of streaks that ended, longest first, at most ten.
  var ended: [Int] = []
  var isLogged = false
  private var week: WeekTally?
  /// Credits of the last 13 days, for goals by the week.
  private var recent: [Double?] = []

  init(_ goal: RowID) { self.goal = goal }

  /// What a period came to.
  enum Period: Sendable, Hashable { case success, neutral, missed, pending }

  private struct WeekTally: Codable, Sendable, Hashable {
    var monday: LocalDate
    var successes = 0
    /// Days that asked for nothing.
    var neutral = 0
    var isCounted = false
    /// The goal began within the week.
    var isShort = false
  }

  /// Counts a date. Misses end nothing yet: what comes back as ``Period/missed`` is settled with ``miss()`` or
  /// ``freeze()``, because freezes are shared by all goals.
  /// - Parameter isClosed: the date is over; an open one counts only what was done.
  mutating func count(_ mark: DayMark, on date: LocalDate, terms: Terms, isFirst: Bool, isClosed: Bool) -> Period {
    switch terms.unit {
    case .none: return .neutral
    case .day: return countDay(mark, terms)
    case .week(let times): return countWeekday(mark, date, times, isFirst, isClosed)
    }
  }

  /// The period was missed and no freeze saved it. Returns the length of the streak that ended.
  mutating func miss() -> Int {
    let length = streak
    if length > 0 { ended = Array((ended + [length]).sorted(by: >).prefix(10)) }
    streak = 0
    due += 1
    missedInRow += 1
    frozenInRow = 0
    return length
  }

  /// A freeze stood in for the missed period.
  mutating func freeze() {
    frozenInRow += 1
    missedInRow += 1
  }

  /// Sinks after a day that was missed for good; a frozen one leaves the strength alone.
  mutating func weaken(_ terms: Terms) {
    guard terms.unit == .day else { return }
    strength = Strength.dueDay(strength, credit: 0, daysAWeek: terms.daysAWeek)
  }

  private mutating func countDay(_ mark: DayMark, _ terms: Terms) -> Period {
    if mark.isSuccess, let credit = mark.credit {
      succeed()
      strength = Strength.dueDay(strength, credit: credit, daysAWeek: terms.daysAWeek)
      return .success
    }
    switch mark {
    case .missed: return .missed
    case .open: return .pending
    default: return .neutral
    }
  }

  private mutating func countWeekday(
    _ mark: DayMark, _ date: LocalDate, _ times: Int, _ isFirst: Bool, _ isClosed: Bool
  ) -> Period {
    let monday = date.startOfWeek()
    var tally = week ?? WeekTally(monday: monday)
    if tally.monday != monday { tally = WeekTally(monday: monday) }
    if isFirst {
      tally.neutral = monday.days(until: date)
      tally.isShort = tally.neutral > 0
    }
    defer { week = tally }

    switch mark {
    case .full, .minimum, .partial, .skip, .pause: remember(mark.credit, times)
    // A day without a success weighs in the window, though by itself it is no miss.
    case .rest, .missed: if isClosed { remember(0, times) }
    case .frozen, .unknown, .open: break
    }
    if mark.isSuccess {
      tally.successes += 1
      isLogged = true
      if !tally.isCounted, tally.successes >= times {
        tally.isCounted = true
        succeed()
        return .success
      }
    } else if mark == .skip || mark == .pause {
      tally.neutral += 1
    }
    guard isClosed, date.weekday == .sunday, !tally.isCounted else { return .pending }
    let wanted = min(times, 7 - tally.neutral)
    if wanted <= 0 { return .neutral }
    if tally.successes >= wanted {
      tally.isCounted = true
      succeed()
      return .success
    }
    return tally.isShort ? .neutral : .missed
  }

  private mutating func remember(_ credit: Double?, _ times: Int) {
    let window = recent + [credit]
    if credit != nil { strength = Strength.weeklyDay(strength, recent: window, timesAWeek: times) }
    recent = window.suffix(13)
  }

  private mutating func succeed() {
    streak += 1
    best = max(best, streak)
    done += 1
    due += 1
    missedInRow = 0
    frozenInRow = 0
    isLogged = true
  }
}
