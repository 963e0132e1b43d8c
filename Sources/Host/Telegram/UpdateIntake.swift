import Logging
import PluginAPI
import Synchronization

/// Takes raw updates in: stores each before Telegram is told, whatever is in it.
package struct UpdateIntake: Sendable {
  let inlet: Inlet
  let lanes: Lanes
  let acknowledger: Acknowledger
  let desk: PreCheckoutDesk
  let clock: any HostClock
  let backlogLimit: Int
  let transport: any TelegramTransport
  let catalogues: [PluginID: Catalogue]
  let metrics: HostMetrics
  let logger: Logger
  let told = ToldOnce()

  /// Stores a batch, each element decoded for itself. Returns after the commit.
  /// - Parameters:
  ///   - movesCursor: moves the polling cursor with the same commit.
  ///   - fence: the poller's, where several hosts could poll; a lost one raises, and nothing is stored.
  package func accept(_ updates: [[UInt8]], movesCursor: Bool, under fence: Int64? = nil) async throws {
    guard !lanes.isClosing else { throw HostError("the host is stopping; another start takes this update") }
    var batch = Inlet.Batch(items: [])
    var lastID: Int?
    for raw in updates {
      let item = self.item(raw)
      if let id = Int(item.sourceID) { lastID = id }
      batch.items.append(item)
    }
    // The cursor is what came last, even if lower than before: ids restart at random after a quiet week.
    if let fence { batch.also.append(PollerLease.guarding(fence)) }
    if movesCursor, let lastID { batch.also.append(Cursor.move(to: Cursor.after(lastID), at: clock.now)) }
    guard !batch.items.isEmpty else { return }
    if PlantedBug.earlyAcknowledgement.isPlanted {
      lanes.spawn { [batch] in try? await inlet.store(batch) }
      return
    }
    try await inlet.store(batch)
  }

  private func item(_ raw: [UInt8]) -> IncomingItem {
    let now = clock.now
    guard let update = try? SlimUpdate(raw) else {
      // By what it holds too: of several in the same microsecond none may be taken for another.
      let content = Self.fingerprint(raw)
      let id = ErrorID.make(seed: UInt64(bitPattern: now.microseconds) ^ content)
      logger.error("update cannot be read; quarantined", metadata: ["error_id": "\(id)", "bytes": "\(raw.count)"])
      metrics.count(UpdateEnd(kind: "undecodable", end: "quarantined"))
      let sourceID =
        RawJSON(raw)["update_id"]?.int.map { String($0) } ?? "?\(now.microseconds)-\(String(content, radix: 16))"
      return IncomingItem(
        lane: .chat(0), source: "tg", sourceID: sourceID, kind: .update, payload: raw, receivedAt: now,
        fate: .quarantined(reason: "the update cannot be read", errorID: id))
    }
    let person = update.isBot ? nil : update.person.map { PersonID(Int64($0)) }
    let lane = person.map { LaneKey.person($0) } ?? .chat(Int64(update.chat ?? 0))
    var item = IncomingItem(
      lane: lane, source: "tg", sourceID: String(update.updateID), kind: .update, payload: raw, receivedAt: now,
      update: ReadUpdate(update))
    switch update.kind {
    case .preCheckoutQuery:
      lanes.spawn { await desk.answer(raw, update) }
      item.fate = .done
    case .callbackQuery:
      if let id = update.callbackID { acknowledger.expect(id) }
    default: break
    }
    refuseIfTooMuch(&item, update)
    return item
  }

  /// FNV-1a.
  private static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Beyond its cap a lane takes only what must not be lost; the person is told once.
  private func refuseIfTooMuch(_ item: inout IncomingItem, _ update: SlimUpdate) {
    let probe = Handling(
      item: LaneItem(lane: item.lane, seq: 0, kind: .update, payload: [], receivedAt: item.receivedAt), update: update,
      place: Place(id: 0, kind: .private),
      person: Person(id: PersonID(0), name: "", language: .english, zone: .utc, since: item.receivedAt))
    guard case .pending = item.fate, let lane = lanes.lane(item.lane), lane.backlog >= backlogLimit,
      !probe.mustNotBeRefused
    else { return }
    item.fate = .refused(reason: "backlog")
    metrics.count(UpdateEnd(kind: update.kindName, end: "refused"))
    guard let person = update.person, update.chatType == .some(.private), told.isFirst(item.lane, now: clock.now) else {
      return
    }
    let text =
      catalogues["roost"]?.string(
        "backlog.notice", for: Reader(language: Language(languageCode: update.languageCode))) ?? ""
    lanes.spawn { [transport] in
      guard let call = try? SendMessage(chatID: .id(person), text: text).call() else { return }
      _ = await transport.perform(call, timeout: .seconds(10))
    }
  }
}

/// Remembers whom something was said to in the last minutes.
final class ToldOnce: Sendable {
  private let said = Mutex<[LaneKey: Instant]>([:])

  func isFirst(_ key: LaneKey, now: Instant) -> Bool {
    said.withLock { said in
      if said.count > 10_000 { said = said.filter { now - $0.value < .minutes(10) } }
      if let at = said[key], now - at < .minutes(10) { return false }
      said[key] = now
      return true
    }
  }
}

/// Where polling goes on: a row of its own, never the highest id seen.
enum Cursor {
  /// What to ask for once an update is stored. There is nothing after the largest number.
  static func after(_ updateID: Int) -> Int { updateID == .max ? updateID : updateID + 1 }

  static func move(to offset: Int, at now: Instant) -> Statement {
    if PlantedBug.maximumCursor.isPlanted {
      return Statement(
        """
        INSERT INTO \(HostTables.cursor) (name, next_offset, moved_at) VALUES ('updates', \(offset), \(now))
        ON CONFLICT (name) DO UPDATE SET next_offset = CASE WHEN excluded.next_offset > \(HostTables.cursor).next_offset
          THEN excluded.next_offset ELSE \(HostTables.cursor).next_offset END, moved_at = excluded.moved_at
        """)
    }
    return Statement(
      """
      INSERT INTO \(HostTables.cursor) (name, next_offset, moved_at) VALUES ('updates', \(offset), \(now))
      ON CONFLICT (name) DO UPDATE SET next_offset = excluded.next_offset, moved_at = excluded.moved_at
      """)
  }

  static func read(_ database: any DatabaseReading) async throws -> Int? {
    try await database.value("SELECT next_offset FROM \(HostTables.cursor) WHERE name = 'updates'")
  }
}
