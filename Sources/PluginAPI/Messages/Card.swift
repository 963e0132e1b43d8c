/// A message as the plugin wants it seen: text or a picture, with buttons under it.
///
/// Sent with ``Turn/send(_:to:options:)``; shown anew in place with ``Turn/edit(_:_:)``. Text over Telegram's 4096
/// characters is sent as several messages, the buttons under the last.
public struct Card: Sendable {
  public enum Media: Sendable {
    case photo(InputFile)
    case document(InputFile)
  }

  public var text: Text
  public var media: Media?
  public var keyboard: Keyboard?
  /// Changes the reply keyboard below the input field; nil leaves it as it is. A message has either this or `keyboard`.
  public var replyKeyboard: ReplyKeyboard?
  /// Link previews are off unless a plugin asks for them.
  public var showsLinkPreview = false
  /// A message effect, private chats only; Telegram's effect id.
  public var effect: String?

  public init(_ text: Text, keyboard: Keyboard? = nil, media: Media? = nil, replyKeyboard: ReplyKeyboard? = nil) {
    self.text = text
    self.keyboard = keyboard
    self.media = media
    self.replyKeyboard = replyKeyboard
  }
}

/// Buttons under a message, row by row.
public struct Keyboard: Sendable {
  public var rows: [[Button]]
  public init(_ rows: [[Button]]) { self.rows = rows.filter { !$0.isEmpty } }
  public init(row: [Button]) { self.init([row]) }
  /// One button a row.
  public init(column: [Button]) { self.init(column.map { [$0] }) }
}

/// A button under a message.
public struct Button: Sendable {
  /// The colours Telegram offers.
  public enum Style: String, Sendable { case primary, success, danger }

  package enum Action: Sendable {
    case callback(any CallbackPayload)
    case choice(any Codable & Sendable)
    case url(String)
    case pay
  }

  package let title: String
  package let action: Action
  package let style: Style?

  /// A press calls the plugin's ``Callback`` for this payload.
  public init<Payload: CallbackPayload>(_ title: String, _ payload: Payload, style: Style? = nil) {
    self.init(title: title, action: .callback(payload), style: style)
  }

  /// A press answers the open dialog with this choice; on a card that is no longer the dialog's, politely nothing.
  public init<Choice: Codable & Sendable>(_ title: String, choose choice: Choice, style: Style? = nil) {
    self.init(title: title, action: .choice(choice), style: style)
  }

  /// Opens a link: `https`, `tg` or an invoice link.
  public init(_ title: String, url: String, style: Style? = nil) {
    self.init(title: title, action: .url(url), style: style)
  }

  /// The Pay button of an invoice; must be first.
  public static func pay(_ title: String) -> Button { Button(title: title, action: .pay, style: nil) }

  private init(title: String, action: Action, style: Style?) {
    self.title = title
    self.action = action
    self.style = style
  }
}

/// The keyboard in place of the phone's own.
public enum ReplyKeyboard: Sendable {
  case buttons([[Key]], isPersistent: Bool = false, isOneTime: Bool = false, placeholder: String? = nil)
  case remove

  /// A key: sends its title as a text, or shares something.
  public enum Key: Sendable {
    case text(String)
    case requestLocation(String)
  }
}

/// Names a message the host will send; kept in rows and dialog state. Resolved to Telegram's message id once it is sent.
public struct MessageRef: Sendable, Hashable, Codable, SQLConvertible {
  public let id: RowID
  package init(_ id: RowID) { self.id = id }
  public var sqlValue: SQLValue { id.sqlValue }
  public init?(sqlValue: SQLValue) {
    guard let id = RowID(sqlValue: sqlValue) else { return nil }
    self.id = id
  }
  public init(from decoder: any Decoder) throws { id = try RowID(from: decoder) }
  public func encode(to encoder: any Encoder) throws { try id.encode(to: encoder) }
}

/// How a message is treated on its way.
public struct SendOptions: Sendable {
  /// Who goes first when Telegram's limits make messages wait.
  public enum Priority: Int, Sendable, Codable, Comparable {
    case urgent = 0, reply, reminder, bulk, edit
    public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
  }

  /// What to do when a process or the network died between the request and its record, so that nobody knows
  /// whether the message arrived. Telegram has no idempotency key.
  public enum WhenAmbiguous: Int, Sendable, Codable {
    /// Send again: never lost, seldom doubled.
    case resend = 0
    /// Give up: never doubled, seldom lost. For nags.
    case drop
  }

  public var priority: Priority?
  public var whenAmbiguous: WhenAmbiguous
  /// Not sent any more after this instant.
  public var expires: Instant?
  /// Arrives without a sound.
  public var isSilent: Bool
  /// Telegram's id of the message this one answers.
  public var replyTo: Int?

  public init(
    priority: Priority? = nil, whenAmbiguous: WhenAmbiguous = .resend, expires: Instant? = nil, isSilent: Bool = false,
    replyTo: Int? = nil
  ) {
    self.priority = priority
    self.whenAmbiguous = whenAmbiguous
    self.expires = expires
    self.isSilent = isSilent
    self.replyTo = replyTo
  }
}
