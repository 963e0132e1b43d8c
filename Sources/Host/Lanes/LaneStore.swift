import PluginAPI

/// The statements of lanes and inbox. Every one is the same text on both engines.
struct LaneStore: Sendable {
  let database: any DatabaseDriver
  /// This process, as `owner` of lanes.
  let owner: String

  /// A lane as a transaction found or made it.
  struct Grant: Sendable {
    var key: LaneKey
    var fence: Int64
    var tail: Int64
    /// All up to here is done.
    var head: Int64
    var isOurs: Bool
    /// The lane was idle and this transaction took it: nothing else is in it.
    var isFresh: Bool
    /// The lane was due and this transaction took it: what is in it is to be read.
    var isTaken: Bool
    var takeovers: Int64
  }

  /// Raises the tail of each lane by its count and takes it, unless a living host has it. Returns a row for each.
  func raise(_ counts: [(key: LaneKey, by: Int)], claimUntil lease: Instant, now: Instant) -> SQL {
    raise(counts, due: lease, owner: owner, now)
  }

  /// The same, but a lane that is idle becomes due, for any host that has room.
  func raise(_ counts: [(key: LaneKey, by: Int)], dueAt now: Instant) -> SQL {
    raise(counts, due: now, owner: nil, now)
  }

  private func raise(_ counts: [(key: LaneKey, by: Int)], due: Instant, owner: String?, _ now: Instant) -> SQL {
    if counts.count == 1, let (key, by) = counts.first {
      let (by, now) = (SQLValue.integer(Int64(by)), SQLValue.instant(now))
      return Self.raiseOne(key.sqlValue, .instant(due), owner.sqlValue, by, by, now, now, now, now, now)
    }
    let raised = SQLRows(
      count: counts.count, .texts(counts.map(\.key.rawValue)), .integers(counts.map { Int64($0.by) }))
    return """
      INSERT INTO \(HostTables.lane) (key, due, owner, fence, tail, claimed_tail)
      SELECT raised.column1, \(due), \(owner), 1, raised.column2, raised.column2 FROM \(raised, as: "raised") WHERE true
      \(Self.orRaise(now: "\(now)"))
      """
  }

  private static let raiseOne: SQLTemplate = """
    INSERT INTO \(HostTables.lane) (key, due, owner, fence, tail, claimed_tail) VALUES (?, ?, ?, 1, ?, ?)
    \(orRaise(now: "?"))
    """

  private static func orRaise(now: SQL) -> SQL {
    let lane = HostTables.lane
    let isOutOfTurn: SQL = "excluded.owner IS NOT NULL AND (\(lane).owner IS NULL OR \(lane).due <= \(now))"
    let isTaken: SQL = "\(lane).due IS NULL OR \(isOutOfTurn)"
    // claimed_tail tells the taker what it took: an idle lane, or one in which something waits.
    return """
      ON CONFLICT (key) DO UPDATE SET
        tail = \(lane).tail + excluded.tail,
        owner = CASE WHEN \(isTaken) THEN excluded.owner ELSE \(lane).owner END,
        fence = \(lane).fence + CASE WHEN \(isTaken) THEN 1 ELSE 0 END,
        claimed_tail = CASE WHEN \(lane).due IS NULL THEN \(lane).tail + excluded.tail
          WHEN \(isOutOfTurn) THEN -1 - \(lane).tail - excluded.tail ELSE \(lane).claimed_tail END,
        takeovers = \(lane).takeovers + CASE WHEN \(lane).owner IS NOT NULL AND \(isOutOfTurn) THEN 1 ELSE 0 END,
        due = CASE WHEN \(isTaken) THEN excluded.due ELSE \(lane).due END
      RETURNING key, owner, fence, tail, head, claimed_tail, takeovers
      """
  }

  /// When a lane is due that goes before all those that wait for room with their reminders: a time long ago.
  private static func ahead(_ now: Instant) -> Instant { Instant(microseconds: now.unixSeconds) }
  /// By when lanes are due that are claimed even without room.
  static let lastAhead = Instant(unixSeconds: 100_000)

