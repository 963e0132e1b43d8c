import PluginAPI

/// What is kept of a person apart from single reminders.
struct Habits: Sendable, Hashable {
  var quiet: QuietHours
  var mutedUntil: Instant?
  /// When the person last logged or wrote something.
  var lastActive: Instant?

  /// A mute without an end.
  static let forever = Instant(unixSeconds: 253_402_300_799)
}

/// Reads and writes ``Habits``.
struct PersonStore: Sendable {
  private let table = RemindersTables.person

  func find(_ person: PersonID, default quiet: QuietHours, _ database: any DatabaseReading) async throws -> Habits {
    guard
      let row = try await database.row(
        "SELECT quiet_from, quiet_to, muted_until, last_active FROM \(table) WHERE person = \(person)")
    else { return Habits(quiet: quiet) }
    var habits = Habits(
      quiet: quiet, mutedUntil: try row.get("muted_until"), lastActive: try row.get("last_active"))
    let from = try row.get("quiet_from", as: String?.self).flatMap { LocalTime($0) }
    let to = try row.get("quiet_to", as: String?.self).flatMap { LocalTime($0) }
    if let from, let to { habits.quiet = QuietHours(from: from, to: to) }
    return habits
  }

  func save(_ quiet: QuietHours, of person: PersonID) -> SQL {
    let (from, to) = (quiet.from.description, quiet.to.description)
    return """
      INSERT INTO \(table) (person, quiet_from, quiet_to) VALUES (\(person), \(from), \(to))
      ON CONFLICT (person) DO UPDATE SET quiet_from = \(from), quiet_to = \(to)
      """
  }

  func save(mutedUntil instant: Instant?, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, muted_until) VALUES (\(person), \(instant as Instant?))
    ON CONFLICT (person) DO UPDATE SET muted_until = \(instant as Instant?)
    """
  }

  func save(lastActive now: Instant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, last_active) VALUES (\(person), \(now))
    ON CONFLICT (person) DO UPDATE SET last_active = \(now)
    """
  }
}
