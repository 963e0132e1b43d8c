import PluginAPI

/// How much of the points and streaks a person wants to see.
enum GamificationMode: String, Codable, Sendable, Hashable, CaseIterable, SQLConvertible {
  case full
  /// Counts, but says nothing unasked.
  case quiet
  /// Gives no points and says nothing.
  case off
}

/// What is kept of a person: the setting, the zone they came from, and caches.
struct PersonRow: Sendable {
  var mode: GamificationMode = .full
  /// When their days are closed, as it is scheduled; nil when nothing is scheduled yet.
  var closesAt: LocalTime?
  var previousZone: String?
  var zoneChanged: Instant?
  var closedThrough: LocalDate?
  /// Caches: where a replay may start, and the state after the last closed date. Lost ones are folded again.
  var base: ProgressState?
  var closed: ProgressState?
}

/// Reads and writes ``PersonRow``.
struct PersonStore: Sendable {
  private let table = GamificationTables.person

  func find(_ person: PersonID, _ database: any DatabaseReading) async throws -> PersonRow {
    guard
      let row = try await database.row(
        """
        SELECT mode, closes_at, previous_zone, zone_changed, closed_through, base, closed FROM \(table)
        WHERE person = \(person)
        """)
    else { return PersonRow() }
    return PersonRow(
      mode: try row.get("mode"), closesAt: try row.get("closes_at", as: String?.self).flatMap { LocalTime($0) },
      previousZone: try row.get("previous_zone"), zoneChanged: try row.get("zone_changed"),
      closedThrough: try row.get("closed_through"), base: Self.cache(row, "base"), closed: Self.cache(row, "closed"))
  }

  /// A cache that an older version wrote and this one cannot read is as good as none.
  private static func cache(_ row: Row, _ column: String) -> ProgressState? {
    (try? row.get(column, as: JSONColumn<ProgressState>?.self))??.value
  }

  func save(mode: GamificationMode, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, mode) VALUES (\(person), \(mode))
    ON CONFLICT (person) DO UPDATE SET mode = \(mode)
    """
  }

  func save(closesAt time: LocalTime, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, closes_at) VALUES (\(person), \(time.description))
    ON CONFLICT (person) DO UPDATE SET closes_at = \(time.description)
    """
  }

  func save(previousZone zone: String, changed now: Instant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, previous_zone, zone_changed) VALUES (\(person), \(zone), \(now))
    ON CONFLICT (person) DO UPDATE SET previous_zone = \(zone), zone_changed = \(now)
    """
  }

  func save(_ replay: Replay, of person: PersonID) -> SQL {
    let (base, closed) = (JSONColumn(replay.base), JSONColumn(replay.closed))
    let date = replay.closed.through
    return """
      INSERT INTO \(table) (person, closed_through, base, closed) VALUES (\(person), \(date), \(base), \(closed))
      ON CONFLICT (person) DO UPDATE SET closed_through = \(date), base = \(base), closed = \(closed)
      """
  }
}
