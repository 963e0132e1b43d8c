import Contracts
import PluginAPI

/// Reads what is known of a person, and makes the statements that change it.
struct ProfileStore: Sendable {
  // MARK: Profile

  /// Nil until the first conversation was finished.
  func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> Profile? {
    let row = try await database.row(
      """
      SELECT wish, rhythm, style, areas, obstacle, insight, moodboard, is_teen, language, completed_at
      FROM \(OnboardingMigrations.profile) WHERE person = \(person)
      """)
    guard let row else { return nil }
    return Profile(
      wish: try row.get("wish"), rhythm: CheckInRhythm(rawValue: try row.get("rhythm")) ?? .evening,
      style: CoachProfile.Style(rawValue: try row.get("style")) ?? .soft,
      areas: try row.get("areas", as: JSONColumn<[Area]>?.self)?.value ?? [], obstacle: try row.get("obstacle"),
      insight: try row.get("insight", as: JSONColumn<Insight>?.self)?.value, moodboard: try row.get("moodboard"),
      isTeen: try row.get("is_teen"),
      language: try row.get("language", as: String?.self).flatMap { Language(rawValue: $0) },
      completedAt: try row.get("completed_at"))
  }

  /// Keeps when the first one was completed.
  func save(_ profile: Profile, of person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.profile) (person, wish, rhythm, source, style, areas, obstacle, insight,
      moodboard, is_teen, language, first_completed_at, completed_at)
    VALUES (\(person), \(profile.wish), \(profile.rhythm.rawValue), \(profile.source), \(profile.style.rawValue),
      \(JSONColumn(profile.areas)), \(profile.obstacle), \(profile.insight.map { JSONColumn($0) }),
      \(profile.moodboard), \(profile.isTeen), \(profile.language?.rawValue), \(profile.completedAt),
      \(profile.completedAt))
    ON CONFLICT (person) DO UPDATE SET wish = excluded.wish, rhythm = excluded.rhythm, source = excluded.source,
      style = excluded.style, areas = excluded.areas, obstacle = excluded.obstacle, insight = excluded.insight,
      moodboard = excluded.moodboard, is_teen = excluded.is_teen, language = excluded.language,
      completed_at = excluded.completed_at
    """
  }

  // MARK: A better wording on offer

  func proposal(for person: PersonID, _ database: any DatabaseReading) async throws -> Insight? {
    try await database.row(
      "SELECT insight FROM \(OnboardingMigrations.proposal) WHERE person = \(person)")?.json("insight")
  }

  func propose(_ insight: Insight, at instant: Instant, to person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.proposal) (person, insight, made_at)
    VALUES (\(person), \(JSONColumn(insight)), \(instant))
    ON CONFLICT (person) DO UPDATE SET insight = excluded.insight, made_at = excluded.made_at
    """
  }

  func dropProposal(of person: PersonID) -> SQL {
    "DELETE FROM \(OnboardingMigrations.proposal) WHERE person = \(person)"
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
