import TelegramBotAPI

extension World {
  func getChat(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try chat(a)
    var fields = chatFields(chat)
    fields["accent_color_id"] = .int(people[chat.id]?.color ?? 0)
    fields["max_reaction_count"] = .int(11)
    let gifts = [
      "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels",
    ]
    fields["accepted_gift_types"] = .object(Dictionary(uniqueKeysWithValues: gifts.map { ($0, .bool(false)) }))
    if let username = fields["username"] { fields["active_usernames"] = .array([username]) }
    if let pinned = chat.pinned.last.flatMap({ chat.message($0) }) {
      fields["pinned_message"] = messageJSON(pinned, in: chat)
    }
    return .object(fields)
  }

  /// The Bot API's `ChatMember`.
  func member(_ id: Int, in chat: ChatRecord) -> JSONValue? {
    guard let user = user(id) else { return nil }
    if chat.kind == .private {
      return .object(["status": .string("member"), "user": .object(user)])
    }
    let rank = chat.members[id] ?? .left
    var fields: Fields = ["status": .string(rank.rawValue), "user": .object(user)]
    switch rank {
    case .creator: fields["is_anonymous"] = .bool(false)
    case .kicked: fields["until_date"] = .int(0)
    case .administrator:
      for name in [
        "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
        "can_delete_stories",
      ] { fields[name] = .bool(name != "is_anonymous" && name != "can_promote_members") }
      fields["can_be_edited"] = .bool(false)
    default: break
    }
    return .object(fields)
  }

  func getChatMember(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try chat(a)
    guard let id = a.integer("user_id") else { throw .bad("user_id is empty") }
    if chat.kind == .private, id != chat.id, id != botID { throw .bad("member not found") }
    guard let member = member(id, in: chat) else { throw .bad("PARTICIPANT_ID_INVALID") }
    return member
  }

  func getChatMemberCount(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try chat(a)
    guard chat.kind != .private else { return .int(2) }
    return .int(chat.members.values.count { $0 != .left && $0 != .kicked })
  }

  func getChatAdministrators(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try chat(a)
    guard chat.kind != .private else { throw .bad("there are no administrators in the private chat") }
    let leaders = chat.members.filter { $0.value == .administrator || $0.value == .creator }.keys.sorted()
    return .array(leaders.compactMap { member($0, in: chat) })
  }

  mutating func leaveChat(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try chat(a)
    guard chat.kind != .private else { throw .bad("chat member status can't be changed in private chats") }
    _ = try writableChat(a)
    changeBotMembership(of: chat.id, to: .left, by: botID)
    return .bool(true)
  }

  mutating func setChatTitle(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard chat.kind != .private else { throw .bad("can't change title of a private chat") }
    guard chat.members[botID] == .administrator else { throw .bad("not enough rights to change chat title") }
    guard let title = a.string("title"), !title.isEmpty else { throw .bad("title can't be empty") }
    chats[chat.id]?.title = title
    store(["new_chat_title": .string(title)], from: .service, in: chat.id, sender: botID)
    return .bool(true)
  }

  /// Changes what the bot is in a chat and tells it with `my_chat_member`.
  mutating func changeBotMembership(of chatID: Int, to status: ChatRecord.Membership, by actor: Int) {
    guard let chat = chats[chatID], let user = user(actor) else { return }
    let old = member(botID, in: chat)
    chats[chatID]?.members[botID] = status
    guard let changed = chats[chatID] else { return }
    let new = member(botID, in: changed)
    reportMembership(chat, by: user, old: old, new: new)
  }

  func membership(_ status: String) -> JSONValue {
    var fields: Fields = ["status": .string(status), "user": .object(botUser)]
    if status == "kicked" { fields["until_date"] = .int(0) }
    return .object(fields)
  }

  mutating func reportMembership(_ chat: ChatRecord, by user: Fields, old: JSONValue?, new: JSONValue?) {
    let update: Fields = [
      "chat": .object(chatFields(chat)), "from": .object(user), "date": .int(now.seconds),
      "old_chat_member": old ?? .null, "new_chat_member": new ?? .null,
    ]
    enqueue("my_chat_member", .object(update), lane: chat.id)
  }

  mutating func pinChatMessage(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let id = a.integer("message_id"), let message = chat.message(id) else {
      throw .bad("message to pin not found")
    }
    guard chat.kind == .private || chat.members[botID] == .administrator else {
      throw .bad("not enough rights to manage pinned messages in the chat")
    }
    guard !chat.pinned.contains(id) else { return .bool(true) }
    chats[chat.id]?.pinned.append(id)
    let notice = store(
      ["pinned_message": messageJSON(message, in: chat)], from: .service, in: chat.id, sender: botID)
    if let notice { update(notice) }
    return .bool(true)
  }

  mutating func unpinChatMessage(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let id = a.has("message_id") ? a.integer("message_id") : chat.pinned.last, chat.pinned.contains(id) else {
      throw .bad("message to unpin not found")
    }
    chats[chat.id]?.pinned = chat.pinned.filter { $0 != id }
    return .bool(true)
  }

  mutating func unpinAllChatMessages(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    chats[chat.id]?.pinned = []
    return .bool(true)
  }
}
