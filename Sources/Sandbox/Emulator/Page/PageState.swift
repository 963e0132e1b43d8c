import CivilTime
import TelegramBotAPI

extension World {
  func pagePerson(_ person: PersonRecord) -> JSONValue {
    .object([
      "id": .int(person.id), "first_name": .string(person.firstName), "last_name": .optional(person.lastName),
      "username": .optional(person.username), "language_code": .optional(person.languageCode),
      "stars": .int(person.stars), "blocked": .bool(person.blocked), "color": .int(person.color),
      "zone": .optional(person.zone),
    ])
  }

  func pageCommands(_ chat: ChatRecord) -> JSONValue {
    let person = chat.kind == .private ? chat.id : chat.members.keys.filter { people[$0] != nil }.min() ?? 0
    return .array(menu(of: person, in: chat).map { .object($0) })
  }

  func pageKeyboard(_ keyboard: (rows: [[Fields]], options: Fields)?) -> JSONValue {
    guard let keyboard else { return .null }
    let rows = keyboard.rows.map { row in
      JSONValue.array(
        row.map { button in
          .object([
            "text": button["text"] ?? .null, "request_location": button["request_location"] ?? .bool(false),
            "request_contact": button["request_contact"] ?? .bool(false), "style": button["style"] ?? .null,
          ])
        })
    }
    return .object([
      "rows": .array(rows), "resize": keyboard.options["resize_keyboard"] ?? .bool(false),
      "one_time": keyboard.options["one_time_keyboard"] ?? .bool(false),
      "placeholder": keyboard.options["input_field_placeholder"] ?? .null,
    ])
  }

  private func pageChat(_ chat: ChatRecord) -> JSONValue {
    return .object([
      "id": .int(chat.id), "type": .string(chat.kind.rawValue),
      "person": chat.kind == .private ? .int(chat.id) : .null,
      "members": .array(chat.members.keys.filter { people[$0] != nil }.sorted().map { .int($0) }),
      "title": .string(chat.kind == .private ? botUser["first_name"]?.string ?? "" : chat.title ?? ""),
      "messages": .array(chat.messages.filter { !$0.deleted }.suffix(200).map { pageMessage($0, in: chat) }),
      "commands": pageCommands(chat), "reply_keyboard": pageKeyboard(chat.keyboard),
      "typing": .bool(chat.isTyping(at: now)),
      "draft": .optional(chat.currentDraft(at: now)),
    ])
  }

  /// The page's snapshot, without what belongs to the clock.
  var pageState: Fields {
    let ordered = chats.values.sorted { ($0.kind == .private ? 0 : 1, $0.id) < ($1.kind == .private ? 0 : 1, $1.id) }
    return [
      "bot": .object([
        "id": .int(botID), "name": botUser["first_name"] ?? .null, "username": .string(configuration.botUsername),
      ]),
      "people": .array(people.values.sorted { $0.id < $1.id }.map { pagePerson($0) }),
      "chats": .array(ordered.map { pageChat($0) }),
    ]
  }

  /// A chat as plain text: one line per line of text, buttons as `[text]`.
  func transcript(_ chatID: Int) -> String {
    guard let chat = chats[chatID] else { return "" }
    var lines: [String] = []
    for message in chat.messages where !message.deleted {
      let name: String =
        switch message.author {
        case .bot: message.fields["from"]?["first_name"]?.string ?? ""
        case .person(let id): people[id]?.firstName ?? ""
        case .service: "*"
        }
      lines.append("\(name): \(described(message))")
      for row in message.inlineKeyboard {
        lines.append("  " + row.map { "[\($0["text"]?.string ?? "")]" }.joined(separator: " "))
      }
    }
    if let keyboard = chat.keyboard {
      for row in keyboard.rows {
        lines.append("  " + row.map { "<\($0["text"]?.string ?? "")>" }.joined(separator: " "))
      }
    }
    return lines.joined(separator: "\n")
  }

  private func described(_ message: MessageRecord) -> String {
    var text = message.text ?? serviceText(message.fields) ?? ""
    if let invoice = message.invoice { text = "{invoice \(invoice.title) ⭐️\(invoice.amount)}" }
    let media = pageMessage(
      message, in: chats[message.fields["chat"]?["id"]?.int ?? 0] ?? ChatRecord(id: 0, kind: .private))
    if let kind = media["media"]?["kind"]?.string {
      let detail = media["media"]?["name"]?.string ?? media["media"]?["text"]?.string
      text = "{\(kind)\(detail.map { " \($0)" } ?? "")}" + (text.isEmpty ? "" : " \(text)")
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
  }
}
