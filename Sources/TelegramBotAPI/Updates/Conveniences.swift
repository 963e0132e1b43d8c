extension MaybeInaccessibleMessage {
  /// The chat, which is known either way.
  public var chat: Chat? {
    switch self {
    case .message(let message): message.chat
    case .inaccessible(let message): message.chat
    case .unknown: nil
    }
  }

  /// The identifier, which is known either way.
  public var messageID: Int? {
    switch self {
    case .message(let message): message.messageID
    case .inaccessible(let message): message.messageID
    case .unknown: nil
    }
  }
}

extension ChatMember {
  /// The person whose membership this is.
  public var user: User? {
    switch self {
    case .owner(let member): member.user
    case .administrator(let member): member.user
    case .member(let member): member.user
    case .restricted(let member): member.user
    case .left(let member): member.user
    case .banned(let member): member.user
    case .unknown(let value): value["user"].flatMap { try? User(parsing: $0.jsonBytes()) }
    }
  }

  /// Whether the person is in the chat now.
  public var isInChat: Bool {
    switch self {
    case .owner, .administrator, .member: true
    case .restricted(let member): member.isMember
    case .left, .banned, .unknown: false
    }
  }
}
