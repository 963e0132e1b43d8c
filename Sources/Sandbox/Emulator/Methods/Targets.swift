import TelegramBotAPI

// What a call names: chats, messages, texts, keyboards.
extension World {
  /// The chat a call names, whether or not the bot may write there.
  func chat(_ a: Arguments, _ name: String = "chat_id") throws(APIError) -> ChatRecord {
    guard let text = a.string(name), !text.isEmpty else { throw .bad("\(name) is empty") }
    if let id = Int(text) {
      guard let chat = chats[id] else { throw .bad("chat not found") }
      return chat
    }
    let username = text.dropFirst().lowercased()
    guard text.hasPrefix("@"),
      let chat = chats.values.first(where: { $0.kind != .private && $0.username?.lowercased() == username })
    else { throw .bad("chat not found") }
    return chat
  }

  /// The chat a call writes to; refused where Telegram refuses.
  func writableChat(_ a: Arguments) throws(APIError) -> ChatRecord {
    let chat = try chat(a)
    if let target = chat.migratedTo {
      throw APIError(
        code: 400, description: "Bad Request: group chat was upgraded to a supergroup chat",
        parameters: ["migrate_to_chat_id": .int(target)])
    }
    if chat.kind == .private, let person = people[chat.id] {
      if person.deactivated { throw .forbidden("user is deactivated") }
      if person.blocked { throw .forbidden("bot was blocked by the user") }
      if !person.started { throw .forbidden("bot can't initiate conversation with a user") }
    } else {
      let name = chat.kind == .supergroup ? "supergroup" : "group"
      switch chat.members[botID] {
      case .kicked: throw .forbidden("bot was kicked from the \(name) chat")
      case nil, .left: throw .forbidden("bot is not a member of the \(name) chat")
      default: break
      }
    }
    return chat
  }

  /// The index of the bot's own message that a call edits.
  func editable(_ a: Arguments, in chat: ChatRecord) throws(APIError) -> MessageRecord {
    if a.has("inline_message_id") { throw .bad("MESSAGE_ID_INVALID") }
    guard let id = a.integer("message_id"), id > 0 else { throw .bad("message identifier is not specified") }
    guard let message = chat.message(id) else { throw .bad("message to edit not found") }
    guard message.author == .bot, message.fields["forward_origin"] == nil else {
      throw .bad("message can't be edited")
    }
    return message
  }

  /// The text, or caption, of a call with its entities, checked against Telegram's length.
  func formatted(
    _ a: Arguments, _ name: String, mode: String = "parse_mode", entities: String = "entities", limit: Int,
    tooLong: String
  ) throws(APIError) -> FormattedText {
    try formatted(
      a.string(name) ?? "", mode: a.string(mode) ?? "", entities: try a.array(entities) ?? [], limit: limit,
      tooLong: tooLong)
  }

  func formatted(_ text: String, mode: String, entities: [JSONValue], limit: Int, tooLong: String) throws(APIError)
    -> FormattedText
  {
    // No parsing of what can only be refused.
    guard text.utf16.count <= 20_000 else { throw .bad(tooLong) }
    var (plain, given) = (text, entities)
    if !mode.isEmpty, entities.isEmpty { (plain, given) = try ParseMode.parse(text, mode: mode) }
    var formatted = try FormattedText(plain, entities: given, limit: limit, tooLong: tooLong)
    for index in formatted.entities.indices {
      // A mentioned person is known by id; the rest of the user comes from the server.
      if let id = formatted.entities[index].details["user"]?["id"]?.int, let user = user(id) {
        formatted.entities[index].details["user"] = .object(user)
      }
    }
    return formatted
  }

  func caption(_ a: Arguments, _ content: inout Fields) throws(APIError) {
    let caption = try formatted(
      a, "caption", entities: "caption_entities", limit: 1024, tooLong: "message caption is too long")
    content.add(caption: caption)
    if a.flag("show_caption_above_media") { content["show_caption_above_media"] = .bool(true) }
    if a.flag("has_spoiler") { content["has_media_spoiler"] = .bool(true) }
  }
}

extension Fields {
  mutating func add(text: FormattedText) {
    self["text"] = .string(text.text)
    if !text.entities.isEmpty { self["entities"] = .array(text.json) }
  }

  mutating func add(caption: FormattedText) {
    guard !caption.units.isEmpty else { return }
    self["caption"] = .string(caption.text)
    if !caption.entities.isEmpty { self["caption_entities"] = .array(caption.json) }
  }
}
