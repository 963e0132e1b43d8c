import Contracts
import PluginAPI

/// What the coach remembers of a person, fact by fact.
struct MemoryStore: Sendable {
  /// Characters of a fact.
  static let textLimit = 200
  /// Facts of a person; more would be no memory but a file.
  static let capacity = 40
  /// Facts that the coach is given.
  static let forCoach = 8

  /// Not expired, newest first.
  func facts(of person: PersonID, now: Instant, limit: Int = capacity, _ database: any DatabaseReading) async throws
    -> [MemoryFact]
  {
    try await database.rows(
      """
      SELECT id, kind, text, language, expires_at FROM \(OnboardingMigrations.fact)
      WHERE person = \(person) AND (expires_at IS NULL OR expires_at > \(now))
      ORDER BY created_at DESC, id DESC LIMIT \(limit)
      """
    ).map { row in
      MemoryFact(
        id: try row.get("id"), kind: MemoryFact.Kind(rawValue: try row.get("kind")) ?? .fact,
        text: try row.get("text"), language: Language(rawValue: try row.get("language")) ?? .english,
        expiresAt: try row.get("expires_at"))
    }
  }

  /// When the next fact expires.
  func nextExpiry(of person: PersonID, after now: Instant, _ database: any DatabaseReading) async throws -> Instant? {
    try await database.value(
      """
      SELECT expires_at FROM \(OnboardingMigrations.fact)
      WHERE person = \(person) AND expires_at IS NOT NULL AND expires_at > \(now) ORDER BY expires_at LIMIT 1
      """)
  }

  /// - Parameter origin: `user` for what the person wrote here, `confirmed` for what they said yes to.
  func insert(_ fact: MemoryFact, origin: String, at instant: Instant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.fact) (person, id, kind, text, language, origin, created_at, expires_at)
    VALUES (\(person), \(fact.id), \(fact.kind.rawValue), \(fact.text), \(fact.language.rawValue), \(origin),
      \(instant), \(fact.expiresAt))
    """
  }

  func change(_ fact: MemoryFact, of person: PersonID) -> SQL {
    """
    UPDATE \(OnboardingMigrations.fact) SET kind = \(fact.kind.rawValue), text = \(fact.text),
      language = \(fact.language.rawValue), expires_at = \(fact.expiresAt)
    WHERE person = \(person) AND id = \(fact.id)
    """
  }

  func delete(_ fact: RowID, of person: PersonID) -> SQL {
    "DELETE FROM \(OnboardingMigrations.fact) WHERE person = \(person) AND id = \(fact)"
  }

  func clear(_ person: PersonID) -> SQL { "DELETE FROM \(OnboardingMigrations.fact) WHERE person = \(person)" }

  func deleteExpired(of person: PersonID, now: Instant) -> SQL {
    """
    DELETE FROM \(OnboardingMigrations.fact)
    WHERE person = \(person) AND expires_at IS NOT NULL AND expires_at <= \(now)
    """
  }
}

extension MemoryFact.Kind {
  /// How long a fact of this kind holds; nil until it is deleted. Circumstances change.
  var lifetime: Duration? {
    switch self {
    case .constraint: .days(90)
    case .insight: .days(365)
    case .preference, .fact: nil
    }
  }
}