  /// Raises the tail of another host's or a group's lane by `count`; it is due at once if it was idle.
  func raise(elsewhere key: LaneKey, by count: Int, now: Instant) -> SQL {
    let lane = HostTables.lane
    return """
      INSERT INTO \(lane) (key, due, owner, fence, tail) VALUES (\(key), \(Self.ahead(now)), NULL, 0, \(count))
      ON CONFLICT (key) DO UPDATE SET tail = \(lane).tail + \(count), due = COALESCE(\(lane).due, \(Self.ahead(now)))
      """
  }

  /// Stores items under the numbers that the raised tails give them. `back`: how many items of the batch follow in its
  /// lane. Changes no row of an item that was stored before. Several only if they are plain.
  func insert(_ items: [(item: IncomingItem, back: Int)]) -> SQL {
    if items.count == 1, let (item, back) = items.first {
      guard item.isPlain else { return insert(item, back: back) }
      return Self.insertOne(
        item.lane.sqlValue, item.lane.sqlValue, .integer(Int64(back)), .text(item.source), .text(item.identity),
        item.kind.sqlValue, .bytes(item.payload), .instant(item.receivedAt))
    }
    let stored = SQLRows(
      count: items.count, .texts(items.map(\.item.lane.rawValue)), .integers(items.map { Int64($0.back) }),
      .texts(items.map(\.item.source)), .texts(items.map(\.item.identity)), .texts(items.map(\.item.kind.rawValue)),
      .bytes(items.map(\.item.payload)), .integers(items.map(\.item.receivedAt.microseconds)))
    return """
      INSERT INTO \(HostTables.inbox) (lane, seq, source, source_id, kind, payload, state, received_at)
      SELECT stored.column1, (SELECT tail FROM \(HostTables.lane) WHERE key = stored.column1) - stored.column2,
        stored.column3, stored.column4, stored.column5, stored.column6, 0, stored.column7
      FROM \(stored, as: "stored") WHERE true ON CONFLICT (source, source_id) DO NOTHING
      """
  }

  private static let insertOne: SQLTemplate = """
    INSERT INTO \(HostTables.inbox) (lane, seq, source, source_id, kind, payload, state, received_at)
    VALUES (?, (SELECT tail FROM \(HostTables.lane) WHERE key = ?) - ?, ?, ?, ?, ?, 0, ?)
    ON CONFLICT (source, source_id) DO NOTHING
    """

  private func insert(_ item: IncomingItem, back: Int) -> SQL {
    var payload: [UInt8]? = item.payload
    if case .done = item.fate { payload = nil }
    if case .refused = item.fate { payload = nil }
    var errorID: String?
    if case .quarantined(_, let id) = item.fate { errorID = id }
    return """
      INSERT INTO \(HostTables.inbox)
        (lane, seq, source, source_id, kind, payload, state, received_at, done_at, reason, error_id)
      VALUES (\(item.lane), (SELECT tail FROM \(HostTables.lane) WHERE key = \(item.lane)) - \(back), \(item.source),
        \(item.identity), \(item.kind), \(payload), \(item.fate.state), \(item.receivedAt),
        \(item.fate.state == 0 ? nil : Optional(item.receivedAt)), \(item.fate.reason), \(errorID))
      ON CONFLICT (source, source_id) DO NOTHING
      """
  }

  /// Raises when another host took the lane over, and keeps others from it until the end of the transaction.
  ///
  /// It writes nothing, unless the lane was taken over: then what was suspected is cleared. Leases are the heartbeat's.
  func fence(_ key: LaneKey, _ fence: Int64, wasTakenOver: Bool) -> Statement {
    Statement(
      wasTakenOver
        ? "UPDATE \(HostTables.lane) SET takeovers = 0 WHERE key = \(key) AND fence = \(fence)"
        : "\(held(key, fence))",
      expecting: PlantedBug.noFence.isPlanted ? .any : .exactly(1), role: .fence)
  }

  private func held(_ key: LaneKey, _ fence: Int64) -> SQL {
    "SELECT 1 AS held FROM \(HostTables.lane) WHERE key = \(key) AND fence = \(fence) \(onPostgres: "FOR NO KEY UPDATE")"
  }

