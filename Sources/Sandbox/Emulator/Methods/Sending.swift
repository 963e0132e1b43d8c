import CivilTime
import TelegramBotAPI

extension World {
  mutating func sendMessage(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let text = try formatted(a, "text", limit: 4096, tooLong: "message is too long")
    guard !text.units.isEmpty else { throw .bad("message text is empty") }
    var content: Fields = [:]
    content.add(text: text)
    content.add("link_preview_options", try a.object("link_preview_options").map { .object($0) })
    return try post(content, to: chat, a)
  }

  /// What all sending methods share: reply, keyboard, silence, effect. Returns the sent message.
  mutating func post(
    _ content: Fields, to chat: ChatRecord, _ a: Arguments, markup given: Markup? = nil,
    _ change: (inout MessageRecord) -> Void = { _ in }
  ) throws(APIError) -> JSONValue {
    var content = content
    let markup = given == nil ? try Markup.read(a.structure("reply_markup")) : given
    content.add("reply_markup", markup?.onMessage)
    let reply = try replyTarget(a, in: chat)
    if a.flag("protect_content") { content["has_protected_content"] = .bool(true) }
    if let effect = a.string("message_effect_id"), !effect.isEmpty {
      guard chat.kind == .private else { throw .bad("EFFECT_ID_INVALID") }
      guard effect.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .bad("invalid effect_id specified") }
      content["effect_id"] = .string(effect)
    }
    let silent = a.flag("disable_notification")
    let message = store(content, from: .bot, in: chat.id, sender: botID) { message in
      message.replyTo = reply
      message.silent = silent
      change(&message)
    }
    guard let message else { throw .bad("chat not found") }
    changeInput(of: chat.id, markup)
    return messageJSON(message, in: chats[chat.id] ?? chat)
  }

  private func replyTarget(_ a: Arguments, in chat: ChatRecord) throws(APIError) -> Int? {
    var wanted = a.integer("reply_to_message_id")
    var optional = a.flag("allow_sending_without_reply")
    if let parameters = try a.object("reply_parameters") {
      let reply = Arguments(values: parameters, attachments: [:])
      wanted = reply.integer("message_id")
      optional = reply.flag("allow_sending_without_reply")
      if let other = reply.integer("chat_id"), other != chat.id { return nil }
      if wanted == nil { throw .bad("message identifier is not specified") }
    }
    guard let wanted, wanted > 0 else { return nil }
    if chat.message(wanted) != nil { return wanted }
    if optional { return nil }
    throw .bad("message to be replied not found")
  }

  /// What a message of the bot does to the person's input: keyboard, typing and draft.
  private mutating func changeInput(of chatID: Int, _ markup: Markup?) {
    guard let chat = chats[chatID] else { return }
    var keyboard = chat.keyboard
    switch markup {
    case .keyboard(let rows, let options): keyboard = (rows, options)
    case .remove: keyboard = nil
    default: break
    }
    var changed: Fields = [:]
    if keyboard?.rows != chat.keyboard?.rows || keyboard?.options != chat.keyboard?.options {
      changed["reply_keyboard"] = pageKeyboard(keyboard)
    }
    if chat.typing != nil { changed["typing"] = .bool(false) }
    if chat.draft != nil { changed["draft"] = .null }
    chats[chatID]?.keyboard = keyboard
    chats[chatID]?.typing = nil
    chats[chatID]?.draft = nil
    if !changed.isEmpty { events.append(.chat(chatID, changed)) }
  }

  mutating func sendMessageDraft(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard chat.kind == .private else { throw .bad("message drafts can be sent only to private chats") }
    guard let id = a.integer("draft_id"), id != 0 else { throw .bad("draft_id must be non-zero") }
    let text = try formatted(a, "text", limit: 4096, tooLong: "message is too long")
    chats[chat.id]?.draft = text.text
    chats[chat.id]?.draftAt = now
    events.append(.chat(chat.id, ["draft": .string(text.text)]))
    return .bool(true)
  }

  /// Takes away drafts and "typing" whose time is over.
  mutating func endSigns() {
    for (id, chat) in chats {
      var changed: Fields = [:]
      if chat.typing != nil, !chat.isTyping(at: now) {
        chats[id]?.typing = nil
        changed["typing"] = .bool(false)
      }
      if chat.draft != nil, chat.currentDraft(at: now) == nil {
        chats[id]?.draft = nil
        changed["draft"] = .null
      }
      if !changed.isEmpty { events.append(.chat(id, changed)) }
    }
  }

  private static let chatActions: Set<String> = [
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
  ]

  mutating func sendChatAction(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let action = a.string("action"), Self.chatActions.contains(action) else {
      throw .bad("wrong parameter action in request")
    }
    let typing = action != "cancel"
    chats[chat.id]?.typing = typing ? now : nil
    events.append(.chat(chat.id, ["typing": .bool(typing)]))
    return .bool(true)
  }

  mutating func sendLocation(_ a: Arguments, venue: Bool) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let latitude = a.number("latitude") else { throw .bad("latitude is empty") }
    guard let longitude = a.number("longitude") else { throw .bad("longitude is empty") }
    guard abs(latitude) <= 90, abs(longitude) <= 180 else { throw .bad("wrong latitude or longitude specified") }
    let location: JSONValue = .object(["latitude": .double(latitude), "longitude": .double(longitude)])
    var content: Fields = ["location": location]
    if venue {
      guard let title = a.string("title"), !title.isEmpty else { throw .bad("title is empty") }
      guard let address = a.string("address"), !address.isEmpty else { throw .bad("address is empty") }
      content["venue"] = .object(["location": location, "title": .string(title), "address": .string(address)])
    }
    return try post(content, to: chat, a)
  }

  mutating func sendContact(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let phone = a.string("phone_number"), !phone.isEmpty else { throw .bad("phone number is empty") }
    guard let name = a.string("first_name"), !name.isEmpty else { throw .bad("first name is empty") }
    var contact: Fields = ["phone_number": .string(phone), "first_name": .string(name)]
    contact.add("last_name", text: a.string("last_name"))
    contact.add("vcard", text: a.string("vcard"))
    return try post(["contact": .object(contact)], to: chat, a)
  }

  mutating func sendDice(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let emoji = a.string("emoji") ?? "🎲"
    let sides: [String: Int] = ["🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "⚽️": 5, "🎰": 64]
    guard let top = sides[emoji] else { throw .bad("DICE_EMOTICON_INVALID") }
    let value = Int.random(in: 1...top, using: &random)
    return try post(["dice": .object(["emoji": .string(emoji), "value": .int(value)])], to: chat, a)
  }
}
