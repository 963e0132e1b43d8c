import Contracts
import PluginAPI

/// The log of a person with all that is needed to read it: what the goals asked for, and when they rested.
struct ProgressHistory: Sendable {
  let goals: [GoalSnapshot]
  private let changes: [TermsChange]
  private let pauses: [GoalPause]
  private let entries: [LocalDate: [CheckIn]]
  private let reflections: Set<LocalDate>

  /// - Parameter reflections: dates with a reflection.
  init(
    goals: [GoalSnapshot], changes: [TermsChange] = [], pauses: [GoalPause] = [], entries: [CheckIn] = [],
    reflections: Set<LocalDate> = []
  ) {
    self.goals = goals
    self.changes = changes
    self.pauses = pauses
    self.entries = Dictionary(grouping: entries, by: \.date)
    self.reflections = reflections
  }

  /// The facts of a day.
  /// - Parameters:
  ///   - closed: the last date that is over.
  ///   - today: the person's date.
  func day(_ date: LocalDate, closed: LocalDate, today: LocalDate) -> DayFacts {
    let logged = Dictionary(grouping: entries[date] ?? [], by: \.goal)
    let days = goals.compactMap { goal -> GoalDay? in
      guard goal.startDate <= date, let terms = terms(of: goal, on: date) else { return nil }
      return GoalDay(
        goal: goal.id, terms: terms, entries: logged[goal.id] ?? [], isPaused: isPaused(goal.id, on: date),
        isFirst: goal.startDate == date, isLast: self.terms(of: goal, on: date.adding(days: 1)) == nil)
    }
    return DayFacts(
      date: date, goals: days, hasReflection: reflections.contains(date), isClosed: date <= closed,
      age: date.days(until: today))
  }

  /// What the goal asked for on a date; nil when it was not in play.
  func terms(of goal: GoalSnapshot, on date: LocalDate) -> Terms? {
    let change = changes.filter { $0.goal == goal.id && $0.through >= date }.min { $0.through < $1.through }
    if let change { return change.terms }
    return goal.status == .active || goal.status == .paused ? Terms(goal) : nil
  }

  private func isPaused(_ goal: RowID, on date: LocalDate) -> Bool {
    pauses.contains { pause in
      (pause.goal == nil || pause.goal == goal) && pause.from <= date && date <= (pause.to ?? .max)
    }
  }
}

/// The result of folding a history.
struct Replay: Sendable {
  /// As of the last date that is over: what may be kept.
  private(set) var closed: ProgressState
  /// With what was done since, for showing.
  private(set) var shown: ProgressState
  /// Every day that was folded, in order.
  private(set) var outcomes: [DayOutcome] = []
  /// A state so old that nothing before it can change any more; a later replay may start there.
  private(set) var base: ProgressState

  /// How long a base stays behind: longer than anything can be edited, and enough days to show.
  static let kept = 91

  /// - Parameters:
  ///   - base: where to start; days up to its date are not looked at.
  ///   - lastClosed: the last date that is over.
  ///   - today: up to where to go.
  init(
    _ history: ProgressHistory, from base: ProgressState, lastClosed: LocalDate, today: LocalDate, rules: FreezeRules
  ) {
    self.base = base
    closed = base
    shown = base
    var date = base.through.adding(days: 1)
    while date <= today {
      let facts = history.day(date, closed: lastClosed, today: today)
      outcomes.append(shown.count(facts, rules: rules))
      if facts.isClosed {
        closed = shown
        if date.days(until: lastClosed) == Self.kept, base.through.days(until: lastClosed) > Self.kept + 34 {
          self.base = shown
        }
      }
      date = date.adding(days: 1)
    }
  }
}
