// Field names and type names are those of the Bot API's MessageEntity, so that a stored row can be read beside its
// documentation. Only `user_id` is ours: the API's `user` is a whole profile.
extension TextEntity: Codable {
  private enum Field: String, CodingKey {
    case type, offset, length, url, language
    case userID = "user_id"
    case customEmojiID = "custom_emoji_id"
    case unixTime = "unix_time"
    case dateTimeFormat = "date_time_format"
  }

  /// Reads an entity from a stored row; a type it does not know is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    let type = try fields.decode(String.self, forKey: .type)
    let kind: Kind
    switch type {
    case "bold": kind = .bold
    case "italic": kind = .italic
    case "underline": kind = .underline
    case "strikethrough": kind = .strikethrough
    case "spoiler": kind = .spoiler
    case "blockquote": kind = .quote()
    case "expandable_blockquote": kind = .quote(expandable: true)
    case "code": kind = .code
    case "pre": kind = .pre(language: try fields.decodeIfPresent(String.self, forKey: .language))
    case "text_link": kind = .link(url: try fields.decode(String.self, forKey: .url))
    case "text_mention": kind = .mention(userID: try fields.decode(Int64.self, forKey: .userID))
    case "custom_emoji": kind = .customEmoji(id: try fields.decode(String.self, forKey: .customEmojiID))
    case "date_time":
      kind = .dateTime(
        unixSeconds: try fields.decode(Int64.self, forKey: .unixTime),
        format: try fields.decodeIfPresent(String.self, forKey: .dateTimeFormat) ?? "")
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: fields, debugDescription: "expected the type of a text entity, found \"\(type)\"")
    }
    self.init(
      kind, offset: try fields.decode(Int.self, forKey: .offset), length: try fields.decode(Int.self, forKey: .length))
  }

  /// Writes the entity with the Bot API's names.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(kind.typeName, forKey: .type)
    try fields.encode(offset, forKey: .offset)
    try fields.encode(length, forKey: .length)
    switch kind {
    case .bold, .italic, .underline, .strikethrough, .spoiler, .quote, .code: break
    case .pre(let language): try fields.encodeIfPresent(language, forKey: .language)
    case .link(let url): try fields.encode(url, forKey: .url)
    case .mention(let userID): try fields.encode(userID, forKey: .userID)
    case .customEmoji(let id): try fields.encode(id, forKey: .customEmojiID)
    case .dateTime(let unixSeconds, let format):
      try fields.encode(unixSeconds, forKey: .unixTime)
      try fields.encode(format, forKey: .dateTimeFormat)
    }
  }
}

extension TextEntity.Kind {
  /// The value of `MessageEntity.type` in the Bot API.
  public var typeName: String {
    switch self {
    case .bold: "bold"
    case .italic: "italic"
    case .underline: "underline"
    case .strikethrough: "strikethrough"
    case .spoiler: "spoiler"
    case .quote(let expandable): expandable ? "expandable_blockquote" : "blockquote"
    case .code: "code"
    case .pre: "pre"
    case .link: "text_link"
    case .mention: "text_mention"
    case .customEmoji: "custom_emoji"
    case .dateTime: "date_time"
    }
  }
}
