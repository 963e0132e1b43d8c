import Contracts
import PluginAPI

/// Everything that the review of a week is made of, found by code.
struct ReviewWeek: Sendable {
  let monday: LocalDate
  let goals: [GoalSnapshot]
  let week: WeekSummary
  /// The week before, for comparing.
  let weekBefore: WeekSummary
  let experiment: Experiment
  /// The one that was taken along a week ago.
  let taken: TakenExperiment?
  /// The part of the day in which most was logged in four weeks.
  let bestTime: DayPart?
  let points: Int
  /// Stats at the ends of the week; empty without Gamification.
  let before: [RowID: GoalStats]
  let after: [RowID: GoalStats]
}

extension RemindersPlugin {
  /// The week of a date. Nil when nothing was logged: emptiness is no review.
  func reviewWeek(of person: Person, on date: LocalDate, _ database: any DatabaseReading) async throws -> ReviewWeek? {
    let monday = date.startOfWeek()
    let active = try await goals.goals(of: person.id, [.active, .paused], database)
    guard !active.isEmpty else { return nil }
    let days = try await days(of: person.id, from: monday.adding(days: -28), to: date, database)
    let week = WeekSummary(active, days, monday: monday)
    guard week.done > 0 else { return nil }
    let taken = try await experiments.taken(monday.adding(days: -7), by: person.id, database)
    return ReviewWeek(
      monday: monday, goals: active, week: week,
      weekBefore: WeekSummary(active, days, monday: monday.adding(days: -7)),
      experiment: Experiment(active.filter { $0.status == .active }, days, today: date),
      taken: taken.flatMap { Experiment($0, active) }.map { TakenExperiment(experiment: $0) },
      bestTime: DayPart.best(of: days.entries(from: monday.adding(days: -21), to: date), in: person.zone),
      points: try await stats.points(of: person.id, from: monday, to: monday.adding(days: 6), database),
      before: try await stats.stats(of: person, asOf: monday.adding(days: -1), database),
      after: try await stats.stats(of: person, asOf: date, database))
  }
}
