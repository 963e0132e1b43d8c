import Contracts
import PluginAPI

/// Keeps what goals asked for before they were changed.
struct TermsStore: Sendable {
  private let table = GamificationTables.terms

  func changes(of person: PersonID, _ database: any DatabaseReading) async throws -> [TermsChange] {
    let rows = try await database.rows(
      "SELECT goal, through, terms FROM \(table) WHERE person = \(person) ORDER BY goal NULLS LAST, through NULLS LAST")
    return try rows.map { row in
      TermsChange(
        goal: try row.get("goal"), through: try row.get("through"),
        terms: try row.get("terms", as: JSONColumn<Terms>?.self)?.value)
    }
  }

  /// Keeps the first terms of a date: of several changes on one day the oldest says what the day was about.
  func insert(_ change: TermsChange, of person: PersonID) -> SQL {
    let terms = change.terms.map { JSONColumn($0) }
    return """
      INSERT INTO \(table) (person, goal, through, terms)
      VALUES (\(person), \(change.goal), \(change.through), \(terms as JSONColumn<Terms>?))
      ON CONFLICT (person, goal, through) DO NOTHING
      """
  }

  /// Forgets what was to hold beyond a date, because the goal left or came back into play.
  func forget(_ goal: RowID, beyond date: LocalDate, of person: PersonID) -> SQL {
    "DELETE FROM \(table) WHERE person = \(person) AND goal = \(goal) AND through > \(date)"
  }

  /// The change that an event stands for, if it changes what is counted.
  static func change(_ event: GoalRevised, today: LocalDate) -> TermsChange? {
    let (before, after) = (Terms(event.before), Terms(event.after))
    guard before != after, event.before.status != .draft else { return nil }
    // It is in force from today on, but a week that runs already keeps what it was about.
    let monday = today.startOfWeek()
    if case .week = before.unit, today > monday {
      return TermsChange(goal: event.after.id, through: monday.adding(days: 6), terms: before)
    }
    return TermsChange(goal: event.after.id, through: today.adding(days: -1), terms: before)
  }

  /// A goal that runs again was not in play until now.
  static func change(_ event: GoalActivated, today: LocalDate) -> TermsChange? {
    event.goal.startDate < today ? rest(event.goal, until: today) : nil
  }

  private static func rest(_ goal: GoalSnapshot, until today: LocalDate) -> TermsChange {
    TermsChange(goal: goal.id, through: today.adding(days: -1), terms: nil)
  }

  static func change(_ event: GoalStatusChanged, today: LocalDate) -> TermsChange? {
    let wasInPlay = event.before == .active || event.before == .paused
    let isInPlay = event.goal.status == .active || event.goal.status == .paused
    switch (wasInPlay, isInPlay) {
    case (true, false): return TermsChange(goal: event.goal.id, through: today, terms: Terms(event.goal))
    case (false, true): return rest(event.goal, until: today)
    case (true, true), (false, false): return nil
    }
  }
}
