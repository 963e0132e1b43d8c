import PluginAPI

/// Reads and writes what was sent, and whether somebody acted on it.
struct SentStore: Sendable {
  private let table = RemindersTables.sent
  private let reviews = RemindersTables.review

  /// Acting within this time counts as an answer.
  static let answerTime: Duration = .hours(2)

  /// How many messages of each kind went out on a date.
  func counts(of person: PersonID, on date: LocalDate, _ database: any DatabaseReading) async throws -> [Kind: Int] {
    let rows = try await database.rows(
      "SELECT kind, COUNT(*) AS count FROM \(table) WHERE person = \(person) AND date = \(date) GROUP BY kind")
    return Dictionary(try rows.map { (try $0.get("kind"), try $0.get("count")) }) { $0 + $1 }
  }

  /// The goal reminded of last on a date.
  func lastGoal(of person: PersonID, on date: LocalDate, _ database: any DatabaseReading) async throws -> RowID? {
    try await database.value(
      """
      SELECT goal FROM \(table) WHERE person = \(person) AND date = \(date) AND goal IS NOT NULL
      ORDER BY at DESC NULLS LAST LIMIT 1
      """)
  }

  func insert(_ id: RowID, _ slot: Slot, on date: LocalDate, template: Int, of person: PersonID, at now: Instant) -> SQL
  {
    """
    INSERT INTO \(table) (id, person, slot, kind, goal, date, at, template)
    VALUES (\(id), \(person), \(slot.key), \(slot.kind), \(slot.goal as RowID?), \(date), \(now), \(template))
    """
  }

  func acted(of person: PersonID, at now: Instant) -> SQL {
    """
    UPDATE \(table) SET acted_at = \(now)
    WHERE person = \(person) AND acted_at IS NULL AND at >= \(now - Self.answerTime)
    """
  }

  func forget(before date: LocalDate, of person: PersonID) -> SQL {
    "DELETE FROM \(table) WHERE person = \(person) AND date < \(date)"
  }

  func isReviewed(_ week: LocalDate, of person: PersonID, _ database: any DatabaseReading) async throws -> Bool {
    try await database.row("SELECT week FROM \(reviews) WHERE person = \(person) AND week = \(week)") != nil
  }

  func review(_ week: LocalDate, of person: PersonID, at now: Instant) -> SQL {
    "INSERT INTO \(reviews) (person, week, at) VALUES (\(person), \(week), \(now))"
  }
}
