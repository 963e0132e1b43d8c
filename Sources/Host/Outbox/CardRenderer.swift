import PluginAPI

/// Turns cards into calls of the Bot API.
struct CardRenderer {
  let codec: CallbackCodec
  let chat: Int64
  let newID: () -> RowID
  /// The dialog whose card it is, for its choices.
  let dialog: (name: String, revision: Int64)?
  /// Payloads too long for a button, to be stored with the turn.
  var stored: [CallbackCodec.Stored] = []

  /// The calls that send a card: more than one when the text is too long, the buttons under the last.
  mutating func send(_ card: Card, _ options: SendOptions) throws -> [BotAPICall] {
    let markup = try replyMarkup(card)
    let reply = options.replyTo.map { ReplyParameters(messageID: $0, allowSendingWithoutReply: true) }
    let silent = options.isSilent ? true : nil
    let chatID = ChatID.id(Int(chat))
    if let media = card.media {
      let caption = card.text.truncated(to: 1024).normalized()
      let text = caption.isEmpty ? nil : caption.string
      let entities = caption.isEmpty ? nil : entities(caption)
      switch media {
      case .photo(let file):
        return [
          try SendPhoto(
            chatID: chatID, photo: file, caption: text, captionEntities: entities, disableNotification: silent,
            messageEffectID: card.effect, replyParameters: reply, replyMarkup: markup
          ).call()
        ]
      case .document(let file):
        return [
          try SendDocument(
            chatID: chatID, document: file, caption: text, captionEntities: entities, disableNotification: silent,
            messageEffectID: card.effect, replyParameters: reply, replyMarkup: markup
          ).call()
        ]
      }
    }
    let parts = card.text.split()
    return try parts.enumerated().map { index, part in
      try SendMessage(
        chatID: chatID, text: part.string, entities: entities(part), linkPreviewOptions: preview(card),
        disableNotification: silent, messageEffectID: index == 0 ? card.effect : nil,
        replyParameters: index == 0 ? reply : nil, replyMarkup: index == parts.count - 1 ? markup : nil
      ).call()
    }
  }

  /// The call that shows a card in place of a message; its `message_id` is filled in when it is sent.
  mutating func edit(_ card: Card) throws -> BotAPICall {
    let keyboard = try card.keyboard.map { try inline($0) }
    if card.media != nil {
      let caption = card.text.truncated(to: 1024).normalized()
      return try EditMessageCaption(
        chatID: .id(Int(chat)), caption: caption.string, captionEntities: entities(caption), replyMarkup: keyboard
      ).call()
    }
    let text = card.text.truncated(to: 4096).normalized()
    return try EditMessageText(
      chatID: .id(Int(chat)), text: text.string, entities: entities(text), linkPreviewOptions: preview(card),
      replyMarkup: keyboard
    ).call()
  }

  private mutating func replyMarkup(_ card: Card) throws -> ReplyMarkup? {
    if let keyboard = card.keyboard, !keyboard.rows.isEmpty { return .inlineKeyboard(try inline(keyboard)) }
    switch card.replyKeyboard {
    case nil: return nil
    case .remove: return .removeKeyboard(ReplyKeyboardRemove(removeKeyboard: true))
    case .buttons(let rows, let isPersistent, let isOneTime, let placeholder):
      let keys = rows.map { row in
        row.map { key in
          switch key {
          case .text(let title): KeyboardButton(text: title)
          case .requestLocation(let title): KeyboardButton(text: title, requestLocation: true)
          }
        }
      }
      return .replyKeyboard(
        ReplyKeyboardMarkup(
          keyboard: keys, isPersistent: isPersistent ? true : nil, resizeKeyboard: true,
          oneTimeKeyboard: isOneTime ? true : nil, inputFieldPlaceholder: placeholder.map { String($0.prefix(64)) }))
    }
  }

  private mutating func inline(_ keyboard: Keyboard) throws -> InlineKeyboardMarkup {
    var rows: [[InlineKeyboardButton]] = []
    for row in keyboard.rows { rows.append(try row.map { try button($0) }) }
    return InlineKeyboardMarkup(inlineKeyboard: rows)
  }

  private mutating func button(_ button: Button) throws -> InlineKeyboardButton {
    let style = button.style.map { ButtonStyle(rawValue: $0.rawValue) }
    let title = UserText.clean(button.title, limit: 64)
    switch button.action {
    case .url(let url): return InlineKeyboardButton(text: title, style: style, url: url)
    case .pay: return InlineKeyboardButton(text: title, style: style, pay: true)
    case .callback(let payload):
      let (data, row) = try codec.callback(payload, chat: chat, newID: newID)
      if let row { stored.append(row) }
      return InlineKeyboardButton(text: title, style: style, callbackData: data)
    case .choice(let choice):
      guard let dialog else {
        throw TurnError("The button \"\(title)\" carries a dialog's choice, but stands on a card that is no dialog's.")
      }
      let (data, row) = try codec.choice(
        choice, dialog: dialog.name, revision: dialog.revision, chat: chat, newID: newID)
      if let row { stored.append(row) }
      return InlineKeyboardButton(text: title, style: style, callbackData: data)
    }
  }

  private func preview(_ card: Card) -> LinkPreviewOptions? {
    card.showsLinkPreview ? nil : LinkPreviewOptions(isDisabled: true)
  }

  private func entities(_ text: Text) -> [MessageEntity]? {
    text.entities.isEmpty ? nil : text.entities.map(MessageEntity.init)
  }
}

extension MessageEntity {
  init(_ entity: TextEntity) {
    self.init(
      type: MessageEntityType(rawValue: entity.kind.typeName), offset: entity.offset, length: entity.length)
    switch entity.kind {
    case .bold, .italic, .underline, .strikethrough, .spoiler, .quote, .code: break
    case .pre(let language): self.language = language
    case .link(let url): self.url = url
    case .customEmoji(let id): customEmojiID = id
    case .dateTime(let unixSeconds, let format):
      unixTime = Int(unixSeconds)
      dateTimeFormat = format
    case .mention(let userID):
      // The API wants a whole profile for a mention; a link to the user does the same.
      type = "text_link"
      url = "tg://user?id=\(userID)"
    }
  }
}
