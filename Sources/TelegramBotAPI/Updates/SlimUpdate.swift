/// What a host needs of an update in order to route it, read in one pass over the bytes without building the rest.
///
/// Only `update_id` must be there. What is absent, or of another type than documented, is nil; the full decoding of
/// `Update` tells faults. Strings keep NUL, which PostgreSQL refuses in text: strip it before storing.
public struct SlimUpdate: Sendable, Hashable {
  /// The update's number. Telegram chooses the next one at random after a quiet week.
  public internal(set) var updateID: Int = 0
  /// What the update is about; nil if Telegram has added the kind since, see `kindName`.
  public internal(set) var kind: UpdateKind?
  /// Telegram's name for the kind, also of an unknown one; empty if the update has only a number.
  public internal(set) var kindName = ""

  /// Who caused the update: the `from` or `user` of the object; the booster of a boost; nil in channels, for anonymous
  /// votes and reactions, and where there is nobody.
  public internal(set) var person: Int?
  /// That person's first name.
  public internal(set) var firstName: String?
  /// That person's name without `@`.
  public internal(set) var username: String?
  /// The IETF language tag of that person's app.
  public internal(set) var languageCode: String?
  /// Whether that "person" is a bot.
  public internal(set) var isBot = false

  /// The chat in which it happened; for a callback, the chat of the message with the button; for a poll answer, the
  /// chat that voted, if it was one.
  public internal(set) var chat: Int?
  /// The kind of that chat. An inline query has this but no `chat`.
  public internal(set) var chatType: ChatType?
  /// When it happened, in seconds since 1970. Nil for callbacks and queries, which carry no time.
  public internal(set) var date: Int?

  /// The message: the new or edited one, the one with the pressed button, the one reacted to.
  public internal(set) var messageID: Int?
  /// The text or caption of a message, or the text of an inline query.
  public internal(set) var text: String?
  /// The album that the message belongs to.
  public internal(set) var mediaGroupID: String?
  /// The topic of a forum that the message belongs to.
  public internal(set) var messageThreadID: Int?
  /// What the message contains.
  public internal(set) var content: Content = []
  /// The supergroup that the group of this service message has become.
  public internal(set) var migrateToChatID: Int?

  /// The identifier by which a callback, inline, shipping or pre-checkout query is answered.
  public internal(set) var queryID: String?
  /// What the pressed button carries, as the button's maker wrote it: 1-64 bytes, and anybody may forge it.
  public internal(set) var callbackData: String?
  /// The message with the pressed button, if that was sent via inline mode.
  public internal(set) var inlineMessageID: String?
  /// The business connection by which a message came.
  public internal(set) var businessConnectionID: String?

  /// The identifier by which a callback is answered; nil for other queries.
  public var callbackID: String? { kind == .callbackQuery ? queryID : nil }

  /// What a message contains. Several can hold, such as a photo with a caption in reply to another message.
  public struct Content: OptionSet, Sendable, Hashable {
    /// One bit each.
    public let rawValue: UInt64
    /// From bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// `text`.
    public static let text = Content(rawValue: 1 << 0)
    /// `caption`, with whatever it belongs to.
    public static let caption = Content(rawValue: 1 << 1)
    /// `photo`.
    public static let photo = Content(rawValue: 1 << 2)
    /// `video`.
    public static let video = Content(rawValue: 1 << 3)
    /// `animation`.
    public static let animation = Content(rawValue: 1 << 4)
    /// `audio`.
    public static let audio = Content(rawValue: 1 << 5)
    /// `voice`.
    public static let voice = Content(rawValue: 1 << 6)
    /// `video_note`.
    public static let videoNote = Content(rawValue: 1 << 7)
    /// `document`.
    public static let document = Content(rawValue: 1 << 8)
    /// `sticker`.
    public static let sticker = Content(rawValue: 1 << 9)
    /// `location`.
    public static let location = Content(rawValue: 1 << 10)
    /// `venue`.
    public static let venue = Content(rawValue: 1 << 11)
    /// `contact`.
    public static let contact = Content(rawValue: 1 << 12)
    /// `poll`.
    public static let poll = Content(rawValue: 1 << 13)
    /// `dice`.
    public static let dice = Content(rawValue: 1 << 14)
    /// `successful_payment`.
    public static let successfulPayment = Content(rawValue: 1 << 15)
    /// `refunded_payment`.
    public static let refundedPayment = Content(rawValue: 1 << 16)
    /// `invoice`.
    public static let invoice = Content(rawValue: 1 << 17)
    /// `web_app_data`.
    public static let webAppData = Content(rawValue: 1 << 18)
    /// `users_shared`.
    public static let usersShared = Content(rawValue: 1 << 19)
    /// `chat_shared`.
    public static let chatShared = Content(rawValue: 1 << 20)
    /// `new_chat_members`.
    public static let newChatMembers = Content(rawValue: 1 << 21)
    /// `left_chat_member`.
    public static let leftChatMember = Content(rawValue: 1 << 22)
    /// `pinned_message`.
    public static let pinnedMessage = Content(rawValue: 1 << 23)
    /// The group has become a supergroup, or this supergroup was a group.
    public static let migration = Content(rawValue: 1 << 24)
    /// A reply, also to a story or a message elsewhere.
    public static let reply = Content(rawValue: 1 << 25)
    /// Forwarded; its origin is in `forward_origin`.
    public static let forward = Content(rawValue: 1 << 26)
    /// `via_bot`.
    public static let viaBot = Content(rawValue: 1 << 27)
    /// Formatted parts, links, mentions or commands, in the text or caption.
    public static let entities = Content(rawValue: 1 << 28)
    /// `paid_media`.
    public static let paidMedia = Content(rawValue: 1 << 29)
    /// `story`.
    public static let story = Content(rawValue: 1 << 30)
    /// `game`.
    public static let game = Content(rawValue: 1 << 31)
    /// `checklist`.
    public static let checklist = Content(rawValue: 1 << 32)
    /// Sent on behalf of a chat.
    public static let senderChat = Content(rawValue: 1 << 33)
    /// `write_access_allowed`.
    public static let writeAccessAllowed = Content(rawValue: 1 << 34)
  }
}
