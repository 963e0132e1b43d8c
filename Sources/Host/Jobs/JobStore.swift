import PluginAPI
import TelegramBotAPI

/// What an inbox item of kind `job` carries.
struct JobEnvelope: Codable, Sendable {
  var id: RowID
  var plugin: String
  var name: String
  var payload: String
  var attempts: Int
  var occurrence: Occasion?
  /// A schedule: the row stays for the next occurrence.
  var recurs: Bool
  var error: String?

  /// The occurrence of a schedule.
  struct Occasion: Codable, Sendable {
    var local: LocalDateTime
    var due: Instant
    var missed: Int
  }

  /// The same as `Encodable` gives. Thousands fall due at once, and JSONEncoder took half of the time to prepare one.
  var json: [UInt8] {
    var json = JSONWriter()
    json.open()
    json.field("attempts", attempts)
    json.field("error", error)
    json.field("id", id.description)
    json.field("name", name)
    json.field("occurrence", occurrence)
    json.field("payload", payload)
    json.field("plugin", plugin)
    json.field("recurs", recurs)
    json.close()
    return json.bytes
  }
}

extension JobEnvelope.Occasion: JSONWritable {
  func write(to json: inout JSONWriter) {
    json.open()
    json.field("due", Int(due.microseconds))
    json.field("local", local.description)
    json.field("missed", missed)
    json.close()
  }
}

/// What becomes of a job after its turn.
struct JobDisposition: Sendable {
  enum End: Sendable {
    case done
    case again(at: Instant, attempts: Int, error: String?)
    case dead(error: String)
  }
  var envelope: JobEnvelope
  var lane: LaneKey
  var person: PersonID?
  var end: End
  /// The id of the row that tries an occurrence again.
  var retryID: RowID
}

/// The statements of jobs and schedules.
struct JobStore: Sendable {
  let database: any DatabaseDriver
  let zones: TimeZoneDatabase

  /// The name under which event deliveries are stored.
  static let delivery = "roost.deliver"

  struct Insert: Sendable {
    var insert: SQL
    var due: Instant?
  }

  /// The row of a job a turn decided on. Nil when a schedule never occurs.
  func row(_ job: Decision.JobRequest, zone: Zone, now: Instant) -> Insert? {
    let lane = job.person.map { LaneKey.person($0) } ?? .plugin(job.plugin)
    var due = job.due
    var nextLocal: String?
    if let rule = job.rule {
      let zone = rule.zone.flatMap { try? zones.zone($0) } ?? zone
      guard let next = rule.recurrence.occurrence(after: nil, notBefore: job.due, in: zone) else { return nil }
      due = next.instant
      nextLocal = next.local.description
    }
    return Insert(
      insert: """
        INSERT INTO \(HostTables.job) (id, plugin, name, lane, person, unique_key, payload, priority, due_at, state, rule,
          zone, late, next_local, tz_version, created_at)
        VALUES (\(job.id), \(job.plugin.rawValue), \(job.name), \(lane), \(job.person), \(job.unique),
          \(SQLValueBox.json(job.payload)), \(job.priority), \(due), 0, \(job.rule?.recurrence.description),
          \(job.rule?.zone), \(SQLValueBox.json(job.rule.flatMap { try? CanonicalJSON.text($0.late) })),
          \(nextLocal), \(zones.version), \(now))
        ON CONFLICT (lane, name, unique_key) WHERE unique_key IS NOT NULL DO UPDATE SET payload = excluded.payload,
          priority = excluded.priority, due_at = excluded.due_at, state = 0, attempts = 0, rule = excluded.rule,
          zone = excluded.zone, late = excluded.late, next_local = excluded.next_local,
          tz_version = excluded.tz_version, rev = \(HostTables.job).rev + 1, error = NULL, occurrence = NULL
        """, due: due)
  }

