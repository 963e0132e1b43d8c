import Contracts
import PluginAPI

extension Consent {
  /// Itself, and what it takes besides: pictures are read by the same model as words, and one abroad takes more.
  func needs(_ model: ModelAbilities?) -> [Consent] {
    switch self {
    case .terms, .abroad: [self]
    case .model: model?.isAbroad == true ? [.model, .abroad] : [.model]
    case .photos: Consent.model.needs(model) + [.photos]
    }
  }
}

extension [Consent: ConsentStore.Grant] {
  /// Whether this is agreed to, with everything else that it takes.
  func allow(_ consent: Consent, _ model: ModelAbilities?) -> Bool {
    consent.needs(model).allSatisfy { self[$0] != nil }
  }
}

/// What a person agreed to and when.
struct ConsentStore: Sendable {
  /// A consent that holds.
  struct Grant: Sendable, Hashable {
    var version: Int
    var at: Instant
  }

  /// What holds now: of each kind the newest version, unless it was taken back.
  func grants(of person: PersonID, _ database: any DatabaseReading) async throws -> [Consent: Grant] {
    let rows = try await database.rows(
      """
      SELECT kind, version, granted_at FROM \(OnboardingMigrations.consent)
      WHERE person = \(person) AND revoked_at IS NULL ORDER BY version
      """)
    var grants: [Consent: Grant] = [:]
    for row in rows {
      guard let kind = Consent(rawValue: try row.get("kind")) else { continue }
      grants[kind] = Grant(version: try row.get("version"), at: try row.get("granted_at"))
    }
    return grants
  }

  /// The first consent to a version counts, unless it was taken back meanwhile; pressing again changes nothing.
  func grant(_ kind: Consent, version: Int, at instant: Instant, by person: PersonID) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.consent) (person, kind, version, granted_at)
    VALUES (\(person), \(kind.rawValue), \(version), \(instant))
    ON CONFLICT (person, kind, version) DO UPDATE SET
      granted_at = CASE WHEN \(OnboardingMigrations.consent).revoked_at IS NULL
        THEN \(OnboardingMigrations.consent).granted_at ELSE excluded.granted_at END,
      revoked_at = NULL
    """
  }

  /// Of every version.
  func revoke(_ kind: Consent, at instant: Instant, by person: PersonID) -> SQL {
    """
    UPDATE \(OnboardingMigrations.consent) SET revoked_at = \(instant)
    WHERE person = \(person) AND kind = \(kind.rawValue) AND revoked_at IS NULL
    """
  }
}
