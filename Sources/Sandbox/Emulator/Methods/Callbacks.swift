import CivilTime
import TelegramBotAPI

/// What a person sees after pressing an inline button.
public enum PressAnswer: Sendable, Hashable {
  /// The bot answered without a text: the button's spinner ends.
  case acknowledged
  /// A short notice at the top of the chat.
  case toast(String)
  /// A dialog that must be dismissed.
  case alert(String)
  /// The client opens a link: a URL button, or the bot's answer.
  case url(String)
  /// The button put a text on the clipboard.
  case copied(String)
  /// The button opens the payment of its message.
  case pay
  /// The button opens a Web App, an inline query or another thing that the sandbox only names.
  case other(String)
  /// There is no such button (any more).
  case nothingToPress
  /// The bot did not answer in time.
  case unanswered
}

extension World {
  /// The button at a place of a message's inline keyboard.
  func button(_ chatID: Int, _ messageID: Int, row: Int, column: Int) -> Fields? {
    guard let rows = chats[chatID]?.message(messageID)?.inlineKeyboard, rows.indices.contains(row),
      rows[row].indices.contains(column)
    else { return nil }
    return rows[row][column]
  }

  /// What pressing a button does without the bot; `nil` for a callback button.
  func pressLocally(_ button: Fields) -> PressAnswer? {
    if button["callback_data"] != nil { return nil }
    if let url = button["url"]?.string { return .url(url) }
    if let text = button["copy_text"]?["text"]?.string { return .copied(text) }
    if button["pay"] != nil { return .pay }
    return .other(button.keys.filter { $0 != "text" && $0 != "style" }.sorted().first ?? "text")
  }

  /// Sends a callback query as a client does, also with data that no button carries. Returns the query's id.
  mutating func pressCallback(_ personID: Int, chat chatID: Int, message messageID: Int, data: String) -> String? {
    guard let person = people[personID], let chat = chats[chatID] else { return nil }
    let id = String(UInt64.random(in: 1_000_000_000_000...9_000_000_000_000_000_000, using: &random))
    var query: Fields = [
      "id": .string(id), "from": .object(person.user), "data": .string(data),
      "chat_instance": .string(String(chatID &* 7919)),
    ]
    if let message = chat.message(messageID) {
      query["message"] = messageJSON(message, in: chat)
    } else {
      query["message"] = .object([
        "chat": .object(chatFields(chat)), "message_id": .int(messageID), "date": .int(0),
      ])
    }
    callbacks[id] = CallbackRecord(id: id, person: personID, chat: chatID, message: messageID, pressed: now)
    enqueue("callback_query", .object(query), lane: personID &+ (3 << 33), life: .seconds(150))
    return id
  }

  mutating func answerCallbackQuery(_ a: Arguments) throws(APIError) -> JSONValue {
    guard let id = a.string("callback_query_id"), var record = callbacks[id],
      now - record.pressed <= configuration.callbackLifetime
    else { throw .bad("query is too old and response timeout expired or query ID is invalid") }
    let text = a.string("text") ?? ""
    guard text.utf16.count <= 200 else { throw .bad("MESSAGE_TOO_LONG") }
    let url = a.string("url") ?? ""
    if !url.isEmpty, !url.hasPrefix("https://t.me/\(configuration.botUsername)?"), !url.hasPrefix("tg://") {
      throw .bad("URL_INVALID")
    }
    // The first answer counts; the client has stopped waiting when a second one comes.
    guard record.answer == nil else { return .bool(true) }
    let answer: PressAnswer =
      !url.isEmpty ? .url(url) : text.isEmpty ? .acknowledged : a.flag("show_alert") ? .alert(text) : .toast(text)
    record.answer = answer
    callbacks[id] = record
    answers.append((id, answer))
    if !text.isEmpty { events.append(.toast(chat: record.chat, text: text, alert: a.flag("show_alert"))) }
    return .bool(true)
  }

  /// Ends the waiting for presses that can no longer be answered.
  mutating func expireCallbacks() {
    for (id, record) in callbacks where now - record.pressed > configuration.callbackLifetime {
      if record.answer == nil { answers.append((id, .unanswered)) }
      callbacks[id] = nil
    }
  }
}
