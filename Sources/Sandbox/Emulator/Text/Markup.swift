import TelegramBotAPI

/// A checked `reply_markup`.
enum Markup: Sendable, Hashable {
  /// Rows of buttons under the message; no rows mean no keyboard.
  case inline([[Fields]])
  /// Rows of buttons in place of the person's keyboard, and the object's other fields.
  case keyboard([[Fields]], Fields)
  case remove
  case forceReply(Fields)

  /// What a message carries: only inline keyboards are part of it.
  var onMessage: JSONValue? {
    guard case .inline(let rows) = self, !rows.isEmpty else { return nil }
    return .object(["inline_keyboard": .array(rows.map { .array($0.map { .object($0) }) })])
  }

  /// Reads and checks the parameter; `nil` if it is absent or empty.
  static func read(_ value: JSONValue?, inlineOnly: Bool = false, invoice: Bool = false) throws(APIError) -> Markup? {
    guard let value, value != .null else { return nil }
    guard let fields = value.object else { throw .bad("object expected as reply markup") }
    if let rows = fields["inline_keyboard"] { return .inline(try inline(rows, invoice: invoice)) }
    if inlineOnly {
      if fields.isEmpty { return nil }
      throw .bad("inline keyboard expected")
    }
    if let rows = fields["keyboard"] {
      return .keyboard(try keyboard(rows), fields.filter { $0.key != "keyboard" && $0.key != "force_reply" })
    }
    if fields["remove_keyboard"]?.bool == true { return .remove }
    if fields["force_reply"]?.bool == true { return .forceReply(fields) }
    return nil
  }

  private static func rows(_ value: JSONValue, _ field: String, _ type: String) throws(APIError) -> [[JSONValue]] {
    guard let outer = value.array else { throw .bad("field \"\(field)\" of the \(type) must be of type Array") }
    var result: [[JSONValue]] = []
    for row in outer {
      guard let row = row.array else { throw .bad("field \"\(field)\" of the \(type) must be an Array of Arrays") }
      if !row.isEmpty { result.append(row) }
    }
    return result
  }

  private static func inline(_ value: JSONValue, invoice: Bool) throws(APIError) -> [[Fields]] {
    var result: [[Fields]] = []
    for row in try rows(value, "inline_keyboard", "InlineKeyboardMarkup") {
      var buttons: [Fields] = []
      for item in row {
        let button = try inlineButton(item)
        let first = result.isEmpty && buttons.isEmpty
        if button["pay"] != nil, !(invoice && first) { throw .bad("BUTTON_TYPE_INVALID") }
        if invoice, first, button["pay"] == nil { throw .bad("REPLY_MARKUP_BUY_EMPTY") }
        buttons.append(button)
      }
      result.append(buttons)
    }
    guard result.joined().count <= 100 else { throw .bad("REPLY_MARKUP_TOO_LONG") }
    return result
  }

  private static let actions = [
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
  ]

  private static func inlineButton(_ value: JSONValue) throws(APIError) -> Fields {
    func fault(_ text: String) -> APIError { .bad("can't parse inline keyboard button: \(text)") }
    guard var button = value.object else { throw fault("InlineKeyboardButton must be an Object") }
    guard let text = button["text"]?.string else { throw fault("Can't find field \"text\"") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw .bad("BUTTON_TEXT_INVALID") }
    try style(button)
    button = button.filter { $0.value != .null && $0.value != .bool(false) }
    let chosen = actions.filter { button[$0] != nil }
    guard let action = chosen.first else { throw .bad("text buttons are unallowed in the inline keyboard") }
    guard chosen.count == 1 else {
      throw fault("exactly one of the optional fields must be used, found \(chosen.joined(separator: ", "))")
    }
    switch action {
    case "callback_data":
      guard let data = button[action]?.string else { throw fault("Field \"callback_data\" must be of type String") }
      guard (1...64).contains(data.utf8.count) else { throw .bad("BUTTON_DATA_INVALID") }
    case "url":
      guard let url = button[action]?.string else { throw fault("Field \"url\" must be of type String") }
      guard let checked = link(url) else {
        throw .bad("inline keyboard button URL '\(url)' is invalid: Wrong HTTP URL")
      }
      button[action] = .string(checked)
    case "web_app":
      guard let url = button[action]?["url"]?.string else { throw fault("Can't find field \"url\"") }
      guard url.hasPrefix("https://"), link(url) != nil else {
        throw .bad("inline keyboard button Web App URL '\(url)' is invalid: Only HTTPS links are allowed")
      }
    case "copy_text":
      guard let text = button[action]?["text"]?.string, (1...256).contains(text.utf16.count) else {
        throw .bad("BUTTON_COPY_TEXT_INVALID")
      }
    default: break
    }
    return button
  }

  private static func style(_ button: Fields) throws(APIError) {
    guard let style = button["style"], style != .null else { return }
    guard let name = style.string, ["primary", "success", "danger"].contains(name) else {
      throw .bad("invalid button style specified")
    }
  }

  private static func keyboard(_ value: JSONValue) throws(APIError) -> [[Fields]] {
    var result: [[Fields]] = []
    for row in try rows(value, "keyboard", "ReplyKeyboardMarkup") {
      var buttons: [Fields] = []
      for item in row {
        // A button that is only text may be sent as a string.
        var button = item.object ?? [:]
        if let text = item.string { button = ["text": .string(text)] }
        guard let text = button["text"]?.string else {
          throw .bad("can't parse keyboard button: Field \"text\" must be of type String")
        }
        guard !text.isEmpty else { throw .bad("keyboard button text must be non-empty") }
        try style(button)
        buttons.append(button.filter { $0.value != .null && $0.value != .bool(false) })
      }
      guard buttons.count <= 12 else { throw .bad("REPLY_MARKUP_TOO_LONG") }
      result.append(buttons)
    }
    guard !result.isEmpty else { throw .bad("REPLY_MARKUP_INVALID") }
    guard result.joined().count <= 300 else { throw .bad("REPLY_MARKUP_TOO_LONG") }
    return result
  }

  /// The link as Telegram keeps it, `nil` if it is none.
  static func link(_ url: String) -> String? {
    guard !url.isEmpty, !url.contains(where: { $0.isWhitespace }) else { return nil }
    if url.hasPrefix("tg://") { return url.count > 5 ? url : nil }
    let full = url.hasPrefix("http://") || url.hasPrefix("https://") ? url : "http://" + url
    let rest = full.drop { $0 != "/" }.dropFirst(2)
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
    guard !full.dropFirst(url == full ? 0 : 7).contains("://") || url == full, host.contains("."), !host.hasPrefix("."),
      !host.hasSuffix(".")
    else { return nil }
    return full
  }
}