  /// When the next job of a person falls due. What plugins do for themselves is nobody's to wait for.
  func nextOfPeople() async throws -> Instant? {
    try await database.value(
      """
      SELECT due_at FROM \(HostTables.job) WHERE state = 0 AND due_at IS NOT NULL AND person IS NOT NULL
      ORDER BY due_at LIMIT 1
      """, as: Instant.self)
  }

  /// Takes a job or schedule back. One that is in the inbox already still runs.
  func cancel(_ job: Decision.CancelledJob, lane: LaneKey) -> SQL {
    "DELETE FROM \(HostTables.job) WHERE lane = \(lane) AND name = \(job.name) AND unique_key = \(job.unique)"
  }

  /// After a move to another zone: the person's schedules are due at once, to be given a new time.
  func rezone(_ person: PersonID, now: Instant) -> SQL {
    """
    UPDATE \(HostTables.job) SET tz_version = NULL, due_at = \(now), rev = rev + 1
    WHERE person = \(person) AND rule IS NOT NULL AND zone IS NULL AND state = 0
    """
  }

  /// Events that wait for a subscriber.
  func insert(_ delivery: Delivery, id: RowID, lane: LaneKey, person: Person, now: Instant) -> SQL {
    let payload = (try? CanonicalJSON.text(StoredEvents(event: delivery.event, payloads: delivery.payloads))) ?? "{}"
    return """
      INSERT INTO \(HostTables.job) (id, plugin, name, lane, person, payload, priority, due_at, state, error, created_at)
      VALUES (\(id), \(delivery.plugin.rawValue), \(Self.delivery), \(lane),
        \(person.isNobody ? nil : Optional(person.id)), \(SQLValueBox.json(payload)), 0, \(now + .seconds(15)), 0,
        \(delivery.error), \(now))
      """
  }

  /// Ends a job with its turn.
  func settle(_ disposition: JobDisposition, now: Instant) -> [Statement] {
    let envelope = disposition.envelope
    switch disposition.end {
    case .done:
      // A schedule's row goes on; an occurrence that was tried again has a row of its own.
      if envelope.recurs { return [] }
      return [Statement("DELETE FROM \(HostTables.job) WHERE id = \(envelope.id) AND state = 1")]
    case .again(let at, let attempts, let error):
      if envelope.recurs { return [Statement(occurrenceRow(disposition, state: 0, due: at, attempts, error, now))] }
      return [
        Statement(
          """
          UPDATE \(HostTables.job) SET state = 0, due_at = \(at), attempts = \(attempts), error = \(error),
            rev = rev + 1 WHERE id = \(envelope.id) AND state = 1
          """)
      ]
    case .dead(let error):
      if envelope.recurs {
        return [Statement(occurrenceRow(disposition, state: 3, due: nil, envelope.attempts + 1, error, now))]
      }
      return [
        Statement(
          """
          UPDATE \(HostTables.job) SET state = 3, due_at = NULL, attempts = \(envelope.attempts + 1),
            error = \(error) WHERE id = \(envelope.id) AND state = 1
          """)
      ]
    }
  }

  /// A failed occurrence is tried again in a row of its own, so that the schedule goes on.
  private func occurrenceRow(
    _ disposition: JobDisposition, state: Int64, due: Instant?, _ attempts: Int, _ error: String?, _ now: Instant
  ) -> SQL {
    let envelope = disposition.envelope
    return """
      INSERT INTO \(HostTables.job) (id, plugin, name, lane, person, payload, priority, due_at, state, attempts,
        occurrence, error, created_at)
      VALUES (\(disposition.retryID), \(envelope.plugin), \(envelope.name), \(disposition.lane), \(disposition.person),
        \(SQLValueBox.json(envelope.payload)), 1, \(due), \(state), \(attempts),
        \(SQLValueBox.json(envelope.occurrence.flatMap { try? CanonicalJSON.text($0) })), \(error), \(now))
      """
  }
}

/// Events as they are stored for a later delivery.
struct StoredEvents: Codable, Sendable {
  var event: String
  var payloads: [String]
}
