import PluginAPI

/// One call to Telegram that a turn decided on.
struct OutboxEntry: Sendable {
  enum State: Int64, Sendable, SQLConvertible {
    case queued = 0, inFlight, sent, dropped, refused, expired, merged
  }

  var id: RowID
  var lane: LaneKey
  /// Orders the calls of a lane: the number of the item that decided it, then the place in its decision.
  var position: Int64
  var chat: Int64
  var plugin: PluginID
  /// The parameters lack `message_id` where `target` stands for it.
  var call: BotAPICall
  var ref: MessageRef?
  var target: MessageRef?
  var priority: SendOptions.Priority
  var policy: SendOptions.WhenAmbiguous
  var expires: Instant?
  /// The database says that it is in flight, so that a crash from here on is known to be ambiguous.
  var isMarked = false
  var attempts = 0
  /// Nobody knows whether it arrived, and the database has not heard of it: it must, before the call is made again.
  var owesDoubt: String?

  /// An edit that a later edit of the same message makes superfluous.
  var isReplaceableEdit: Bool { target != nil && call.method.hasPrefix("editMessage") }
}

extension MessageRef {
  /// A message of which we know Telegram's id and nothing else: one whose button was pressed.
  init(telegram id: Int) { self.init(RowID(high: .max, low: UInt64(bitPattern: Int64(id)))) }

  /// Telegram's id, if the reference is one.
  var telegramID: Int? { id.high == .max ? Int(Int64(bitPattern: id.low)) : nil }
}
