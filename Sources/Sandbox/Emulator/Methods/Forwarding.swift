import TelegramBotAPI

extension World {
  private static let ownFields: Set<String> = [
    "message_id", "date", "chat", "from", "edit_date", "reply_markup", "reply_to_message", "media_group_id",
    "has_protected_content", "effect_id", "forward_origin",
  ]

  private func source(_ a: Arguments, id: Int?, verb: String) throws(APIError) -> MessageRecord {
    let chat = try chat(a, "from_chat_id")
    guard let id, id > 0 else { throw .bad("message identifier is not specified") }
    guard let message = chat.message(id) else { throw .bad("message to \(verb) not found") }
    if message.author == .service || message.invoice != nil && verb == "copy" {
      throw .bad("message can't be \(verb == "copy" ? "copied" : "forwarded")")
    }
    return message
  }

  mutating func copyMessage(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let message = try source(a, id: a.integer("message_id"), verb: "copy")
    var content = message.fields.filter { !Self.ownFields.contains($0.key) }
    if a.has("caption"), content["text"] == nil {
      content["caption"] = nil
      content["caption_entities"] = nil
      try caption(a, &content)
    }
    let sent = try post(content, to: chat, a)
    return .object(["message_id": sent["message_id"] ?? .null])
  }

  mutating func copyMessages(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    var sent: [JSONValue] = []
    for id in try a.array("message_ids") ?? [] {
      guard let message = try? source(a, id: id.int, verb: "copy") else { continue }
      let content = message.fields.filter { !Self.ownFields.contains($0.key) }
      let copy = try post(content, to: chat, a, markup: .inline([]))
      sent.append(.object(["message_id": copy["message_id"] ?? .null]))
    }
    return .array(sent)
  }

  mutating func forwardMessage(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let message = try source(a, id: a.integer("message_id"), verb: "forward")
    return try post(forwarded(message), to: chat, a, markup: .inline([]))
  }

  mutating func forwardMessages(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    var sent: [JSONValue] = []
    for id in try a.array("message_ids") ?? [] {
      guard let message = try? source(a, id: id.int, verb: "forward") else { continue }
      let copy = try post(forwarded(message), to: chat, a, markup: .inline([]))
      sent.append(.object(["message_id": copy["message_id"] ?? .null]))
    }
    return .array(sent)
  }

  /// The content of a message with where it comes from.
  func forwarded(_ message: MessageRecord) -> Fields {
    var content = message.fields.filter { !Self.ownFields.contains($0.key) }
    content["forward_origin"] =
      message.fields["forward_origin"]
      ?? .object([
        "type": .string("user"), "date": .int(message.date), "sender_user": message.fields["from"] ?? .null,
      ])
    return content
  }
}
