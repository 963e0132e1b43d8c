/// A message a person sent, with the parts most handlers need; ``decoded()`` has the rest.
///
/// Everything in it is hostile: clean texts with `UserText` before they are stored or shown.
public struct IncomingMessage: Sendable {
  /// Telegram's message id in its chat.
  public let id: Int
  /// The text, or the caption; empty when there is none. At most 4096 UTF-16 units, NUL stripped.
  public let text: String
  /// Which parts the message has.
  public let content: Content
  /// Messages of one album share it.
  public let albumID: String?
  private let raw: [UInt8]

  package init(id: Int, text: String, content: Content, albumID: String?, raw: [UInt8]) {
    self.id = id
    self.text = text
    self.content = content
    self.albumID = albumID
    self.raw = raw
  }

  /// Telegram's full message, decoded on demand (some tens of microseconds).
  /// - Throws: a decoding error when Telegram sent something unexpected; the turn is then quarantined.
  public func decoded() throws -> Message { try RawJSON(raw).decode(Message.self) }

  /// What a message consists of; the same words select a ``MessageHandler``.
  public struct Content: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let text = Content(rawValue: 1 << 0)
    public static let photo = Content(rawValue: 1 << 1)
    public static let document = Content(rawValue: 1 << 2)
    public static let location = Content(rawValue: 1 << 3)
    public static let contact = Content(rawValue: 1 << 4)
    public static let voice = Content(rawValue: 1 << 5)
    public static let video = Content(rawValue: 1 << 6)
    public static let sticker = Content(rawValue: 1 << 7)
    public static let audio = Content(rawValue: 1 << 8)
    public static let successfulPayment = Content(rawValue: 1 << 9)
    public static let refundedPayment = Content(rawValue: 1 << 10)
    public static let other = Content(rawValue: 1 << 11)
  }
}
