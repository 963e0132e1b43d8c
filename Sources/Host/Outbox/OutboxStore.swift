import PluginAPI

/// The statements of the outbox.
struct OutboxStore: Sendable {
  let database: any DatabaseDriver

  private static let insert: SQLTemplate = """
    INSERT INTO \(HostTables.outbox) (id, lane, position, chat, plugin, method, payload, attachments, ref, target,
      priority, policy, state, attempts, expires_at, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Stores an entry with the turn that decided it. `inFlight`: it is sent as soon as the commit is through.
  func insert(_ entry: OutboxEntry, inFlight: Bool, at now: Instant) -> SQL {
    let attachments = entry.call.attachments.isEmpty ? nil : try? CanonicalJSON.text(entry.call.attachments)
    return Self.insert(
      .uuid(entry.id), entry.lane.sqlValue, .integer(entry.position), .integer(entry.chat),
      .text(entry.plugin.rawValue), .text(entry.call.method), .bytes(entry.call.parameters),
      attachments.map { .bytes(Array($0.utf8)) } ?? .null, entry.ref?.sqlValue ?? .null,
      entry.target?.sqlValue ?? .null, entry.priority.rawValue.sqlValue, entry.policy.rawValue.sqlValue,
      .integer(inFlight ? 1 : 0), .integer(inFlight ? 1 : 0), entry.expires.sqlValue, .instant(now))
  }

  /// The same for a chat whose lane is not the turn's: its place follows from that lane's tail.
  func insert(elsewhere entry: OutboxEntry, index: Int, at now: Instant) -> SQL {
    let attachments = entry.call.attachments.isEmpty ? nil : try? CanonicalJSON.text(entry.call.attachments)
    return """
      INSERT INTO \(HostTables.outbox) (id, lane, position, chat, plugin, method, payload, attachments, ref, target,
        priority, policy, state, attempts, expires_at, created_at)
      SELECT \(entry.id), key, tail * 1024 + \(index), \(entry.chat), \(entry.plugin.rawValue), \(entry.call.method),
        \(entry.call.parameters), \(attachments.map { Array($0.utf8) }), \(entry.ref?.id), \(entry.target?.id),
        \(entry.priority.rawValue), \(entry.policy.rawValue), 0, 0, \(entry.expires), \(now)
      FROM \(HostTables.lane) WHERE key = \(entry.lane)
      """
  }

  /// Says before a send that it is under way.
  func mark(_ entry: OutboxEntry) -> Statement {
    Statement(
      "UPDATE \(HostTables.outbox) SET state = 1, attempts = attempts + 1 WHERE id = \(entry.id) AND state < 2",
      expecting: .exactly(1), role: .pending)
  }

  /// Records how a send ended for good. The payload goes at once; what was refused keeps it for `roost outbox`.
  func finish(_ entry: OutboxEntry, as state: OutboxEntry.State, messageID: Int?, error: String?, at now: Instant)
    -> Statement
  {
    Statement(
      state == .refused
        ? """
        UPDATE \(HostTables.outbox) SET state = 4, done_at = \(now), error = \(error) WHERE id = \(entry.id) AND state < 2
        """
        : """
        UPDATE \(HostTables.outbox) SET state = \(state), payload = NULL, attachments = NULL, done_at = \(now),
          message_id = \(messageID), error = \(error)
        WHERE id = \(entry.id) AND state < 2
        """)
  }

  /// Puts a send back that was surely not executed.
  func requeue(_ entry: OutboxEntry, error: String) -> Statement {
    Statement("UPDATE \(HostTables.outbox) SET state = 0, error = \(error) WHERE id = \(entry.id) AND state = 1")
  }

  /// Counts a send of which nobody knows whether it arrived.
  func countAmbiguous(_ entry: OutboxEntry, error: String) -> Statement {
    Statement(
      """
      UPDATE \(HostTables.outbox) SET ambiguous = ambiguous + 1, error = \(error) WHERE id = \(entry.id) AND state = 1
      """)
  }

  /// What a lane still has to send, in order; and whether each was in flight when its owner died.
  func pending(_ lane: Lane) async throws -> [(entry: OutboxEntry, wasInFlight: Bool)] {
    try await database.rows(
      """
      SELECT id, position, chat, plugin, method, payload, attachments, ref, target, priority, policy, state, attempts,
        expires_at
      FROM \(HostTables.outbox)
      WHERE lane = \(lane.key) AND position >= \((lane.head + 1) * 1024) AND state < 2 ORDER BY position LIMIT 5000
      """
    ).map { row in
      let attachments = try row.get("attachments", as: [UInt8]?.self)
      let call = BotAPICall(
        method: try row.get("method"), parameters: try row.get("payload"),
        attachments: try attachments.map {
          try CanonicalJSON.decode([Attachment].self, from: String(decoding: $0, as: UTF8.self))
        } ?? [])
      let entry = OutboxEntry(
        id: try row.get("id"), lane: lane.key, position: try row.get("position"), chat: try row.get("chat"),
        plugin: PluginID(rawValue: try row.get("plugin")), call: call, ref: try row.get("ref", as: MessageRef?.self),
        target: try row.get("target", as: MessageRef?.self),
        priority: SendOptions.Priority(rawValue: try row.get("priority")) ?? .reply,
        policy: SendOptions.WhenAmbiguous(rawValue: try row.get("policy")) ?? .resend,
        expires: try row.get("expires_at"), attempts: try row.get("attempts"))
      return (entry, try row.get("state", as: Int64.self) == 1)
    }
  }

  /// Telegram's id of a message of ours; nil when it was never sent or is forgotten.
  func messageID(of ref: MessageRef) async throws -> Int? {
    try await database.value(
      "SELECT message_id FROM \(HostTables.outbox) WHERE ref = \(ref) AND message_id IS NOT NULL", as: Int.self)
  }
}
