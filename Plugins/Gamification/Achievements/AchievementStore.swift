import PluginAPI

/// Reads and writes what people earned. Kept for good: an undo takes points back, not this.
struct AchievementStore: Sendable {
  private let table = GamificationTables.achievement
  private let ledger = GamificationTables.ledger

  /// What the person has, and since when.
  func earned(by person: PersonID, _ database: any DatabaseReading) async throws -> [Achievement: Instant] {
    var earned: [Achievement: Instant] = [:]
    for row in try await database.rows("SELECT name, at FROM \(table) WHERE person = \(person)") {
      if let achievement = Achievement(rawValue: try row.get("name")) { earned[achievement] = try row.get("at") }
    }
    return earned
  }

  /// What is needed to decide whether a turn brings another one.
  func rule(for person: PersonID, _ database: any DatabaseReading) async throws -> AchievementRule {
    let successes: Int? = try await database.value(
      """
      SELECT COUNT(*) AS number FROM (
        SELECT goal, date FROM \(ledger)
        WHERE person = \(person) AND goal IS NOT NULL AND reason IN (\(list: Self.checkIns))
        GROUP BY goal, date HAVING SUM(amount) > 0) AS scored
      """)
    let reviews: Int? = try await database.value(
      "SELECT COUNT(*) AS number FROM \(ledger) WHERE person = \(person) AND reason = 'weekReview'")
    return AchievementRule(
      earned: Set(try await earned(by: person, database).keys), successes: successes ?? 0, reviews: reviews ?? 0)
  }

  private static let checkIns = XPReason.allCases.filter(\.isCheckIn).flatMap { [$0.rawValue, "undo:\($0.rawValue)"] }

  func insert(_ achievement: Achievement, of person: PersonID, at now: Instant) -> SQL {
    """
    INSERT INTO \(table) (person, name, at) VALUES (\(person), \(achievement.rawValue), \(now))
    ON CONFLICT (person, name) DO NOTHING
    """
  }
}
