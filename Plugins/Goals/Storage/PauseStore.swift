import Contracts
import PluginAPI

/// A stored pause of one goal.
struct StoredPause: Sendable, Hashable {
  var id: RowID
  var goal: RowID
  var from: LocalDate
  var to: LocalDate?
  /// The pause of everything it belongs to.
  var batch: RowID?

  var pause: GoalPause { GoalPause(goal: goal, from: from, to: to) }
}

/// Reads and writes pauses.
enum PauseStore {
  static func pauses(of person: PersonID, _ database: any DatabaseReading) async throws -> [StoredPause] {
    try await database.rows(
      """
      SELECT id, goal, from_date, to_date, batch FROM \(GoalsTables.pause) WHERE person = \(person)
      ORDER BY from_date, id
      """
    ).map { row in
      StoredPause(
        id: try row.get("id"), goal: try row.get("goal"), from: try row.get("from_date"), to: try row.get("to_date"),
        batch: try row.get("batch"))
    }
  }

  static func insert(_ pause: StoredPause, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(GoalsTables.pause) (id, person, goal, from_date, to_date, batch)
      VALUES (\(pause.id), \(turn.person.id), \(pause.goal), \(pause.from), \(pause.to), \(pause.batch))
      """, expecting: .exactly(1))
  }

  /// Ends pauses that still run, so that `today` is no longer in them.
  static func end(_ pauses: [StoredPause], today: LocalDate, _ turn: Turn) {
    for pause in pauses where pause.pause.covers(today) || pause.from > today {
      if pause.from >= today {
        turn.write("DELETE FROM \(GoalsTables.pause) WHERE id = \(pause.id) AND person = \(turn.person.id)")
      } else {
        turn.write(
          """
          UPDATE \(GoalsTables.pause) SET to_date = \(today.adding(days: -1))
          WHERE id = \(pause.id) AND person = \(turn.person.id)
          """)
      }
    }
  }
}