  /// Whether the lane is still ours: tells which of two guards in one statement did not hold. Fences only grow.
  func holds(_ key: LaneKey, _ fence: Int64) async throws -> Bool {
    try await database.row("SELECT 1 AS held FROM \(HostTables.lane) WHERE key = \(key) AND fence = \(fence)") != nil
  }

  /// How often an item was begun in a lane that had been taken over: it may be what brought its former owners down.
  func begun(_ item: LaneItem) async throws -> Int {
    try await database.value(
      "SELECT attempts FROM \(HostTables.inbox) WHERE lane = \(item.lane) AND seq = \(item.seq) AND state = 0") ?? 0
  }

  /// Says that an item is begun so for this time. Saying it twice, after a lost answer, counts once.
  func begin(_ item: LaneItem, time: Int) async throws {
    _ = try await database.transact([
      Statement(
        """
        UPDATE \(HostTables.inbox) SET attempts = \(time)
        WHERE lane = \(item.lane) AND seq = \(item.seq) AND state = 0
        """)
    ])
  }

  /// How an item ended.
  struct End {
    var state: Int64
    var at: Instant
    var reason: String?
    var errorID: String?
  }

  private static let finishHeld: SQLTemplate = """
    UPDATE \(HostTables.inbox) SET state = ?, payload = NULL, done_at = ?, reason = ?
    WHERE lane = ? AND seq = ? AND state = 0
      AND EXISTS (SELECT 1 AS held FROM \(HostTables.lane) WHERE key = ? AND fence = ? \(onPostgres: "FOR NO KEY UPDATE"))
    """

  /// Opens every commit of a turn: marks the item as handled; raises when another host took the lane over, or when the
  /// item was handled before. The payload goes at once.
  func guards(_ item: LaneItem, fence: Int64, wasTakenOver: Bool, _ end: End) -> [Statement] {
    let isPlanted = PlantedBug.keepsPayload.isPlanted || PlantedBug.noFence.isPlanted || PlantedBug.noPending.isPlanted
    if end.state != 3, !wasTakenOver, !isPlanted {
      let finish = Self.finishHeld(
        .integer(end.state), .instant(end.at), end.reason.sqlValue, item.lane.sqlValue, .integer(item.seq),
        item.lane.sqlValue, .integer(fence))
      return [Statement(finish, expecting: .exactly(1), role: .guards)]
    }
    let finish: SQL =
      // A quarantined item keeps its payload, so that it can be looked at and tried again.
      end.state == 3 || PlantedBug.keepsPayload.isPlanted
      ? """
      UPDATE \(HostTables.inbox) SET state = \(end.state), done_at = \(end.at), reason = \(end.reason),
        error_id = \(end.errorID)
      WHERE lane = \(item.lane) AND seq = \(item.seq) AND state = 0
      """
      : """
      UPDATE \(HostTables.inbox) SET state = \(end.state), payload = NULL, done_at = \(end.at), reason = \(end.reason)
      WHERE lane = \(item.lane) AND seq = \(item.seq) AND state = 0
      """
    if wasTakenOver || isPlanted {
      return [
        self.fence(item.lane, fence, wasTakenOver: wasTakenOver),
        Statement(finish, expecting: PlantedBug.noPending.isPlanted ? .any : .exactly(1), role: .pending),
      ]
    }
    return [Statement("\(finish) AND EXISTS (\(held(item.lane, fence)))", expecting: .exactly(1), role: .guards)]
  }

  /// Lets a lane go in which all is done; changes no row if something arrived that we have not seen.
  func release(_ key: LaneKey, fence: Int64, tail: Int64) -> SQL {
    if PlantedBug.releaseIgnoresTail.isPlanted {
      return
        "UPDATE \(HostTables.lane) SET due = NULL, owner = NULL WHERE key = \(key) AND fence = \(fence)"
    }
    return """
      UPDATE \(HostTables.lane) SET due = NULL, owner = NULL, takeovers = 0, head = tail
      WHERE key = \(key) AND fence = \(fence) AND tail = \(tail)
      """
  }

