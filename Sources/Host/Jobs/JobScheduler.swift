import Logging
import PluginAPI

/// Puts due jobs into their lanes. A due job becomes an item like any other: same order, same guards.
struct JobScheduler: Sendable {
  let database: any DatabaseDriver
  let inlet: Inlet
  let lanes: Lanes
  let clock: any HostClock
  let zones: TimeZoneDatabase
  let defaultZones: DefaultZones
  let logger: Logger
  let alarm: Alarm

  /// Wakes the loop: something may be due sooner than it knows.
  func wake() { alarm.ring() }

  func run() async {
    while !Task.isCancelled {
      var next: Instant?
      var leavesLanes = false
      do {
        while try await moveDue(&leavesLanes) > 0 {}
        next = try await database.value(
          "SELECT due_at FROM \(HostTables.job) WHERE state = 0 AND due_at IS NOT NULL ORDER BY due_at LIMIT 1",
          as: Instant.self)
      } catch {
        logger.error("jobs not read", metadata: ["reason": "\(error)"])
        next = clock.now + .seconds(1)
      }
      if leavesLanes { lanes.holdClaims(false) }
      await alarm.wait(until: next)
    }
  }

  /// Moves what is due now.
  private func moveDue(_ leavesLanes: inout Bool) async throws -> Int {
    let now = clock.now
    var part = try await due(at: now, after: nil)
    let count = part.count
    while let last = part.last {
      let rows = part
      // Many at once are all put into their lanes before any of them is handled, and handled as there is room.
      let claims = rows.count < Self.part && rows.count <= lanes.room && !leavesLanes
      if !claims {
        leavesLanes = true
        lanes.holdClaims(true)
      }
      // What comes after them is read meanwhile.
      async let following = rows.count < Self.part ? [] : due(at: now, after: last)
      try await store(rows, now, claims: claims)
      part = try await following
    }
    return count
  }

  /// A part of what is due, in order.
  private func due(at now: Instant, after last: Row?) async throws -> [Row] {
    let behind: SQL =
      if let last {
        """
        AND (j.due_at, j.priority, j.id) > (\(try last.get("due_at", as: Instant.self)), \(try last.get("priority", as: Int.self)),
          \(try last.get("id", as: RowID.self)))
        """
      } else {
        ""
      }
    return try await database.rows(
      """
      SELECT j.id, j.plugin, j.name, j.lane, j.person, j.payload, j.priority, j.due_at, j.attempts, j.rev, j.rule, j.zone,
        j.late, j.next_local, j.tz_version, j.occurrence, p.zone AS person_zone, p.day_start
      FROM \(HostTables.job) j LEFT JOIN \(HostTables.person) p ON p.id = j.person
      WHERE j.state = 0 AND j.due_at IS NOT NULL AND j.due_at <= \(now) \(behind)
      ORDER BY j.due_at, j.priority, j.id LIMIT \(Self.part)
      """)
  }

  /// Jobs read at once, and jobs stored by one transaction: turns go on in between.
  private static let (part, batch) = (5000, 500)

  /// Stores jobs batch by batch: one is prepared while the one before is stored.
  private func store(_ rows: [Row], _ now: Instant, claims: Bool) async throws {
    try await withThrowingTaskGroup(of: Void.self) { stores in
      for start in stride(from: 0, to: rows.count, by: Self.batch) {
        var batch = batch(of: rows[start..<min(start + Self.batch, rows.count)], now)
        batch.claims = claims
        if PlantedBug.jobOutsideTransaction.isPlanted {
          _ = try await database.transact(batch.also)
          batch.also = []
        }
        try await stores.next()
        stores.addTask { [batch] in try await inlet.store(batch) }
      }
      try await stores.waitForAll()
    }
  }

