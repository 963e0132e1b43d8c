import CivilTime
import TelegramBotAPI

/// One update that waits for the bot.
struct QueuedUpdate: Sendable {
  var id: Int
  var kind: String
  var content: JSONValue
  /// Updates of one lane are delivered to a webhook in order; different lanes may overtake one another.
  var lane: Int
  var expires: Instant

  var bytes: [UInt8] { json.jsonBytes() }
  var json: JSONValue { .object(["update_id": .int(id), kind: content]) }
}

/// The bot's update queue with Telegram's rules: TQueue.cpp and Client.cpp of the Bot API server.
struct UpdateQueue: Sendable {
  private(set) var entries: [QueuedUpdate] = []
  /// The id that the next update gets.
  private(set) var nextID: Int
  private var lastAdded: Instant?
  /// No entry expires before this.
  private var soonest: Instant?
  private let resets: Bool
  /// The kinds the bot asked for; `nil`: all but those that must be asked for.
  var allowed: Set<String>?

  static let excludedByDefault: Set<String> = ["chat_member", "message_reaction", "message_reaction_count"]
  static let capacity = 1_000_000

  init(nextID: Int, resets: Bool) {
    self.nextID = nextID
    self.resets = resets
  }

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(
    _ kind: String, _ content: JSONValue, lane: Int, life: Duration, now: Instant, random: inout StableRandom
  ) -> QueuedUpdate? {
    if let allowed { guard allowed.contains(kind) else { return nil } }
    if allowed == nil, Self.excludedByDefault.contains(kind) { return nil }
    expire(now)
    guard entries.count < Self.capacity else { return nil }
    // "If there are no new updates for at least a week, then identifier of the next update will be chosen randomly"
    if resets, entries.isEmpty, let lastAdded, now - lastAdded >= .days(7) {
      nextID = Int.random(in: 1..<1_000_000_000, using: &random)
    }
    lastAdded = now
    let update = QueuedUpdate(id: nextID, kind: kind, content: content, lane: lane, expires: now + life)
    nextID += 1
    soonest = min(soonest ?? update.expires, update.expires)
    entries.append(update)
    return update
  }

  /// Drops what nobody fetched in time.
  @discardableResult
  mutating func expire(_ now: Instant) -> [Int] {
    guard let soonest, soonest <= now else { return [] }
    let gone = entries.filter { $0.expires <= now }.map(\.id)
    entries.removeAll { $0.expires <= now }
    self.soonest = entries.map(\.expires).min()
    return gone
  }

  /// What `getUpdates` does with its offset: confirms what lies before it and returns what follows.
  mutating func pull(offset: Int?, limit: Int) -> (updates: [QueuedUpdate], confirmed: [Int]) {
    var confirmed: [Int] = []
    let offset = offset ?? 0
    if offset < 0 {
      let forgotten = entries.dropLast(Int(clamping: offset.magnitude))
      confirmed = forgotten.map(\.id)
      entries.removeFirst(forgotten.count)
    } else if offset > 0, offset <= nextID + 10, offset >= nextID - 2_000_000 {
      // Ids restart lower after a quiet week: an offset out of this range is ignored and nothing is confirmed.
      confirmed = entries.filter { $0.id < offset }.map(\.id)
      entries.removeAll { $0.id < offset }
    }
    return (Array(entries.prefix(limit)), confirmed)
  }

  mutating func confirm(_ id: Int) { entries.removeAll { $0.id == id } }

  mutating func clear() -> [Int] {
    defer { entries = [] }
    return entries.map(\.id)
  }

  /// Changes places of the first two updates, as concurrent webhook deliveries can.
  mutating func swapFirstTwo() {
    if entries.count > 1 { entries.swapAt(0, 1) }
  }
}
