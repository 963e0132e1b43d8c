import Host
import PluginAPI
import TelegramBotAPI

/// Counts the streaks of daily goals again, by the plainest rule: a day with a success is one more, a day that is recorded
/// as the end of the streak ends it at the length that people were told, every other day leaves it alone.
struct StreakChecker {
  struct Counts: CustomStringConvertible {
    var checkIns = 0
    /// Days that were closed.
    var closed = 0
    /// Streaks that a missed day ended, and that a freeze saved.
    var ended = 0
    var saved = 0
    var longest = 0

    mutating func add(_ other: Counts) {
      checkIns += other.checkIns
      closed += other.closed
      ended += other.ended
      saved += other.saved
      longest = max(longest, other.longest)
    }

    var description: String {
      "\(checkIns) check-ins, \(closed) days closed, \(ended) streaks ended, \(saved) saved, the longest \(longest)"
    }
  }

  private(set) var violations: [String] = []
  private(set) var counts = Counts()
  private let memory: MemoryDatabase

  private struct Closed {
    var date: LocalDate
    var ended: [RowID: Int]
    var saved: Int
  }

  init(memory: MemoryDatabase) {
    self.memory = memory
    do {
      counts.checkIns = try memory.rows("SELECT id FROM goals_check_in WHERE state = 0").count
      for row in try memory.rows("SELECT person, closed FROM gamification_person WHERE closed IS NOT NULL") {
        try check(row.get("person", as: Int64.self), Self.json(row, "closed"))
      }
    } catch {
      violations.append("the streaks cannot be read: \(error)")
    }
  }

  private mutating func check(_ person: Int64, _ cache: JSONValue) throws {
    guard let through = cache["through"]?.string.flatMap({ LocalDate($0) }), let goals = cache["goals"]?.array else {
      return violations.append("\(person): no state of closed days: \(cache)")
    }
    let closures = try closures(of: person)
    counts.closed += closures.count
    counts.ended += closures.reduce(0) { $0 + $1.ended.count }
    counts.saved += closures.reduce(0) { $0 + $1.saved }
    for goal in goals {
      guard let text = goal["goal"]?.string, let id = RowID(text), let streak = goal["streak"]?.int,
        let start = try startOfDaily(id)
      else { continue }
      let successes = try successes(of: id).filter { $0 <= through }
      var expected = 0
      for date in days(from: start, through) {
        if successes.contains(date) {
          expected += 1
        } else if let length = closures.first(where: { $0.date == date })?.ended[id] {
          if length != expected {
            violations.append("\(person): on \(date) a streak of \(length) ended, by the log it was \(expected)")
          }
          expected = 0
        }
        counts.longest = max(counts.longest, expected)
      }
      if streak != expected || goal["done"]?.int != successes.count {
        violations.append(
          "\(person): a streak of \(streak) and \(goal["done"]?.int ?? -1) done after \(through), by the log \(expected) and \(successes.sorted())"
        )
      }
    }
  }

  /// Since when a goal is a daily habit; nil when it is something else or was changed on the way.
  private func startOfDaily(_ goal: RowID) throws -> LocalDate? {
    guard try memory.rows("SELECT goal FROM gamification_terms WHERE goal = \(goal)").isEmpty else { return nil }
    let rows = try memory.rows("SELECT kind, schedule, start_date FROM goals_goal WHERE id = \(goal)")
    guard let row = rows.first, try row.get("kind", as: String.self) == "habit",
      try row.get("schedule", as: String.self).contains("\"daily\"")
    else { return nil }
    return try row.get("start_date")
  }

  private func successes(of goal: RowID) throws -> Set<LocalDate> {
    let rows = try memory.rows(
      """
      SELECT logical_date FROM goals_check_in WHERE goal = \(goal) AND state = 0
      GROUP BY logical_date
      HAVING SUM(CASE WHEN kind IN ('full', 'minimum') THEN 1 WHEN kind = 'amount' THEN amount ELSE 0 END) > 0
      """)
    return try Set(rows.map { try $0.get("logical_date") })
  }

  private func closures(of person: Int64) throws -> [Closed] {
    try memory.rows("SELECT date, ended, saved FROM gamification_closure WHERE person = \(person) ORDER BY date").map {
      row in
      let ended = try Self.json(row, "ended").array ?? []
      let pairs = ended.compactMap { entry in
        entry["goal"]?.string.flatMap { RowID($0) }.map { ($0, entry["length"]?.int ?? -1) }
      }
      return Closed(
        date: try row.get("date"), ended: Dictionary(pairs) { first, _ in first },
        saved: try Self.json(row, "saved").array?.count ?? 0)
    }
  }

  private static func json(_ row: Row, _ column: String) throws -> JSONValue {
    try JSONValue(parsing: Array(row.get(column, as: String.self).utf8))
  }

  private func days(from first: LocalDate, _ last: LocalDate) -> [LocalDate] {
    guard first <= last else { return [] }
    return (0...first.days(until: last)).map { first.adding(days: $0) }
  }
}
