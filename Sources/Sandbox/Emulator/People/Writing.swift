import CivilTime
import TelegramBotAPI

/// What a person asks for that Telegram would not let them do.
public enum PersonError: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownPerson(Int)
  case unknownChat(Int)
  case unknownMessage(Int)
  case blocked
  case empty
  case tooLong(limit: Int)
  case notTheirs
  case notAMember
  case unusable(String)

  /// A sentence for the person.
  public var description: String {
    switch self {
    case .unknownPerson(let id): "There is no person \(id)."
    case .unknownChat(let id): "There is no chat \(id)."
    case .unknownMessage(let id): "There is no message \(id)."
    case .blocked: "The bot is blocked. Unblock it to write to it."
    case .empty: "There is nothing to send."
    case .tooLong(let limit): "This is longer than Telegram allows (\(limit))."
    case .notTheirs: "This is somebody else's message."
    case .notAMember: "This person is not a member of the chat."
    case .unusable(let reason): reason
    }
  }
}

extension World {
  /// A person's message: stored in its chat and, if the bot may see it, queued.
  mutating func write(_ content: Fields, by personID: Int, in chatID: Int, replyTo: Int? = nil) throws(PersonError)
    -> Int
  {
    guard var person = people[personID], !person.deactivated else { throw .unknownPerson(personID) }
    guard let chat = chats[chatID], chat.migratedTo == nil else { throw .unknownChat(chatID) }
    if chat.kind == .private {
      guard !person.blocked else { throw .blocked }
      guard chatID == personID else { throw .notAMember }
      if !person.started {
        person.started = true
        people[personID] = person
      }
    } else {
      guard let rank = chat.members[personID], rank != .left, rank != .kicked else { throw .notAMember }
    }
    if let replyTo { guard chat.message(replyTo) != nil else { throw .unknownMessage(replyTo) } }
    let botSpokeLast = chat.botSpokeLast
    let message = store(content, from: .person(personID), in: chatID, sender: personID) { $0.replyTo = replyTo }
    guard let message else { throw .unknownChat(chatID) }
    if let keyboard = chat.keyboard, keyboard.options["one_time_keyboard"]?.bool == true {
      chats[chatID]?.keyboard = nil
      events.append(.chat(chatID, ["reply_keyboard": .null]))
    }
    if sees(message, in: chat, botSpokeLast: botSpokeLast) { update(message) }
    return message.id
  }

  /// Privacy mode (https://core.telegram.org/bots/features#privacy-mode).
  private func sees(_ message: MessageRecord, in chat: ChatRecord, botSpokeLast: Bool) -> Bool {
    if chat.kind == .private { return true }
    guard let rank = chat.members[botID], rank != .left, rank != .kicked else { return false }
    if !configuration.privacyMode || rank == .administrator { return true }
    if let reply = message.replyTo.flatMap({ chat.message($0) }), reply.author == .bot { return true }
    guard let first = message.entities.first(where: { $0["type"] == .string("bot_command") }),
      let text = message.text, let start = first["offset"]?.int, let length = first["length"]?.int
    else { return false }
    let command = String(decoding: Array(text.utf16).dropFirst(start).prefix(length), as: UTF16.self)
    let parts = command.split(separator: "@", maxSplits: 1)
    guard parts.count == 2 else { return botSpokeLast }
    return parts[1].lowercased() == configuration.botUsername.lowercased()
  }

  func text(_ text: String, limit: Int = 4096) throws(PersonError) -> FormattedText {
    do {
      return try FormattedText(text, entities: [], limit: limit, tooLong: "")
    } catch {
      throw .tooLong(limit: limit)
    }
  }

  mutating func edit(_ messageID: Int, in chatID: Int, by personID: Int, text: String) throws(PersonError) {
    guard let chat = chats[chatID], let index = chat.index(of: messageID), var message = chat.message(messageID) else {
      throw .unknownMessage(messageID)
    }
    guard message.author == .person(personID) else { throw .notTheirs }
    let caption = message.fields["text"] == nil
    let formatted = try self.text(text, limit: caption ? 1024 : 4096)
    guard caption || !formatted.units.isEmpty else { throw .empty }
    if caption {
      message.fields["caption"] = nil
      message.fields["caption_entities"] = nil
      message.fields.add(caption: formatted)
    } else {
      message.fields["entities"] = nil
      message.fields.add(text: formatted)
    }
    message.fields["edit_date"] = .int(now.seconds)
    chats[chatID]?.messages[index] = message
    announce(messageID, in: chatID)
    if sees(message, in: chat, botSpokeLast: false) { update(message, kind: "edited_message") }
  }

  mutating func react(_ emoji: String?, to messageID: Int, in chatID: Int, by personID: Int) throws(PersonError) {
    guard let person = people[personID] else { throw .unknownPerson(personID) }
    guard let chat = chats[chatID], let index = chat.index(of: messageID), let message = chat.message(messageID) else {
      throw .unknownMessage(messageID)
    }
    if let emoji { guard Reactions.known(emoji) else { throw .unusable("Telegram has no reaction \(emoji).") } }
    let old = message.reactions[personID] ?? []
    let new: [JSONValue] = emoji.map { [.object(["type": .string("emoji"), "emoji": .string($0)])] } ?? []
    guard old != new else { return }
    chats[chatID]?.messages[index].reactions[personID] = new.isEmpty ? nil : new
    announce(messageID, in: chatID)
    let content: Fields = [
      "chat": .object(chatFields(chat)), "message_id": .int(messageID), "user": .object(person.user),
      "date": .int(now.seconds), "old_reaction": .array(old), "new_reaction": .array(new),
    ]
    // In groups only administrators are told of reactions.
    if chat.kind == .private || chat.members[botID] == .administrator {
      enqueue("message_reaction", .object(content), lane: chatID)
    }
  }

  /// A file from a person as the content of a message.
  mutating func upload(_ attachment: Attachment, _ kind: MediaKind, caption: String) throws(PersonError) -> Fields {
    guard !attachment.bytes.isEmpty else { throw .empty }
    let size = PictureSize.read(attachment.bytes) ?? (800, 600)
    let file = files.add(attachment, kind, size: size)
    var content: Fields = [kind.rawValue: mediaField(file)]
    if kind == .photo {
      // Telegram makes smaller copies; the largest comes last.
      let small = files.add(attachment, kind, size: (max(1, size.width / 4), max(1, size.height / 4)))
      content[kind.rawValue] = .array([.object(small.json), .object(file.json)])
    }
    if kind.hasCaption { content.add(caption: try text(caption, limit: 1024)) }
    return content
  }
}
