import Contracts
import PluginAPI

/// Reads and writes goals. A read never sees what the same turn writes.
enum GoalStore {
  private static let columns: SQL = """
    id, title, why, kind, status, schedule, target, unit, cue, action, remind_at, minimum, effort, start_date, due_date,
    created_at, activated_at, archived_at, learning, plans, steps, start_value, area
    """

  /// Goals in these states, in the person's order: the order of their making.
  static func goals(of person: PersonID, _ statuses: Set<GoalSnapshot.Status>, _ database: any DatabaseReading)
    async throws -> [Goal]
  {
    let words = statuses.map(\.rawValue).sorted()
    return try await database.rows(
      """
      SELECT \(columns) FROM \(GoalsTables.goal) WHERE person = \(person) AND status IN (\(list: words))
      ORDER BY created_at, id LIMIT 500
      """
    ).map(goal)
  }

  /// A goal of the person; nil for somebody else's.
  static func goal(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> Goal? {
    try await database.row(
      "SELECT \(columns) FROM \(GoalsTables.goal) WHERE id = \(id) AND person = \(person)"
    ).map(goal)
  }

  /// How many goals count against the limit.
  static func running(of person: PersonID, _ database: any DatabaseReading) async throws -> Int {
    try await database.value(
      """
      SELECT COUNT(*) AS number FROM \(GoalsTables.goal)
      WHERE person = \(person) AND status IN ('active', 'paused')
      """) ?? 0
  }

  /// How many goals the person ever activated.
  static func activated(by person: PersonID, _ database: any DatabaseReading) async throws -> Int {
    try await database.value("SELECT activated FROM \(GoalsTables.tally) WHERE person = \(person)") ?? 0
  }

  static func countActivation(of person: PersonID, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(GoalsTables.tally) (person, activated) VALUES (\(person), 1)
      ON CONFLICT (person) DO UPDATE SET activated = \(GoalsTables.tally).activated + 1
      """, expecting: .exactly(1))
  }

  static func insert(_ goal: Goal, _ turn: Turn) {
    let it = goal.snapshot
    turn.write(
      """
      INSERT INTO \(GoalsTables.goal) (id, person, title, why, kind, status, schedule, target, unit, cue, action,
        remind_at, minimum, effort, start_date, due_date, created_at, activated_at, plans, steps, start_value, area)
      VALUES (\(it.id), \(turn.person.id), \(it.title), \(it.why), \(it.kind.rawValue), \(it.status.rawValue),
        \(JSONColumn(it.schedule)), \(it.target), \(it.unit), \(goal.cue), \(goal.action),
        \(it.remindAt?.description), \(it.minimum), \(it.effort), \(it.startDate), \(it.dueDate), \(it.createdAt),
        \(goal.activatedAt), \(JSONColumn(goal.plans)), \(JSONColumn(goal.steps)), \(it.start), \(goal.area))
      """, expecting: .exactly(1))
  }

  /// Writes what the form can change.
  static func update(_ goal: Goal, _ turn: Turn) {
    let it = goal.snapshot
    turn.write(
      """
      UPDATE \(GoalsTables.goal) SET title = \(it.title), why = \(it.why), kind = \(it.kind.rawValue),
        schedule = \(JSONColumn(it.schedule)), target = \(it.target), unit = \(it.unit), cue = \(goal.cue),
        action = \(goal.action), remind_at = \(it.remindAt?.description), minimum = \(it.minimum),
        effort = \(it.effort), due_date = \(it.dueDate), plans = \(JSONColumn(goal.plans)),
        steps = \(JSONColumn(goal.steps)), start_value = \(it.start)
      WHERE id = \(it.id) AND person = \(turn.person.id)
      """, expecting: .exactly(1))
  }

  /// Writes a change of state, provided that the goal is still in the state that was read.
  static func update(_ goal: Goal, from before: GoalSnapshot.Status, _ turn: Turn) {
    let isOver = goal.status == .achieved || goal.status == .released
    turn.write(
      """
      UPDATE \(GoalsTables.goal) SET status = \(goal.status.rawValue), start_date = \(goal.snapshot.startDate),
        activated_at = \(goal.activatedAt), archived_at = \(goal.archivedAt), learning = \(goal.learning),
        finished_at = \(isOver ? turn.now : nil)
      WHERE id = \(goal.id) AND person = \(turn.person.id) AND status = \(before.rawValue)
      """, expecting: .exactly(1))
  }

  private static func goal(_ row: Row) throws -> Goal {
    let kind = GoalSnapshot.Kind(rawValue: try row.get("kind")) ?? .habit
    let status = GoalSnapshot.Status(rawValue: try row.get("status")) ?? .archived
    let (cue, action): (String?, String?) = (try row.get("cue"), try row.get("action"))
    let remindAt: String? = try row.get("remind_at")
    let plans = (try row.get("plans", as: JSONColumn<[Plan]>?.self)?.value ?? []).agreeing(cue: cue, action: action)
    let snapshot = GoalSnapshot(
      id: try row.get("id"), title: try row.get("title"), kind: kind, status: status,
      schedule: try row.json("schedule"), plan: Goal.plan(cue: cue, action: action), minimum: try row.get("minimum"),
      why: try row.get("why"), remindAt: remindAt.flatMap { LocalTime($0) }, target: try row.get("target"),
      unit: try row.get("unit"), start: try row.get("start_value"), effort: try row.get("effort"),
      createdAt: try row.get("created_at"),
      startDate: try row.get("start_date"), dueDate: try row.get("due_date"))
    return Goal(
      snapshot: snapshot, plans: plans, steps: try row.get("steps", as: JSONColumn<[Step]>?.self)?.value ?? [],
      area: try row.get("area"), learning: try row.get("learning"),
      activatedAt: try row.get("activated_at"), archivedAt: try row.get("archived_at"))
  }
}
