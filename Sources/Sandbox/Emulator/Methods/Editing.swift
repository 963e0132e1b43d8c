import CivilTime
import TelegramBotAPI

extension World {
  private static let notModified =
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    + "and reply markup of the message"

  mutating func editMessageText(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let message = try editable(a, in: chat)
    let text = try formatted(a, "text", limit: 4096, tooLong: "MESSAGE_TOO_LONG")
    guard !text.units.isEmpty else { throw .bad("message text is empty") }
    guard message.fields["text"] != nil else { throw .bad("there is no text in the message to edit") }
    return try edit(message, in: chat, a) { fields in
      fields["entities"] = nil
      fields.add(text: text)
    }
  }

  mutating func editMessageCaption(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let message = try editable(a, in: chat)
    let caption = try formatted(a, "caption", entities: "caption_entities", limit: 1024, tooLong: "MESSAGE_TOO_LONG")
    guard MediaKind.allCases.contains(where: { $0.hasCaption && message.fields[$0.rawValue] != nil }) else {
      throw .bad("there is no caption in the message to edit")
    }
    let above = a.flag("show_caption_above_media")
    return try edit(message, in: chat, a) { fields in
      fields["caption"] = nil
      fields["caption_entities"] = nil
      fields["show_caption_above_media"] = above ? .bool(true) : nil
      fields.add(caption: caption)
    }
  }

  mutating func editMessageMedia(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let message = try editable(a, in: chat)
    guard let media = try a.object("media") else { throw .bad("media is empty") }
    let content = try mediaContent(media, attachments: a.attachments)
    guard message.fields["text"] != nil || MediaKind.allCases.contains(where: { message.fields[$0.rawValue] != nil })
    else { throw .bad("message can't be edited") }
    return try edit(message, in: chat, a) { fields in
      for kind in MediaKind.allCases { fields[kind.rawValue] = nil }
      for name in ["text", "entities", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler"] {
        fields[name] = nil
      }
      fields.merge(content) { _, new in new }
    }
  }

  mutating func editMessageReplyMarkup(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    return try edit(try editable(a, in: chat), in: chat, a) { _ in }
  }

  /// Applies a change to a message. Without `reply_markup` its keyboard goes; a change of nothing is refused.
  private mutating func edit(
    _ message: MessageRecord, in chat: ChatRecord, _ a: Arguments, _ change: (inout Fields) -> Void
  ) throws(APIError) -> JSONValue {
    let markup = try Markup.read(a.structure("reply_markup"), inlineOnly: true, invoice: message.invoice != nil)
    var edited = message
    change(&edited.fields)
    edited.fields["reply_markup"] = markup?.onMessage
    guard edited.fields != message.fields, let index = chat.index(of: message.id) else { throw .bad(Self.notModified) }
    edited.fields["edit_date"] = .int(now.seconds)
    chats[chat.id]?.messages[index] = edited
    let chat = chats[chat.id] ?? chat
    events.append(.message(chat: chat.id, pageMessage(edited, in: chat)))
    return messageJSON(edited, in: chat)
  }

  mutating func deleteMessage(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let id = a.integer("message_id"), id > 0 else { throw .bad("message identifier is not specified") }
    guard let message = chat.message(id) else { throw .bad("message to delete not found") }
    guard canDelete(message, in: chat) else { throw .bad("message can't be deleted for everyone") }
    remove(id, in: chat.id)
    return .bool(true)
  }

  mutating func deleteMessages(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let ids = try a.array("message_ids") ?? []
    guard (1...100).contains(ids.count) else { throw .bad("message identifiers are not specified") }
    // Those that can't be found or deleted are skipped.
    for id in ids.compactMap(\.int) {
      if let message = chat.message(id), canDelete(message, in: chat) { remove(id, in: chat.id) }
    }
    return .bool(true)
  }

  private func canDelete(_ message: MessageRecord, in chat: ChatRecord) -> Bool {
    guard now.seconds - message.date < 48 * 3600 else { return false }
    if message.author == .bot || chat.kind == .private { return true }
    return chat.members[botID] == .administrator
  }

  mutating func remove(_ id: Int, in chatID: Int) {
    guard let index = chats[chatID]?.index(of: id) else { return }
    chats[chatID]?.messages[index].deleted = true
    chats[chatID]?.pinned.removeAll { $0 == id }
    events.append(.deleted(chat: chatID, id: id))
  }

  mutating func setMessageReaction(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let id = a.integer("message_id"), id > 0 else { throw .bad("message identifier is not specified") }
    guard let index = chat.index(of: id), chat.message(id) != nil else { throw .bad("message to react not found") }
    let reactions = try a.array("reaction") ?? []
    guard reactions.count <= 1 else { throw .bad("REACTIONS_TOO_MANY") }
    for reaction in reactions { try Reactions.check(reaction) }
    chats[chat.id]?.messages[index].reactions[botID] = reactions.isEmpty ? nil : reactions
    announce(id, in: chat.id)
    return .bool(true)
  }

  /// Tells the page how a message looks now.
  mutating func announce(_ id: Int, in chatID: Int) {
    guard let chat = chats[chatID], let message = chat.message(id) else { return }
    events.append(.message(chat: chatID, pageMessage(message, in: chat)))
  }
}

/// The emoji that bots and people can react with (https://core.telegram.org/bots/api#reactiontypeemoji).
enum Reactions {
  static let emoji = Set(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
      .split(separator: " ").map(String.init))

  static func check(_ reaction: JSONValue) throws(APIError) {
    guard reaction["type"]?.string == "emoji" else { throw .bad("REACTION_INVALID") }
    guard let given = reaction["emoji"]?.string, known(given) else { throw .bad("REACTION_INVALID") }
  }

  static func known(_ given: String) -> Bool {
    emoji.contains(given)
      || emoji.contains(String(String.UnicodeScalarView(given.unicodeScalars.filter { $0.value != 0xFE0F })))
  }
}
