import Contracts
import PluginAPI

/// What was said, by whom.
struct CoachLine: Sendable, Hashable {
  enum State: Int, Sendable { case waiting = 0, asked, answered }
  var id: RowID
  var role: ModelTurn.Role
  var text: String
  var batch: RowID?
  var at: Instant
}

/// What a reply was based on, and what it offered to answer.
struct CoachBasis: Codable, Sendable, Hashable {
  var goals: [String] = []
  var facts: [String] = []
  /// Turns of the conversation that were read.
  var turns = 0
  var hasProfile = false
  var hasSummary = false
  var quickAnswers: [String] = []
}

/// The question under way, and what was counted of a day.
struct CoachState: Sendable, Hashable {
  var inFlight: RowID?
  var since: Instant?
  var strikesDate: LocalDate?
  var strikes = 0
  /// When the person was last asked whether the model may read abroad.
  var askedAbroadAt: Instant?

  /// Once, and seldom again.
  func mayBeAskedAbroad(at now: Instant) -> Bool { askedAbroadAt.map { now - $0 >= .days(30) } ?? true }

  func strikes(on date: LocalDate) -> Int { strikesDate == date ? strikes : 0 }
}

/// Reads and writes the conversation. A read never sees what the same turn writes.
enum CoachStore {
  static func state(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachState {
    guard
      let row = try await database.row(
        """
        SELECT in_flight, since, strikes_date, strikes, asked_abroad_at FROM \(CoachTables.state)
        WHERE person = \(person)
        """)
    else { return CoachState() }
    return CoachState(
      inFlight: try row.get("in_flight"), since: try row.get("since"), strikesDate: try row.get("strikes_date"),
      strikes: try row.get("strikes"), askedAbroadAt: try row.get("asked_abroad_at"))
  }

  static func save(inFlight: RowID?, since: Instant?, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.state) (person, in_flight, since) VALUES (\(turn.person.id), \(inFlight), \(since))
      ON CONFLICT (person) DO UPDATE SET in_flight = \(inFlight), since = \(since)
      """)
  }

  static func save(strikes: Int, on date: LocalDate, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.state) (person, strikes_date, strikes) VALUES (\(turn.person.id), \(date), \(strikes))
      ON CONFLICT (person) DO UPDATE SET strikes_date = \(date), strikes = \(strikes)
      """)
  }

  static func saveAsked(abroadAt instant: Instant, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.state) (person, asked_abroad_at) VALUES (\(turn.person.id), \(instant))
      ON CONFLICT (person) DO UPDATE SET asked_abroad_at = \(instant)
      """)
  }

  static func insert(
    _ id: RowID, _ role: ModelTurn.Role, _ text: String, _ state: CoachLine.State, number: Int = 0, batch: RowID? = nil,
    basis: CoachBasis? = nil, _ turn: Turn
  ) {
    turn.write(
      """
      INSERT INTO \(CoachTables.turn) (id, person, role, number, content, language, state, batch, date, at, basis)
      VALUES (\(id), \(turn.person.id), \(role.rawValue), \(number), \(text), \(turn.reader.language.rawValue),
        \(state.rawValue), \(batch), \(turn.today), \(turn.now), \(basis.map { JSONColumn($0) }))
      """, expecting: .exactly(1))
  }

  /// Lines of a state, oldest first.
  static func lines(_ state: CoachLine.State, of person: PersonID, _ database: any DatabaseReading) async throws
    -> [CoachLine]
  {
    try await database.rows(
      """
      SELECT id, role, content, batch, at FROM \(CoachTables.turn)
      WHERE person = \(person) AND state = \(state.rawValue) ORDER BY at, number, id LIMIT 50
      """
    ).map(line)
  }

  /// The last answered lines, oldest first.
  static func history(
    of person: PersonID, after: Instant?, limit: Int, _ database: any DatabaseReading
  ) async throws -> [CoachLine] {
    try await database.rows(
      """
      SELECT id, role, content, batch, at FROM \(CoachTables.turn)
      WHERE person = \(person) AND state = 2 AND at > \(after ?? Instant(unixSeconds: 0))
      ORDER BY at DESC, number DESC, id DESC LIMIT \(limit)
      """
    ).map(line).reversed()
  }

  static func mark(_ from: CoachLine.State, as to: CoachLine.State, batch: RowID?, _ turn: Turn) {
    turn.write(
      """
      UPDATE \(CoachTables.turn) SET state = \(to.rawValue), batch = \(batch)
      WHERE person = \(turn.person.id) AND state = \(from.rawValue)
      """)
  }

  /// Forgets what nobody has answered yet.
  static func dropUnanswered(_ turn: Turn) {
    turn.write("DELETE FROM \(CoachTables.turn) WHERE person = \(turn.person.id) AND state <> 2")
  }

  /// How many questions were asked since an instant, and on a date.
  static func asked(
    of person: PersonID, since: Instant, on date: LocalDate, _ database: any DatabaseReading
  ) async throws -> (recent: Int, today: Int) {
    let recent: Int? = try await database.value(
      """
      SELECT COUNT(DISTINCT batch) AS number FROM \(CoachTables.turn)
      WHERE person = \(person) AND role = 'person' AND at >= \(since)
      """)
    let today: Int? = try await database.value(
      """
      SELECT COUNT(DISTINCT batch) AS number FROM \(CoachTables.turn)
      WHERE person = \(person) AND role = 'person' AND date = \(date)
      """)
    return (recent ?? 0, today ?? 0)
  }

  static func basis(of id: RowID, person: PersonID, _ database: any DatabaseReading) async throws -> CoachBasis? {
    try await database.row(
      "SELECT basis FROM \(CoachTables.turn) WHERE id = \(id) AND person = \(person) AND role = 'coach'"
    ).flatMap { try? $0.json("basis") }
  }

  // MARK: Summaries

  static func summary(of person: PersonID, _ database: any DatabaseReading) async throws
    -> (upto: Instant, text: String)?
  {
    guard
      let row = try await database.row("SELECT upto, content FROM \(CoachTables.summary) WHERE person = \(person)")
    else { return nil }
    return (try row.get("upto"), try row.get("content"))
  }

  static func save(summary: String, upto: Instant, model: String, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.summary) (person, upto, content, model, at)
      VALUES (\(turn.person.id), \(upto), \(summary), \(model), \(turn.now))
      ON CONFLICT (person) DO UPDATE SET upto = \(upto), content = \(summary), model = \(model), at = \(turn.now)
      """)
  }

  private static func line(_ row: Row) throws -> CoachLine {
    CoachLine(
      id: try row.get("id"), role: ModelTurn.Role(rawValue: try row.get("role")) ?? .person,
      text: try row.get("content"), batch: try row.get("batch"), at: try row.get("at"))
  }
}
