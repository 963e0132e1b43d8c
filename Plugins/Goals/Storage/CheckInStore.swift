import Contracts
import PluginAPI

/// Reads and writes the log.
enum CheckInStore {
  /// Where an entry came from.
  enum Source: String, Sendable { case button, reminder, form, text, photo }

  /// Entries in force between two dates, both included, oldest date first.
  static func entries(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> [CheckIn] {
    try await database.rows(
      """
      SELECT id, goal, kind, logical_date, amount, logged_at, is_backdated FROM \(GoalsTables.checkIn)
      WHERE person = \(person) AND logical_date >= \(first) AND logical_date <= \(last) AND state = 0
      ORDER BY logical_date, logged_at, id
      """
    ).map(entry)
  }

  /// An entry in force; nil for somebody else's.
  static func entry(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> CheckIn? {
    try await database.row(
      """
      SELECT id, goal, kind, logical_date, amount, logged_at, is_backdated FROM \(GoalsTables.checkIn)
      WHERE id = \(id) AND person = \(person) AND state = 0
      """
    ).map(entry)
  }

  /// The sums of all amounts of goals that count towards a total.
  static func totals(of goals: [Goal], person: PersonID, _ database: any DatabaseReading) async throws
    -> [RowID: Double]
  {
    let ids = goals.filter { $0.snapshot.kind == .target }.map(\.id)
    guard !ids.isEmpty else { return [:] }
    let rows = try await database.rows(
      """
      SELECT goal, SUM(amount) AS total FROM \(GoalsTables.checkIn)
      WHERE person = \(person) AND state = 0 AND kind = 'amount' AND goal IN (\(list: ids)) GROUP BY goal
      """)
    return try Dictionary(
      rows.map { (try $0.get("goal"), Quantity.rounded(try $0.get("total"))) }, uniquingKeysWith: { first, _ in first })
  }

  /// The last values of measured goals before a date.
  private static func values(
    of goals: [Goal], before date: LocalDate, person: PersonID, _ database: any DatabaseReading
  ) async throws -> [RowID: Double] {
    let measured = goals.filter { $0.snapshot.kind == .target && $0.snapshot.start != nil }
    guard !measured.isEmpty else { return [:] }
    var values: [RowID: Double] = [:]
    for (goal, points) in try await history(of: measured, person: person, database) {
      values[goal] = points.last { $0.date < date }?.amount
    }
    return values
  }

  /// The amounts of goals, oldest first: at most the youngest 3000 of all.
  static func history(of goals: [Goal], person: PersonID, _ database: any DatabaseReading) async throws
    -> [RowID: [CheckIn]]
  {
    guard !goals.isEmpty else { return [:] }
    let rows = try await database.rows(
      """
      SELECT id, goal, kind, logical_date, amount, logged_at, is_backdated FROM \(GoalsTables.checkIn)
      WHERE person = \(person) AND state = 0 AND kind = 'amount' AND goal IN (\(list: goals.map(\.id)))
      ORDER BY logical_date DESC, logged_at DESC, id DESC LIMIT 3000
      """)
    return Dictionary(grouping: try rows.reversed().map(entry), by: \.goal)
  }

  /// What targets came to on each date with an entry: sums of the date, or the last value of a measured one. Oldest
  /// first.
  static func daily(of goals: [Goal], person: PersonID, _ database: any DatabaseReading) async throws
    -> [RowID: [Pace.Point]]
  {
    let counted = goals.filter { $0.snapshot.kind == .target && $0.snapshot.start == nil }.map(\.id)
    let measured = goals.filter { $0.snapshot.kind == .target && $0.snapshot.start != nil }
    var points: [RowID: [Pace.Point]] = [:]
    if !counted.isEmpty {
      let rows = try await database.rows(
        """
        SELECT goal, logical_date, SUM(amount) AS total FROM \(GoalsTables.checkIn)
        WHERE person = \(person) AND state = 0 AND kind = 'amount' AND goal IN (\(list: counted))
        GROUP BY goal, logical_date ORDER BY logical_date
        """)
      for row in rows {
        points[try row.get("goal"), default: []].append(
          Pace.Point(date: try row.get("logical_date"), value: try row.get("total")))
      }
    }
    for (goal, entries) in try await history(of: measured, person: person, database) {
      for entry in entries {
        let point = Pace.Point(date: entry.date, value: entry.amount ?? 0)
        if points[goal]?.last?.date == entry.date { points[goal]?.removeLast() }
        points[goal, default: []].append(point)
      }
    }
    return points
  }

  /// The day of a person with everything its card shows.
  static func day(_ date: LocalDate, today: LocalDate, of person: PersonID, _ database: any DatabaseReading)
    async throws -> Day
  {
    let goals = try await GoalStore.goals(of: person, [.active, .paused], database)
    let pauses = try await PauseStore.pauses(of: person, database).map(\.pause)
    let monday = date.startOfWeek()
    let entries = try await entries(of: person, from: monday, to: monday.adding(days: 6), database)
    let totals = try await totals(of: goals, person: person, database)
    let values = try await values(of: goals, before: date, person: person, database)
    return Day(
      date: date, today: today, goals: goals, pauses: pauses, entries: entries, totals: totals, values: values)
  }

  /// Writes an entry. The unique key over goal and date keeps it the only one that is not an amount.
  static func insert(_ entry: CheckIn, source: Source, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(GoalsTables.checkIn)
        (id, person, goal, logical_date, kind, amount, logged_at, is_backdated, source, state)
      VALUES (\(entry.id), \(turn.person.id), \(entry.goal), \(entry.date), \(entry.kind.rawValue), \(entry.amount),
        \(entry.at), \(entry.isBackdated), \(source.rawValue), 0)
      """, expecting: .exactly(1))
  }

  /// A later entry of the date takes its place.
  static func supersede(_ entry: RowID, _ turn: Turn) {
    turn.write(
      "UPDATE \(GoalsTables.checkIn) SET state = 1 WHERE id = \(entry) AND person = \(turn.person.id) AND state = 0",
      expecting: .exactly(1))
  }

  static func undo(_ entry: RowID, _ turn: Turn) {
    turn.write(
      "UPDATE \(GoalsTables.checkIn) SET state = 2 WHERE id = \(entry) AND person = \(turn.person.id) AND state = 0",
      expecting: .exactly(1))
  }

  private static func entry(_ row: Row) throws -> CheckIn {
    CheckIn(
      id: try row.get("id"), goal: try row.get("goal"), kind: CheckIn.Kind(rawValue: try row.get("kind")) ?? .miss,
      date: try row.get("logical_date"), amount: try row.get("amount"), at: try row.get("logged_at"),
      isBackdated: try row.get("is_backdated"))
  }
}
