import Contracts
import PluginAPI

/// What is kept of a crisis: the category, the time, and whether the person has chosen.
enum SafetyStore {
  static func isOpen(for person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool {
    let until: Instant? = try await database.value(
      "SELECT until FROM \(CoachTables.safety) WHERE person = \(person) AND is_open = \(true)")
    return until.map { now < $0 } ?? false
  }

  static func open(_ event: SafetyTriggered, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.safety) (person, category, is_open, until)
      VALUES (\(turn.person.id), \(event.category.rawValue), \(true), \(event.until))
      ON CONFLICT (person) DO UPDATE SET category = \(event.category.rawValue), is_open = \(true),
        until = \(event.until)
      """)
    log(event.category.rawValue, "card", turn)
  }

  /// The person chose.
  static func close(_ action: StaticString, _ turn: Turn) {
    turn.write("UPDATE \(CoachTables.safety) SET is_open = \(false) WHERE person = \(turn.person.id)")
    log("", action.description, turn)
  }

  private static func log(_ category: String, _ action: String, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.safetyEvent) (id, person, category, action, at)
      VALUES (\(turn.newID()), \(turn.person.id), \(category), \(action), \(turn.now))
      """)
  }
}
