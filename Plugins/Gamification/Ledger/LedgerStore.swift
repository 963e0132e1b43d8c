import PluginAPI

/// Reads and writes the ledger.
struct LedgerStore: Sendable {
  private let table = GamificationTables.ledger

  /// The ledger as far as a decision needs it: lines from a date on, and those of some sources.
  func ledger(
    of person: PersonID, since date: LocalDate, sources: [String], rules: XPRules, _ database: any DatabaseReading
  ) async throws -> Ledger {
    let lines = try await database.rows(
      """
      SELECT source, reason, amount, date, goal FROM \(table)
      WHERE person = \(person) AND (date >= \(date) OR source IN (\(list: sources)))
      """)
    return Ledger(
      try lines.map(LedgerLine.init), total: try await total(of: person, database), rules: rules)
  }

  func total(of person: PersonID, _ database: any DatabaseReading) async throws -> Int {
    let sum: Int?? = try await database.value(
      "SELECT CAST(SUM(amount) AS BIGINT) FROM \(table) WHERE person = \(person)")
    return max(0, (sum ?? nil) ?? 0)
  }

  func points(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> Int {
    let sum: Int?? = try await database.value(
      """
      SELECT CAST(SUM(amount) AS BIGINT) FROM \(table)
      WHERE person = \(person) AND date >= \(first) AND date <= \(last)
      """)
    return (sum ?? nil) ?? 0
  }

  /// How often the person came back after a break.
  func comebacks(of person: PersonID, _ database: any DatabaseReading) async throws -> Int {
    let rows = try await database.rows(
      """
      SELECT reason, COUNT(*) AS count FROM \(table)
      WHERE person = \(person) AND reason IN ('comeback', 'undo:comeback') GROUP BY reason
      """)
    var counts: [String: Int] = [:]
    for row in rows { counts[try row.get("reason")] = try row.get("count") }
    return max(0, (counts["comeback"] ?? 0) - (counts["undo:comeback"] ?? 0))
  }

  /// Dates after `date` on which something was reflected on.
  func reflections(of person: PersonID, after date: LocalDate, _ database: any DatabaseReading) async throws
    -> Set<LocalDate>
  {
    let rows = try await database.rows(
      "SELECT date FROM \(table) WHERE person = \(person) AND reason = 'reflection' AND date > \(date)")
    return Set(try rows.map { try $0.get("date") })
  }

  func insert(_ line: LedgerLine, id: RowID, person: PersonID, at now: Instant) -> SQL {
    """
    INSERT INTO \(table) (id, person, source, reason, amount, date, goal, at)
    VALUES (\(id), \(person), \(line.source), \(line.word), \(line.amount), \(line.date), \(line.goal as RowID?), \(now))
    ON CONFLICT (person, source, reason) DO NOTHING
    """
  }
}
