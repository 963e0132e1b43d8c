import PluginAPI

/// A closed day: at most one a person and date.
struct Closure: Sendable, Hashable {
  struct Ended: Codable, Sendable, Hashable {
    var goal: RowID
    var length: Int
  }

  var date: LocalDate
  var ended: [Ended]
  var saved: [RowID]
  var freezesLeft: Int

  var isEventful: Bool { !ended.isEmpty || !saved.isEmpty }

  init(_ outcome: DayOutcome) {
    date = outcome.date
    ended = outcome.ended.sorted { $0.key < $1.key }.map { Ended(goal: $0.key, length: $0.value) }
    saved = outcome.saved.sorted()
    freezesLeft = outcome.freezesLeft
  }

  init(_ row: Row) throws {
    date = try row.get("date")
    ended = try row.json("ended")
    saved = try row.json("saved")
    freezesLeft = try row.get("freezes_left")
  }
}

/// Reads and writes closures.
struct ClosureStore: Sendable {
  private let table = GamificationTables.closure

  func closures(of person: PersonID, since date: LocalDate, _ database: any DatabaseReading) async throws -> [Closure] {
    try await database.rows(
      "SELECT date, ended, saved, freezes_left FROM \(table) WHERE person = \(person) AND date >= \(date)"
    ).map(Closure.init)
  }

  func insert(_ closure: Closure, of person: PersonID, at now: Instant, by what: String) -> SQL {
    """
    INSERT INTO \(table) (person, date, at, closed_by, ended, saved, freezes_left)
    VALUES (\(person), \(closure.date), \(now), \(what), \(JSONColumn(closure.ended)), \(JSONColumn(closure.saved)),
      \(closure.freezesLeft))
    ON CONFLICT (person, date) DO NOTHING
    """
  }

  /// Late data changed what the day came to.
  func update(_ closure: Closure, of person: PersonID) -> SQL {
    """
    UPDATE \(table) SET ended = \(JSONColumn(closure.ended)), saved = \(JSONColumn(closure.saved)),
      freezes_left = \(closure.freezesLeft)
    WHERE person = \(person) AND date = \(closure.date)
    """
  }
}
