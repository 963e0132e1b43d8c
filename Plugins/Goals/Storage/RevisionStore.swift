import Contracts
import PluginAPI

/// A change of how much a goal asks for.
struct Revision: Sendable, Hashable {
  var id: RowID
  var goal: RowID
  /// The first date it counts for.
  var effectiveDate: LocalDate
  var load: GoalLoad
}

/// Reads and writes what a goal asked for, when. A revision that is not applied yet waits for its date.
enum RevisionStore {
  /// Changes that wait for their date.
  static func waiting(of person: PersonID, _ database: any DatabaseReading) async throws -> [Revision] {
    try await database.rows(
      """
      SELECT id, goal, effective_date, snapshot FROM \(GoalsTables.revision)
      WHERE person = \(person) AND is_applied = \(false) ORDER BY effective_date, id
      """
    ).map { row in
      Revision(
        id: try row.get("id"), goal: try row.get("goal"), effectiveDate: try row.get("effective_date"),
        load: try row.json("snapshot"))
    }
  }

  static func insert(_ revision: Revision, isApplied: Bool, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(GoalsTables.revision) (id, person, goal, effective_date, snapshot, is_applied, created_at)
      VALUES (\(revision.id), \(turn.person.id), \(revision.goal), \(revision.effectiveDate),
        \(JSONColumn(revision.load)), \(isApplied), \(turn.now))
      """, expecting: .exactly(1))
  }

  static func apply(_ revision: RowID, _ turn: Turn) {
    turn.write(
      """
      UPDATE \(GoalsTables.revision) SET is_applied = \(true)
      WHERE id = \(revision) AND person = \(turn.person.id) AND is_applied = \(false)
      """, expecting: .exactly(1))
  }

  /// Forgets changes of a goal that have not come into force.
  static func dropWaiting(of goal: RowID, _ turn: Turn) {
    turn.write(
      """
      DELETE FROM \(GoalsTables.revision)
      WHERE person = \(turn.person.id) AND goal = \(goal) AND is_applied = \(false)
      """)
  }
}
