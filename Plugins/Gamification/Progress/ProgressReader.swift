import Contracts
import PluginAPI

/// Folds a person's log, starting from the cached base where there is one.
struct ProgressReader: Sendable {
  let goals: any GoalReader
  let rules: FreezeRules
  private let people = PersonStore()
  private let terms = TermsStore()
  private let ledger = LedgerStore()

  init(goals: any GoalReader, rules: FreezeRules) {
    self.goals = goals
    self.rules = rules
  }

  /// The replay and the goals it is about, in the person's order; nil when the person never had a goal.
  /// - Parameters:
  ///   - closed: the last date that is over.
  ///   - today: up to where to fold.
  func replay(
    of person: PersonID, row: PersonRow, closed: LocalDate, today: LocalDate, _ database: any DatabaseReading
  ) async throws -> (replay: Replay, goals: [GoalSnapshot])? {
    let all = try await goals.goals(of: person, [.active, .paused, .achieved, .released, .archived], database)
    guard let start = all.map(\.startDate).min() else { return nil }
    // Nobody edits a log of years ago, and a hostile date must not cost a century of steps.
    let first = max(start, today.adding(days: -Self.furthest))
    let base =
      row.base.flatMap { $0.through < closed ? $0 : nil } ?? ProgressState(before: min(first, today), rules: rules)
    let history = ProgressHistory(
      goals: all, changes: try await terms.changes(of: person, database),
      pauses: try await goals.pauses(of: person, database),
      entries: try await entries(of: person, after: base.through, to: today, database),
      reflections: try await ledger.reflections(of: person, after: base.through, database))
    return (Replay(history, from: base, lastClosed: closed, today: today, rules: rules), all)
  }

  private static let furthest = 1830

  /// In pieces, since an answer of the database has at most 10,000 rows.
  private func entries(
    of person: PersonID, after date: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> [CheckIn] {
    var entries: [CheckIn] = []
    var first = date.adding(days: 1)
    while first <= last {
      let end = min(last, first.adding(days: 59))
      entries += try await goals.checkIns(of: person, from: first, to: end, database)
      first = end.adding(days: 1)
    }
    return entries
  }
}

/// What other plugins may read.
struct ProgressStats: StatsReader {
  let reader: ProgressReader

  func stats(of person: Person, asOf date: LocalDate, _ database: any DatabaseReading) async throws
    -> [RowID: GoalStats]
  {
    let row = try await PersonStore().find(person.id, database)
    let found = try await reader.replay(
      of: person.id, row: row, closed: date.adding(days: -1), today: date, database)
    guard let found else { return [:] }
    var stats: [RowID: GoalStats] = [:]
    for state in found.replay.shown.goals where state.isLogged { stats[state.goal] = GoalStats(state) }
    return stats
  }

  func points(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> Int {
    try await LedgerStore().points(of: person, from: first, to: last, database)
  }
}

extension GoalStats {
  init(_ state: GoalState) {
    self.init(streak: state.streak, best: state.best, strength: state.strength, done: state.done, due: state.due)
  }
}
