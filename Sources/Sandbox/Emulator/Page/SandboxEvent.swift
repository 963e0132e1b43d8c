public import TelegramBotAPI

/// One thing that the chat page shows as it happens.
public enum SandboxEvent: Sendable, Hashable {
  /// A message is new or has changed; the content is the page's form of it.
  case message(chat: Int, JSONValue)
  /// A message is gone.
  case deleted(chat: Int, id: Int)
  /// What has changed of a chat: `commands`, `reply_keyboard`, `typing`, `draft`.
  case chat(Int, [String: JSONValue])
  /// A person is new or has changed.
  case person(JSONValue)
  /// The virtual clock stands at `now` (milliseconds since the epoch).
  case clock(now: Int, nextDue: Int?, running: Bool)
  /// The text of an answered button press.
  case toast(chat: Int, text: String, alert: Bool)
  /// A payment: `asking`, `accepted`, `refused` or `paid`.
  case checkout(chat: Int, message: Int?, state: String, error: String?)
  /// Everything may have changed.
  case reset
  /// Nothing happened; keeps a silent connection alive.
  case ping

  /// The event as the page reads it.
  public var json: JSONValue {
    switch self {
    case .message(let chat, let message):
      .object(["type": .string("message"), "chat": .int(chat), "message": message])
    case .deleted(let chat, let id):
      .object(["type": .string("deleted"), "chat": .int(chat), "id": .int(id)])
    case .chat(let chat, let changed):
      .object(changed.merging(["type": .string("chat"), "chat": .int(chat)]) { _, own in own })
    case .person(let person):
      .object(["type": .string("person"), "person": person])
    case .clock(let now, let due, let running):
      .object([
        "type": .string("clock"), "now": .int(now), "next_due": due.map { .int($0) } ?? .null,
        "running": .bool(running),
      ])
    case .toast(let chat, let text, let alert):
      .object(["type": .string("toast"), "chat": .int(chat), "text": .string(text), "alert": .bool(alert)])
    case .checkout(let chat, let message, let state, let error):
      .object([
        "type": .string("checkout"), "chat": .int(chat), "message": message.map { .int($0) } ?? .null,
        "state": .string(state), "error": .optional(error),
      ])
    case .reset: .object(["type": .string("reset")])
    case .ping: .object(["type": .string("ping")])
    }
  }
}
