import CivilTime
import TelegramBotAPI

/// All of the emulated Telegram as one value. Nothing in it waits, and time is only what it was told last.
struct World: Sendable {
  let configuration: EmulatorConfiguration
  let botID: Int
  var now: Instant
  var random: StableRandom
  var people: [Int: PersonRecord] = [:]
  var chats: [Int: ChatRecord] = [:]
  var queue: UpdateQueue
  var webhook: WebhookSettings?
  var lastPoll: (offset: Int, at: Instant)?
  var files: FileStore
  var callbacks: [String: CallbackRecord] = [:]
  var payments: PaymentBook
  var profile = BotProfile()
  var limits = RateLimits()
  var faults: [Fault] = []
  var history: HistoryLog
  var loggedOut = false
  /// What happened since the actor last looked: for the page and for those who wait.
  var events: [SandboxEvent] = []
  var answers: [(id: String, answer: PressAnswer)] = []
  var outcomes: [(id: String, outcome: PaymentOutcome)] = []
  var nextPersonID: Int = 1001
  var nextGroupID: Int = -4_000_000_001
  var nextAlbum = 1

  init(_ configuration: EmulatorConfiguration, now: Instant) {
    self.configuration = configuration
    self.now = now
    botID = configuration.botID
    var random = StableRandom(seed: configuration.seed)
    queue = UpdateQueue(
      nextID: Int.random(in: 100_000_000..<800_000_000, using: &random),
      resets: configuration.resetUpdateIDsAfterQuietWeek)
    files = FileStore(seed: random.next())
    payments = PaymentBook(botStars: configuration.botStars)
    history = HistoryLog(limit: configuration.historyLimit)
    self.random = random
  }

  /// The Bot API's `User` of the bot.
  var botUser: Fields {
    [
      "id": .int(botID), "is_bot": .bool(true), "first_name": .string(profile.names[""] ?? configuration.botName),
      "username": .string(configuration.botUsername),
    ]
  }

  func user(_ id: Int) -> Fields? { id == botID ? botUser : people[id]?.user }

  /// The Bot API's `Chat`.
  func chatFields(_ chat: ChatRecord) -> Fields {
    var fields: Fields = ["id": .int(chat.id), "type": .string(chat.kind.rawValue)]
    if chat.kind == .private, let person = people[chat.id] {
      fields["first_name"] = .string(person.firstName)
      fields.add("last_name", text: person.lastName)
      fields.add("username", text: person.username)
    } else {
      fields["title"] = .string(chat.title ?? "")
      fields.add("username", text: chat.username)
    }
    return fields
  }

  /// The Bot API's `Message`, with the message it replies to one level deep.
  func messageJSON(_ message: MessageRecord, in chat: ChatRecord) -> JSONValue {
    var fields = message.fields
    if let reply = message.replyTo.flatMap({ chat.message($0) }) {
      fields["reply_to_message"] = .object(reply.fields)
    }
    return .object(fields)
  }

  /// Appends a message to its chat, gives it the next id and tells the page.
  @discardableResult
  mutating func store(
    _ content: Fields, from author: MessageRecord.Author, in chatID: Int, sender: Int,
    _ change: (inout MessageRecord) -> Void = { _ in }
  ) -> MessageRecord? {
    guard var chat = chats[chatID] else { return nil }
    var fields = content
    let id = Int(chat.messages.count + 1)
    fields["message_id"] = .int(id)
    fields["date"] = .int(now.seconds)
    fields["chat"] = .object(chatFields(chat))
    if let user = user(sender) { fields["from"] = .object(user) }
    var message = MessageRecord(id: id, author: author, fields: fields)
    change(&message)
    chat.messages.append(message)
    chat.botSpokeLast = author == .bot
    chats[chatID] = chat
    events.append(.message(chat: chatID, pageMessage(message, in: chat)))
    return message
  }

  /// Puts an update in the bot's queue.
  mutating func enqueue(_ kind: String, _ content: JSONValue, lane: Int, life: Duration = .hours(24)) {
    guard let update = queue.add(kind, content, lane: lane, life: life, now: now, random: &random) else { return }
    history.add(.queued(updateID: update.id, kind: kind), at: now)
  }

  mutating func update(_ message: MessageRecord, kind: String = "message") {
    guard let chatID = message.fields["chat"]?["id"]?.int, let chat = chats[chatID] else { return }
    enqueue(kind, messageJSON(message, in: chat), lane: chatID)
  }
}
