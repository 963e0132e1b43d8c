import Contracts
import PluginAPI

/// Reads what is known of a person, and makes the statements that change it.
struct ProfileStore: Sendable {
  private static let terms = "terms"

  // MARK: Profile

  /// Nil until the first conversation was finished.
  func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> Profile? {
    let row = try await database.row(
      "SELECT wish, rhythm, source, completed_at FROM \(OnboardingMigrations.profile) WHERE person = \(person)")
    guard let row else { return nil }
    return Profile(
      wish: try row.get("wish"), rhythm: CheckInRhythm(rawValue: try row.get("rhythm")) ?? .evening,
      source: try row.get("source"), completedAt: try row.get("completed_at"))
  }

  /// Keeps when the first one was completed.
  func save(_ profile: Profile, of person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.profile) (person, wish, rhythm, source, first_completed_at, completed_at)
    VALUES (\(person), \(profile.wish), \(profile.rhythm.rawValue), \(profile.source), \(profile.completedAt),
      \(profile.completedAt))
    ON CONFLICT (person) DO UPDATE SET wish = excluded.wish, rhythm = excluded.rhythm, source = excluded.source,
      completed_at = excluded.completed_at
    """
  }

  func change(wish: String, of person: PersonID) -> SQL {
    "UPDATE \(OnboardingMigrations.profile) SET wish = \(wish) WHERE person = \(person)"
  }

  // MARK: Consent

  /// The newest version of the terms that the person accepted.
  func consentVersion(of person: PersonID, _ database: any DatabaseReading) async throws -> Int? {
    try await database.value(
      """
      SELECT version FROM \(OnboardingMigrations.consent) WHERE person = \(person) AND kind = \(Self.terms)
      ORDER BY version DESC LIMIT 1
      """)
  }

  /// The first consent to a version counts; pressing again changes nothing.
  func grantConsent(version: Int, at instant: Instant, by person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.consent) (person, kind, version, granted_at)
    VALUES (\(person), \(Self.terms), \(version), \(instant)) ON CONFLICT (person, kind, version) DO NOTHING
    """
  }

  // MARK: Erasure

  /// When everything will be erased; nil when nobody asked for it.
  func erasure(of person: PersonID, _ database: any DatabaseReading) async throws -> Instant? {
    try await database.value("SELECT erase_at FROM \(OnboardingMigrations.erasure) WHERE person = \(person)")
  }

  func planErasure(at instant: Instant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.erasure) (person, erase_at) VALUES (\(person), \(instant))
    ON CONFLICT (person) DO UPDATE SET erase_at = excluded.erase_at
    """
  }

  func withdrawErasure(of person: PersonID) -> SQL {
    "DELETE FROM \(OnboardingMigrations.erasure) WHERE person = \(person)"
  }
}