  private func batch(of rows: ArraySlice<Row>, _ now: Instant) -> Inlet.Batch {
    var batch = Inlet.Batch(items: [])
    var moves = JobMoves()
    for row in rows {
      do { try move(row, now, &batch, &moves) } catch {
        // A row that cannot be read must not stop the others.
        logger.error("job is broken", metadata: ["reason": "\(error)"])
        if let id = try? row.get("id", as: RowID.self) {
          batch.also.append(
            Statement(
              "UPDATE \(HostTables.job) SET state = 3, due_at = NULL, error = \(String(describing: error)) WHERE id = \(id)"
            ))
        }
      }
    }
    batch.also += moves.statements(zoneData: zones.version, Chunks(database))
    return batch
  }

  private func move(_ row: Row, _ now: Instant, _ batch: inout Inlet.Batch, _ moves: inout JobMoves) throws {
    let id: RowID = try row.get("id")
    let rev: Int64 = try row.get("rev")
    let due: Instant = try row.get("due_at")
    let lane = LaneKey(rawValue: try row.get("lane"))
    var envelope = JobEnvelope(
      id: id, plugin: try row.get("plugin"), name: try row.get("name"), payload: try row.get("payload"),
      attempts: try row.get("attempts"),
      occurrence: try row.get("occurrence", as: String?.self).map {
        try CanonicalJSON.decode(JobEnvelope.Occasion.self, from: $0)
      }, recurs: false)
    guard let ruleText = try row.get("rule", as: String?.self) else {
      batch.items.append(item(envelope, lane, sourceID: "\(id)@\(rev)", due: due, now: now))
      moves.begun.append((id, rev))
      return
    }

    guard let rule = Recurrence(ruleText) else { throw RowError("the rule \(ruleText) cannot be read") }
    let zoneID = try row.get("zone", as: String?.self) ?? row.get("person_zone", as: String?.self)
    let zone = zoneID.flatMap { try? zones.zone($0) } ?? .utc
    let dayStart = try row.get("day_start", as: String?.self).flatMap { LocalTime($0) } ?? .defaultDayStart
    let planned = try row.get("next_local", as: String?.self).flatMap { LocalDateTime($0) }
    let isMoved = try row.get("tz_version", as: String?.self) != zones.version
    // What comes after the occurrence that was handled last: the planned one has not been.
    let last = planned.flatMap { rule.latest(upTo: $0.justBefore) } ?? planned?.justBefore

    var handled = last
    if let planned, let missed = rule.latestDue(after: planned.justBefore, now: now, in: zone) {
      let late =
        try row.get("late", as: String?.self).flatMap { try? CanonicalJSON.decode(LatePolicy.self, from: $0) }
        ?? .always
      handled = missed.occurrence.local
      if late.isDue(missed.occurrence, now: now, zone: zone, dayStart: dayStart) {
        envelope.recurs = true
        envelope.occurrence = JobEnvelope.Occasion(
          local: missed.occurrence.local, due: missed.occurrence.instant, missed: missed.skipped)
        batch.items.append(
          item(
            envelope, lane, sourceID: "\(id)@\(missed.occurrence.local)", due: missed.occurrence.instant, now: now))
      } else {
        logger.notice(
          "occurrence dropped as too late",
          metadata: ["job": "\(envelope.name)", "local": "\(missed.occurrence.local)"])
      }
    }
    let next = rule.occurrence(after: handled, notBefore: isMoved && handled == last ? now : now, in: zone)
    moves.next.append((id, rev, next))
  }

  private func item(_ envelope: JobEnvelope, _ lane: LaneKey, sourceID: String, due: Instant, now: Instant)
    -> IncomingItem
  {
    // A turn's time is when it was due, unless that is long ago: late work must not decide by a stale date.
    IncomingItem(
      lane: lane, source: "job", sourceID: sourceID, kind: .job,
      payload: envelope.json, receivedAt: now - due < .seconds(60) ? due : now)
  }
}

extension LocalDateTime {
  /// A moment earlier, so that "after" includes this one.
  var justBefore: LocalDateTime {
    if let time = LocalTime(secondOfDay: time.secondOfDay - 1) { return LocalDateTime(date, time) }
    return LocalDateTime(date.adding(days: -1), LocalTime(secondOfDay: 86_399) ?? .midnight)
  }
}
