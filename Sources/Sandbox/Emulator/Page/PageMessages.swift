import CivilTime
import TelegramBotAPI

// The chat page's form of messages, chats and people.
extension World {
  func pageMessage(_ message: MessageRecord, in chat: ChatRecord) -> JSONValue {
    let fields = message.fields
    let from: String =
      switch message.author {
      case .bot: "bot"
      case .person: "person"
      case .service: "service"
      }
    var page: Fields = [
      "id": .int(message.id), "from": .string(from), "sender": fields["from"]?["id"] ?? .null,
      "sender_name": fields["from"]?["first_name"] ?? .null,
      "date": .int(message.date * 1000), "edited": .bool(fields["edit_date"] != nil),
      "text": .optional(message.text ?? serviceText(fields, in: people[chat.id]?.languageCode)),
      "entities": .array(message.entities),
      "media": pageMedia(fields), "invoice": .null, "keyboard": .null, "reply_to": .null,
      "reactions": .array(reactions(message)), "silent": .bool(message.silent),
      "effect": fields["effect_id"] ?? .null, "deleted": .bool(message.deleted),
      "album": fields["media_group_id"] ?? .null, "forwarded": .bool(fields["forward_origin"] != nil),
    ]
    if let invoice = message.invoice { page["invoice"] = .object(pageInvoice(invoice, paid: message.paid)) }
    let rows = message.inlineKeyboard
    if !rows.isEmpty { page["keyboard"] = pageButtons(rows) }
    if let reply = message.replyTo.flatMap({ chat.message($0) }) {
      page["reply_to"] = .object(["id": .int(reply.id), "text": .string(reply.text ?? "")])
    }
    return .object(page)
  }

  func pageInvoice(_ invoice: InvoiceRecord, paid: Bool) -> Fields {
    [
      "title": .string(invoice.title), "description": .string(invoice.description), "amount": .int(invoice.amount),
      "currency": .string(invoice.currency), "paid": .bool(paid),
      "subscription_period": invoice.subscriptionPeriod.map { .int($0) } ?? .null,
    ]
  }

  private func reactions(_ message: MessageRecord) -> [JSONValue] {
    message.reactions.sorted { $0.key < $1.key }.flatMap { $0.value.compactMap { $0["emoji"] } }
  }

  private func pageButtons(_ rows: [[Fields]]) -> JSONValue {
    .array(
      rows.enumerated().map { row, buttons in
        .array(
          buttons.enumerated().map { column, button in
            .object([
              "text": button["text"] ?? .null, "kind": .string(kind(button)), "style": button["style"] ?? .null,
              "url": button["url"] ?? button["web_app"]?["url"] ?? .null,
              "copy_text": button["copy_text"]?["text"] ?? .null, "index": .array([.int(row), .int(column)]),
            ])
          })
      })
  }

  private func kind(_ button: Fields) -> String {
    if button["callback_data"] != nil { return "callback" }
    if button["url"] != nil || button["login_url"] != nil { return "url" }
    if button["pay"] != nil { return "pay" }
    if button["web_app"] != nil { return "web_app" }
    return button["copy_text"] != nil ? "copy" : "switch_inline"
  }

  private func pageMedia(_ fields: Fields) -> JSONValue {
    for kind in MediaKind.allCases {
      guard let value = fields[kind.rawValue], kind != .document || fields["animation"] == nil else { continue }
      let object = value.array?.last ?? value
      let shown = kind == .videoNote ? "video" : kind.rawValue
      return .object([
        "kind": .string(shown), "url": .string("/sandbox/api/file/\(object["file_id"]?.string ?? "")"),
        "name": object["file_name"] ?? .null, "size": object["file_size"] ?? .null,
        "width": object["width"] ?? .null, "height": object["height"] ?? .null, "text": object["emoji"] ?? .null,
      ])
    }
    if let place = fields["location"] {
      return .object([
        "kind": .string("location"), "url": .null, "latitude": place["latitude"] ?? .null,
        "longitude": place["longitude"] ?? .null, "text": fields["venue"]?["title"] ?? .null,
      ])
    }
    if let contact = fields["contact"] {
      let text = "\(contact["first_name"]?.string ?? "") \(contact["phone_number"]?.string ?? "")"
      return .object(["kind": .string("contact"), "url": .null, "text": .string(text)])
    }
    if let poll = fields["poll"] {
      let options = (poll["options"]?.array ?? []).map { option in
        "○ \(option["text"]?.string ?? "") (\(option["voter_count"]?.int ?? 0))"
      }
      let text = ([poll["question"]?.string ?? ""] + options).joined(separator: "\n")
      return .object(["kind": .string("poll"), "url": .null, "text": .string(text)])
    }
    if let dice = fields["dice"] {
      let text = "\(dice["emoji"]?.string ?? "") \(dice["value"]?.int ?? 0)"
      return .object(["kind": .string("dice"), "url": .null, "text": .string(text)])
    }
    return .null
  }
}
