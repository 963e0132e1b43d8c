import CivilTime
import TelegramBotAPI

/// What the emulator knows of a person.
struct PersonRecord: Sendable {
  var id: Int
  var firstName: String
  var lastName: String?
  var username: String?
  var languageCode: String?
  var stars: Int
  var color: Int
  /// The time zone of the person's phone, which the bot is not told; nil is the page's own.
  var zone: String?
  /// Whether the person has written to the bot; before, the bot cannot write to them.
  var started = false
  var blocked = false
  var deactivated = false

  /// The Bot API's `User`.
  var user: Fields {
    var user: Fields = ["id": .int(id), "is_bot": .bool(false), "first_name": .string(firstName)]
    user.add("last_name", text: lastName)
    user.add("username", text: username)
    user.add("language_code", text: languageCode)
    return user
  }
}

/// A chat: private (its id is the person's) or a group.
struct ChatRecord: Sendable {
  enum Kind: String, Sendable { case `private`, group, supergroup }
  enum Membership: String, Sendable { case member, administrator, creator, left, kicked }

  var id: Int
  var kind: Kind
  var title: String?
  var username: String?
  var members: [Int: Membership] = [:]
  var messages = MessageList()
  /// The reply keyboard shown to the person, and the object's other fields.
  var keyboard: (rows: [[Fields]], options: Fields)?
  var typing: Instant?
  var draft: String?
  var draftAt: Instant?
  var pinned: [Int] = []
  var migratedTo: Int?
  /// Of a group: whether its latest message is the bot's, so that a plain command means the bot.
  var botSpokeLast = false

  /// "typing" ends by itself after 5 seconds (sendChatAction in the Bot API).
  func isTyping(at now: Instant) -> Bool { typing.map { now - $0 < .seconds(5) } ?? false }

  /// A draft ends by itself after 30 seconds (sendMessageDraft in the Bot API).
  func currentDraft(at now: Instant) -> String? { draftAt.map { now - $0 < .seconds(30) } ?? false ? draft : nil }

  func index(of messageID: Int) -> Int? {
    guard messageID >= 1, messageID <= messages.count else { return nil }
    return Int(messageID) - 1
  }

  func message(_ id: Int) -> MessageRecord? {
    guard let index = index(of: id), !messages[index].deleted else { return nil }
    return messages[index]
  }
}

/// One message of a chat.
struct MessageRecord: Sendable {
  enum Author: Sendable, Hashable {
    case bot
    case person(Int)
    case service
  }

  var id: Int
  var author: Author
  /// The Bot API's `Message`, without `reply_to_message`.
  var fields: Fields
  var replyTo: Int?
  var deleted = false
  var silent = false
  /// Reactions by who set them; the bot under its own id.
  var reactions: [Int: [JSONValue]] = [:]
  var invoice: InvoiceRecord?
  var paid = false

  var date: Int { fields["date"]?.int ?? 0 }
  /// The text, or the caption of a file.
  var text: String? { (fields["text"] ?? fields["caption"])?.string }
  var entities: [JSONValue] { (fields["entities"] ?? fields["caption_entities"])?.array ?? [] }
  var inlineKeyboard: [[Fields]] {
    fields["reply_markup"]?["inline_keyboard"]?.array?.map { $0.array?.compactMap(\.object) ?? [] } ?? []
  }
}

/// What is asked to be paid.
struct InvoiceRecord: Sendable, Hashable {
  var title: String
  var description: String
  var payload: String
  var currency: String
  var amount: Int
  var startParameter: String
  var subscriptionPeriod: Int?

  var json: Fields {
    [
      "title": .string(title), "description": .string(description), "start_parameter": .string(startParameter),
      "currency": .string(currency), "total_amount": .int(amount),
    ]
  }
}

/// A press of an inline button.
struct CallbackRecord: Sendable {
  var id: String
  var person: Int
  var chat: Int
  var message: Int
  var pressed: Instant
  var answer: PressAnswer?
}
