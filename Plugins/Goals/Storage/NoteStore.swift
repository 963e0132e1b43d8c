import PluginAPI

/// Reads and writes notes, and the texts that wait for the person to say what they are.
enum NoteStore {
  static func insert(id: RowID, goal: RowID?, date: LocalDate, text: String, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(GoalsTables.reflection) (id, person, goal, logical_date, content, created_at)
      VALUES (\(id), \(turn.person.id), \(goal), \(date), \(text), \(turn.now))
      """, expecting: .exactly(1))
  }

  /// Keeps a text until the person says what it is.
  static func keep(id: RowID, text: String, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(GoalsTables.text) (id, person, content, created_at)
      VALUES (\(id), \(turn.person.id), \(text), \(turn.now))
      """, expecting: .exactly(1))
  }

  static func kept(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> String? {
    try await database.value("SELECT content FROM \(GoalsTables.text) WHERE id = \(id) AND person = \(person)")
  }

  static func drop(_ id: RowID, _ turn: Turn) {
    turn.write(
      "DELETE FROM \(GoalsTables.text) WHERE id = \(id) AND person = \(turn.person.id)", expecting: .exactly(1))
  }

  /// Forgets texts that nobody used.
  static func dropKept(before instant: Instant, _ turn: Turn) {
    turn.write("DELETE FROM \(GoalsTables.text) WHERE person = \(turn.person.id) AND created_at < \(instant)")
  }
}
