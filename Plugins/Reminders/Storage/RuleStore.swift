import PluginAPI

/// One reminder as the person has it.
struct Rule: Sendable, Hashable {
  var slot: Slot
  var time: LocalTime
  var isEnabled: Bool
  /// The person chose the time: it holds in quiet hours too.
  var isExplicit: Bool
  var backoff = Backoff()
  /// Framing texts used last, newest last.
  var recent: [Int] = []

  init(_ slot: Slot, at time: LocalTime, isEnabled: Bool = true, isExplicit: Bool = false) {
    self.slot = slot
    self.time = time
    self.isEnabled = isEnabled
    self.isExplicit = isExplicit
  }

  init(_ row: Row, fallback: LocalTime) throws {
    var slot = Slot(try row.get("kind", as: Kind.self))
    slot.goal = try row.get("goal")
    self.slot = slot
    time = LocalTime(try row.get("time", as: String.self)) ?? fallback
    isEnabled = try row.get("is_enabled")
    isExplicit = try row.get("is_explicit")
    backoff = Backoff(
      level: try row.get("level"), unanswered: try row.get("unanswered"), lastSent: try row.get("last_sent"))
    recent = try row.get("recent", as: JSONColumn<[Int]>?.self)?.value ?? []
  }
}

/// Reads and writes ``Rule``.
struct RuleStore: Sendable {
  private let table = RemindersTables.rule

  func all(of person: PersonID, _ database: any DatabaseReading) async throws -> [Rule] {
    try await database.rows(
      """
      SELECT kind, goal, time, is_enabled, is_explicit, level, unanswered, last_sent, recent FROM \(table)
      WHERE person = \(person)
      """
    ).map { try Rule($0, fallback: .noon) }
  }

  func find(_ slot: Slot, of person: PersonID, _ database: any DatabaseReading) async throws -> Rule? {
    try await database.row(
      """
      SELECT kind, goal, time, is_enabled, is_explicit, level, unanswered, last_sent, recent FROM \(table)
      WHERE person = \(person) AND slot = \(slot.key)
      """
    ).map { try Rule($0, fallback: .noon) }
  }

  /// Sets when and whether; what was ignored is forgotten.
  func save(_ rule: Rule, of person: PersonID) -> SQL {
    insert(rule, of: person) + """
      ON CONFLICT (person, slot) DO UPDATE SET time = \(rule.time.description), is_enabled = \(rule.isEnabled),
        is_explicit = \(rule.isExplicit), level = \(rule.backoff.level), unanswered = \(rule.backoff.unanswered)
      """
  }

  /// Adds what is not there yet.
  func add(_ rule: Rule, of person: PersonID) -> SQL {
    insert(rule, of: person) + "ON CONFLICT (person, slot) DO NOTHING"
  }

  private func insert(_ rule: Rule, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, slot, kind, goal, time, is_enabled, is_explicit)
    VALUES (\(person), \(rule.slot.key), \(rule.slot.kind), \(rule.slot.goal as RowID?), \(rule.time.description),
      \(rule.isEnabled), \(rule.isExplicit))
    """
  }

  /// Keeps that it was sent.
  func fired(_ rule: Rule, of person: PersonID) -> SQL {
    """
    UPDATE \(table) SET level = \(rule.backoff.level), unanswered = \(rule.backoff.unanswered),
      last_sent = \(rule.backoff.lastSent as LocalDate?), recent = \(JSONColumn(rule.recent))
    WHERE person = \(person) AND slot = \(rule.slot.key)
    """
  }

  /// The person did something: nothing is unanswered any more.
  func answered(of person: PersonID) -> SQL {
    "UPDATE \(table) SET unanswered = 0 WHERE person = \(person) AND unanswered > 0"
  }

  func delete(_ slot: Slot, of person: PersonID) -> SQL {
    "DELETE FROM \(table) WHERE person = \(person) AND slot = \(slot.key)"
  }
}
