import CivilTime
import Sandbox
import Synchronization
import TelegramBotAPI

// Testing has an Attachment too.
typealias Attachment = TelegramBotAPI.Attachment

/// A clock that a test moves.
final class TestClock: Sendable {
  private let instant = Mutex(Instant(unixSeconds: 1_790_000_000))
  var now: Instant { instant.withLock { $0 } }
  func advance(_ duration: Duration) { instant.withLock { $0 += duration } }
}

/// An emulated Telegram with one person who has started the bot.
struct Bench {
  let clock = TestClock()
  let telegram: Emulator
  let alice: Person

  init(_ change: (inout EmulatorConfiguration) -> Void = { _ in }) async {
    var configuration = EmulatorConfiguration()
    change(&configuration)
    telegram = Emulator(configuration, now: { [clock] in clock.now })
    alice = await telegram.addPerson("Alice", username: "alice", languageCode: "ru", hasStarted: true)
  }

  /// Calls a method of the Bot API.
  func call(_ method: String, _ parameters: [String: JSONValue] = [:], _ attachments: [Attachment] = []) async
    -> EmulatorAnswer
  {
    await telegram.call(method, parameters: .object(parameters), attachments: attachments)
  }

  /// Sends Alice a text, and what else is given.
  func say(_ text: String, _ more: [String: JSONValue] = [:]) async -> EmulatorAnswer {
    await call("sendMessage", ["chat_id": alice.chat, "text": .string(text)].merging(more) { $1 })
  }

  /// Sends Alice a text with one row of callback buttons, each with its text as data.
  func offer(_ buttons: String...) async -> Int {
    let answer = await say("Choose", ["reply_markup": Self.inline(buttons)])
    return answer.result?["message_id"]?.int ?? 0
  }

  static func inline(_ buttons: [String]) -> JSONValue {
    let row = buttons.map { JSONValue.object(["text": .string($0), "callback_data": .string($0)]) }
    return .object(["inline_keyboard": .array([.array(row)])])
  }

  /// Fetches updates as a poller does; `offset` confirms what lies before it.
  func updates(offset: Int? = nil, limit: Int? = nil) async -> [JSONValue] {
    var parameters: [String: JSONValue] = [:]
    parameters["offset"] = offset.map { .int($0) }
    parameters["limit"] = limit.map { .int($0) }
    return await call("getUpdates", parameters).result?.array ?? []
  }
}

extension Person {
  var chat: JSONValue { .int(id) }
}

/// A one-pixel PNG.
let pixel: [UInt8] = [
  0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0,
  0, 0, 0x1F, 0x15, 0xC4, 0x89,
]