  /// Hands a lane back at shutdown: due at once, and nobody died.
  func handBack(_ key: LaneKey, fence: Int64, now: Instant) -> SQL {
    """
    UPDATE \(HostTables.lane) SET due = \(Self.ahead(now)), owner = NULL
    WHERE key = \(key) AND fence = \(fence) AND owner IS NOT NULL
    """
  }

  /// Takes due lanes: woken ones, and those whose owner died.
  func claim(limit: Int, dueBy: Instant, lease: Instant) async throws -> [Grant] {
    let lane = HostTables.lane
    let rows = try await database.transact([
      Statement(
        """
        WITH due_lane AS MATERIALIZED (
          SELECT key FROM \(lane) WHERE due IS NOT NULL AND due <= \(dueBy) ORDER BY due LIMIT \(limit)
          \(onPostgres: "FOR UPDATE SKIP LOCKED"))
        UPDATE \(lane) SET takeovers = takeovers + CASE WHEN owner IS NULL THEN 0 ELSE 1 END,
          owner = \(owner), fence = fence + 1, due = \(lease), claimed_tail = -1
        FROM due_lane WHERE \(lane).key = due_lane.key
        RETURNING \(lane).key, owner, fence, tail, head, claimed_tail, takeovers
        """)
    ])
    return try rows[0].map(grant)
  }

  func grant(_ row: Row) throws -> Grant {
    let (tail, claimedTail): (Int64, Int64) = (try row.get("tail"), try row.get("claimed_tail"))
    return Grant(
      key: LaneKey(rawValue: try row.get("key")), fence: try row.get("fence"), tail: tail, head: try row.get("head"),
      isOurs: try row.get("owner", as: String?.self) == owner, isFresh: claimedTail == tail,
      isTaken: claimedTail == -1 - tail, takeovers: try row.get("takeovers"))
  }

  /// When the next lane falls due: a woken one, or one whose lease is not extended any more.
  func nextDue() async throws -> Instant? {
    try await database.value("SELECT due FROM \(HostTables.lane) WHERE due IS NOT NULL ORDER BY due LIMIT 1")
  }

  /// The lanes that the database says are ours.
  func owned() async throws -> [(key: LaneKey, fence: Int64)] {
    try await database.rows(
      "SELECT key, fence FROM \(HostTables.lane) WHERE owner = \(owner) AND due IS NOT NULL LIMIT 10000"
    ).map { (LaneKey(rawValue: try $0.get("key")), try $0.get("fence")) }
  }

  /// What waits in a lane, in order.
  func pending(_ key: LaneKey, after seq: Int64, limit: Int = 500) async throws -> [LaneItem] {
    try await database.rows(
      """
      SELECT seq, kind, payload, received_at FROM \(HostTables.inbox)
      WHERE lane = \(key) AND state = 0 AND seq > \(seq) ORDER BY seq LIMIT \(limit)
      """
    ).map { row in
      LaneItem(
        lane: key, seq: try row.get("seq"), kind: try row.get("kind"), payload: try row.get("payload"),
        receivedAt: try row.get("received_at"))
    }
  }

  /// Extends the leases of lanes that this process really has: what it was granted without hearing of it runs out.
  func renew(_ keys: [LaneKey], lease: Instant) async throws {
    for start in stride(from: 0, to: keys.count, by: 500) {
      let part = keys[start..<min(start + 500, keys.count)].map(\.rawValue)
      _ = try await database.transact([
        Statement(
          """
          WITH ours AS MATERIALIZED (
            SELECT key FROM \(HostTables.lane) WHERE key IN (\(list: part)) AND owner = \(owner) AND due IS NOT NULL
            ORDER BY key \(onPostgres: "FOR UPDATE"))
          UPDATE \(HostTables.lane) SET due = \(lease) FROM ours WHERE \(HostTables.lane).key = ours.key
          """)
      ])
    }
  }

  /// After a start on a database that only one process can hold, whoever owned a lane is dead: all is due now.
  func reclaimAll(now: Instant) async throws {
    _ = try await database.transact([
      Statement(
        """
        UPDATE \(HostTables.lane) SET due = \(Self.ahead(now))
        WHERE owner IS NOT NULL AND owner <> \(owner) AND due IS NOT NULL
        """)
    ])
  }
}
