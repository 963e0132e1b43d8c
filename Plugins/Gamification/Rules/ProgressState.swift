import Contracts
import PluginAPI

/// How many freezes there are, and what they may do. They are earned, never sold.
struct FreezeRules: Sendable, Hashable {
  var start = 2
  var cap = 3
  /// One more for so many successful logical days.
  var every = 10
  /// At most so many in a row for one goal.
  var inRow = 2
  /// After so many days without any entry the goals rest until the person is back.
  var daysBeforeRest = 7
}

/// One goal on one date, as the log and the calendar have it.
struct GoalDay: Sendable, Hashable {
  var goal: RowID
  var terms: Terms
  var entries: [CheckIn] = []
  var isPaused = false
  /// It is the goal's first date.
  var isFirst = false
  /// It ended on it: what was done counts, what was not is no miss.
  var isLast = false
}

/// One logical day of a person.
struct DayFacts: Sendable, Hashable {
  var date: LocalDate
  var goals: [GoalDay]
  var hasReflection = false
  /// The day is over: what was not done is missed.
  var isClosed: Bool
  /// How long ago it was, in days: an unconfirmed limit stays neutral for two.
  var age: Int
}

/// What a day came to.
struct DayOutcome: Sendable, Hashable {
  var date: LocalDate
  var marks: [RowID: DayMark] = [:]
  /// Streaks that ended, with their length.
  var ended: [RowID: Int] = [:]
  var saved: [RowID] = []
  var freezesLeft = 0
}

/// Everything that is folded from the log up to a date: a pure function of it, so late data only means to fold again.
struct ProgressState: Codable, Sendable, Hashable {
  /// The last date that is in it.
  private(set) var through: LocalDate
  private(set) var goals: [GoalState] = []
  private(set) var freezes: Int
  /// Successful days towards the next freeze.
  private(set) var towardsFreeze = 0
  private(set) var rhythm = 0
  private(set) var bestRhythm = 0
  private var lastActivity: LocalDate?

  init(before first: LocalDate, rules: FreezeRules) {
    through = first.adding(days: -1)
    freezes = rules.start
  }

  subscript(goal: RowID) -> GoalState { goals.first { $0.goal == goal } ?? GoalState(goal) }

  private mutating func put(_ state: GoalState) {
    if let index = goals.firstIndex(where: { $0.goal == state.goal }) {
      goals[index] = state
    } else {
      goals.append(state)
      goals.sort { $0.goal < $1.goal }
    }
  }

  /// Counts the next day.
  mutating func count(_ day: DayFacts, rules: FreezeRules) -> DayOutcome {
    var outcome = DayOutcome(date: day.date)
    if day.goals.contains(where: { $0.isFirst || !$0.entries.isEmpty }) || day.hasReflection { lastActivity = day.date }
    let isIdle = lastActivity.map { $0.days(until: day.date) > rules.daysBeforeRest } ?? false

    var missed: [(state: GoalState, terms: Terms)] = []
    for goal in day.goals {
      let mark = Self.mark(of: goal, day, isIdle: isIdle)
      var state = self[goal.goal]
      state.isLogged = state.isLogged || !goal.entries.isEmpty
      let period = state.count(
        mark, on: day.date, terms: goal.terms, isFirst: goal.isFirst, isClosed: day.isClosed && !goal.isLast)
      outcome.marks[goal.goal] = mark
      if period == .missed { missed.append((state, goal.terms)) }
      put(state)
    }
    settle(missed, day, rules, &outcome)

    let isSuccess = outcome.marks.values.contains(where: \.isSuccess)
    if isSuccess || day.hasReflection {
      rhythm += 1
      bestRhythm = max(bestRhythm, rhythm)
    } else if day.isClosed, !outcome.ended.isEmpty || outcome.marks.values.contains(.missed) {
      rhythm = 0
    }
    if isSuccess { earn(rules) }
    outcome.freezesLeft = freezes
    through = day.date
    return outcome
  }

  /// The longest streaks are saved first, as far as the freezes go.
  private mutating func settle(
    _ missed: [(state: GoalState, terms: Terms)], _ day: DayFacts, _ rules: FreezeRules, _ outcome: inout DayOutcome
  ) {
    let order = missed.sorted { ($1.state.streak, $0.state.goal) < ($0.state.streak, $1.state.goal) }
    for (state, terms) in order {
      var state = state
      if state.streak > 0, freezes > 0, state.frozenInRow < rules.inRow {
        freezes -= 1
        state.freeze()
        outcome.saved.append(state.goal)
        if terms.unit == .day { outcome.marks[state.goal] = .frozen }
      } else {
        let length = state.miss()
        state.weaken(terms)
        if length > 0 { outcome.ended[state.goal] = length }
      }
      put(state)
    }
  }

  private mutating func earn(_ rules: FreezeRules) {
    towardsFreeze += 1
    guard towardsFreeze >= rules.every else { return }
    towardsFreeze = 0
    freezes = max(freezes, min(freezes + 1, rules.cap))
  }

  private static func mark(of goal: GoalDay, _ day: DayFacts, isIdle: Bool) -> DayMark {
    let logged = DayMark(goal.entries, terms: goal.terms)
    // A miss that was said today can still be corrected today.
    if let logged { return logged == .missed && (!day.isClosed || goal.isLast) ? .open : logged }
    if goal.isPaused || isIdle { return .pause }
    guard goal.terms.asks(on: day.date) else { return .rest }
    guard day.isClosed else { return .open }
    if goal.isLast { return .rest }
    if case .week = goal.terms.unit { return .rest }
    if goal.terms.unit == .none { return .rest }
    if goal.terms.kind == .limit, day.age <= 2 { return .unknown }
    return .missed
  }
}
