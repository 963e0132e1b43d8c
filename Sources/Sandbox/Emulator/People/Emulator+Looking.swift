public import TelegramBotAPI

/// A message as a person sees it, for tests and checkers.
public struct EmulatedMessage: Sendable, Hashable, Identifiable {
  /// Who wrote a message.
  public enum Author: Sendable, Hashable {
    case bot
    case person(Int)
    case service
  }

  /// One inline button.
  public struct Button: Sendable, Hashable {
    public var text: String
    public var row: Int
    public var column: Int
    /// The `InlineKeyboardButton` itself.
    public var json: JSONValue
    /// Its `callback_data`, if it has one.
    public var callbackData: String? { json["callback_data"]?.string }
  }

  public var id: Int
  public var chat: Int
  public var author: Author
  /// The text, or the caption; `nil` if there is neither.
  public var text: String?
  public var buttons: [Button]
  public var isEdited: Bool
  public var isDeleted: Bool
  public var isSilent: Bool
  public var replyTo: Int?
  /// The emoji people and the bot have put on it.
  public var reactions: [String]
  /// The Bot API's `Message`.
  public var json: JSONValue
}

extension Emulator {
  /// The ids of all chats: private ones first, then groups.
  public func chats() -> [Int] { world.chats.keys.sorted { ($0 < 0 ? 1 : 0, $0) < ($1 < 0 ? 1 : 0, $1) } }

  /// The messages of a chat, oldest first, deleted ones only if asked for.
  public func messages(in chat: Int, includingDeleted: Bool = false) -> [EmulatedMessage] {
    guard let chat = world.chats[chat] else { return [] }
    return chat.messages.filter { includingDeleted || !$0.deleted }.map { world.seen($0, in: chat) }
  }

  /// A chat as plain text: a line per line of text, inline buttons as `[text]`, the reply keyboard as `<text>`.
  public func transcript(_ chat: Int) -> String { world.transcript(chat) }

  /// The texts of the reply keyboard that a chat shows, row by row; empty without one.
  public func replyKeyboard(in chat: Int) -> [[String]] {
    (world.chats[chat]?.keyboard?.rows ?? []).map { row in row.map { $0["text"]?.string ?? "" } }
  }

  /// The command menu that a person sees, as `BotCommand` objects.
  public func commandMenu(of person: Int, in chat: Int? = nil) -> [JSONValue] {
    guard let chat = world.chats[chat ?? person] else { return [] }
    return world.menu(of: person, in: chat).map { .object($0) }
  }

  /// The text of the draft that the bot shows at the moment; empty shows as "Thinking…".
  public func draft(in chat: Int) -> String? { world.chats[chat]?.currentDraft(at: clock()) }

  /// Whether the chat shows that the bot is typing.
  public func isTyping(in chat: Int) -> Bool { world.chats[chat]?.isTyping(at: clock()) ?? false }

  /// The Stars the bot owns.
  public var botStars: Int { world.payments.botStars }

  /// The content of a file by its id, without a download link.
  public func file(_ id: String) -> (bytes: [UInt8], contentType: String)? {
    world.files[id].map { ($0.bytes, $0.contentType) }
  }

  /// The content behind the `file_path` of `getFile`; `nil` if it is wrong or has expired.
  public func download(path: String) -> (bytes: [UInt8], contentType: String)? {
    begin()
    return world.download(path: path)
  }
}

extension World {
  func seen(_ message: MessageRecord, in chat: ChatRecord) -> EmulatedMessage {
    let author: EmulatedMessage.Author =
      switch message.author {
      case .bot: .bot
      case .person(let id): .person(id)
      case .service: .service
      }
    let buttons = message.inlineKeyboard.enumerated().flatMap { row, buttons in
      buttons.enumerated().map { column, button in
        EmulatedMessage.Button(
          text: button["text"]?.string ?? "", row: row, column: column, json: .object(button))
      }
    }
    return EmulatedMessage(
      id: message.id, chat: chat.id, author: author, text: message.text, buttons: buttons,
      isEdited: message.fields["edit_date"] != nil, isDeleted: message.deleted, isSilent: message.silent,
      replyTo: message.replyTo,
      reactions: message.reactions.sorted { $0.key < $1.key }.flatMap { $0.value.compactMap { $0["emoji"]?.string } },
      json: messageJSON(message, in: chat))
  }
}

// What the page's server asks.
extension Emulator {
  func pageState() -> Fields {
    begin()
    return world.pageState
  }

  func pagePerson(_ id: Int) -> JSONValue { world.people[id].map { world.pagePerson($0) } ?? .null }

  func pageInvoice(_ slug: String) -> Fields? {
    world.payments.links[Self.slug(slug)].map { world.pageInvoice($0, paid: false) }
  }
}
