import PluginAPI

/// Reads and writes what the host knows of people, and their open dialogs.
struct PersonStore: Sendable {
  let database: any DatabaseDriver
  let zones: TimeZoneDatabase

  /// A person and their open dialog, which may have expired, in one question.
  func load(_ id: PersonID) async throws -> Profile? {
    let row = try await database.row(
      """
      SELECT p.id, p.name, p.username, p.language, p.address, p.gender, p.zone, p.zone_confirmed, p.day_start, p.role,
        p.blocked, p.leaving, p.since, d.name AS dialog, d.version, d.revision, d.state, d.card, d.waiting, d.expires_at
      FROM \(HostTables.person) p LEFT JOIN \(HostTables.dialog) d ON d.person = p.id WHERE p.id = \(id)
      """)
    guard let row else { return nil }
    let person = Person(
      id: id, name: try row.get("name"), username: try row.get("username"),
      language: Language(rawValue: try row.get("language")) ?? .english,
      address: FormOfAddress(rawValue: try row.get("address")) ?? .vy,
      gender: try row.get("gender", as: String?.self).flatMap { GrammaticalGender(rawValue: $0) },
      zone: (try? zones.zone(try row.get("zone"))) ?? .utc, isZoneConfirmed: try row.get("zone_confirmed"),
      dayStart: LocalTime(try row.get("day_start", as: String.self)) ?? .defaultDayStart,
      role: Role(rawValue: try row.get("role")) ?? .user, isBlocked: try row.get("blocked"),
      isLeaving: try row.get("leaving"), since: try row.get("since"))
    guard let name = try row.get("dialog", as: String?.self) else { return Profile(person: person, dialog: nil) }
    let dialog = OpenDialog(
      name: name, version: try row.get("version"), revision: try row.get("revision"), state: try row.get("state"),
      card: try row.get("card", as: MessageRef?.self), waiting: try row.get("waiting"),
      expires: try row.get("expires_at"))
    return Profile(person: person, dialog: dialog)
  }

  /// Writes all that may change.
  func save(_ person: Person) -> SQL {
    """
    INSERT INTO \(HostTables.person) (id, name, username, language, address, gender, zone, zone_confirmed, day_start,
      role, blocked, leaving, since)
    VALUES (\(person.id), \(person.name), \(person.username), \(person.language.rawValue), \(person.address.rawValue),
      \(person.gender?.rawValue), \(person.zone.id), \(person.isZoneConfirmed), \(person.dayStart.description),
      \(person.role), \(person.isBlocked), \(person.isLeaving), \(person.since))
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, username = excluded.username, language = excluded.language,
      address = excluded.address, gender = excluded.gender, zone = excluded.zone,
      zone_confirmed = excluded.zone_confirmed, day_start = excluded.day_start, role = excluded.role,
      blocked = excluded.blocked, leaving = excluded.leaving
    """
  }

  /// Opens or moves the dialog of a person.
  func save(_ dialog: OpenDialog, of person: PersonID) -> SQL {
    """
    INSERT INTO \(HostTables.dialog) (person, name, version, revision, state, card, waiting, expires_at)
    VALUES (\(person), \(dialog.name), \(dialog.version), \(dialog.revision), \(SQLValueBox.json(dialog.state)),
      \(dialog.card?.id), \(SQLValueBox.json(dialog.waiting)), \(dialog.expires))
    ON CONFLICT (person) DO UPDATE SET name = excluded.name, version = excluded.version,
      revision = excluded.revision, state = excluded.state, card = excluded.card, waiting = excluded.waiting,
      expires_at = excluded.expires_at
    """
  }

  func closeDialog(of person: PersonID) -> SQL { "DELETE FROM \(HostTables.dialog) WHERE person = \(person)" }
}

/// Binds text that is JSON already.
struct SQLValueBox: SQLConvertible {
  let sqlValue: SQLValue
  init?(sqlValue: SQLValue) { self.sqlValue = sqlValue }
  private init(value: SQLValue) { sqlValue = value }
  static func json(_ text: String?) -> SQLValueBox { SQLValueBox(value: text.map { .json($0) } ?? .null) }
}
