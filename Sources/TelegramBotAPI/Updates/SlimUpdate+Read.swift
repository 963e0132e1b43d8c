extension SlimUpdate {
  /// Reads an update.
  /// - Throws: `JSONFault` if this is no object, its text is truncated or nested too deeply, or `update_id` is missing.
  public init(_ update: RawJSON) throws(JSONFault) {
    try self.init(update.base.span.extracting(0..<update.range.upperBound), from: update.range.lowerBound)
  }

  /// Reads an update.
  /// - Throws: `JSONFault` if this is no object, its text is truncated or nested too deeply, or `update_id` is missing.
  public init(_ bytes: [UInt8]) throws(JSONFault) {
    try self.init(bytes.span, from: 0)
  }

  private init(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) {
    var index = start
    var foundID = false
    JSONLexer.skipSpace(bytes, &index)
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      if !foundID, !key.escaped, JSONLexer.matches("update_id", bytes, key.start, key.end) {
        guard let id = try JSONLexer.readInt(bytes, &index, depth: 1) else {
          throw JSONFault(.mismatch(expected: "an integer", found: "something else"), path: "update_id")
        }
        updateID = id
        foundID = true
      } else if kindName.isEmpty {
        kindName = JSONLexer.text(bytes, key.start, key.end, escaped: key.escaped)
        kind = UpdateKind(rawValue: kindName)
        try readSubject(bytes, &index)
      } else {
        try JSONLexer.skipValueLoosely(bytes, &index, depth: 1)
      }
    }
    guard foundID else { throw JSONFault(.missing, path: "update_id") }
    JSONLexer.skipSpace(bytes, &index)
    guard index == bytes.count else { throw JSONFault(.syntax(expected: "the end of the text", offset: index)) }
  }

  /// The object that the update is about. Of an unknown kind, the fields with the usual names are read too.
  private mutating func readSubject(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    guard index < bytes.count, bytes[index] == 0x7B else {
      return try JSONLexer.skipValueLoosely(bytes, &index, depth: 1)
    }
    switch kind {
    case .message, .editedMessage, .channelPost, .editedChannelPost, .businessMessage, .editedBusinessMessage,
      .guestMessage:
      try readMessage(bytes, &index, depth: 2, isSubject: true)
    default:
      try readEvent(bytes, &index)
    }
  }

  /// Callbacks, queries, reactions, membership and so on: everything that is no message.
  private mutating func readEvent(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    var id: String?
    defer { if isQuery { queryID = id } }
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      func isKey(_ name: StaticString) -> Bool { JSONLexer.matches(name, bytes, key.start, key.end) }
      if isKey("from") || isKey("user") {
        try readPerson(bytes, &index, depth: 2)
      } else if isKey("chat") || isKey("voter_chat") {
        try readChat(bytes, &index, depth: 2)
      } else if isKey("message"), kind == .callbackQuery {
        try readMessage(bytes, &index, depth: 3, isSubject: false)
      } else if isKey("source") || isKey("boost") {
        try readBooster(bytes, &index, depth: 2)
      } else if isKey("id") {
        try JSONLexer.read(&id, bytes, &index, depth: 2)
      } else if isKey("data"), kind == .callbackQuery {
        try JSONLexer.read(&callbackData, bytes, &index, depth: 2)
      } else if isKey("query"), kind == .inlineQuery || kind == .chosenInlineResult {
        try JSONLexer.read(&text, bytes, &index, depth: 2)
      } else if isKey("chat_type") {
        try JSONLexer.read(&chatType, bytes, &index, depth: 2)
      } else if isKey("date") {
        try JSONLexer.read(&date, bytes, &index, depth: 2)
      } else if isKey("message_id") {
        try JSONLexer.read(&messageID, bytes, &index, depth: 2)
      } else if isKey("inline_message_id") {
        try JSONLexer.read(&inlineMessageID, bytes, &index, depth: 2)
      } else if isKey("business_connection_id") {
        try JSONLexer.read(&businessConnectionID, bytes, &index, depth: 2)
      } else {
        try JSONLexer.skipValueLoosely(bytes, &index, depth: 2)
      }
    }
  }

  private var isQuery: Bool {
    switch kind {
    case .callbackQuery, .inlineQuery, .shippingQuery, .preCheckoutQuery: true
    default: false
    }
  }

  /// A user object.
  mutating func readPerson(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    guard person == nil, index < bytes.count, bytes[index] == 0x7B else {
      return try JSONLexer.skipValueLoosely(bytes, &index, depth: depth)
    }
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      func isKey(_ name: StaticString) -> Bool { JSONLexer.matches(name, bytes, key.start, key.end) }
      if isKey("id") {
        try JSONLexer.read(&person, bytes, &index, depth: depth + 1)
      } else if isKey("first_name") {
        try JSONLexer.read(&firstName, bytes, &index, depth: depth + 1)
      } else if isKey("username") {
        try JSONLexer.read(&username, bytes, &index, depth: depth + 1)
      } else if isKey("language_code") {
        try JSONLexer.read(&languageCode, bytes, &index, depth: depth + 1)
      } else if isKey("is_bot") {
        isBot = index < bytes.count && bytes[index] == 0x74
        try JSONLexer.skipValueLoosely(bytes, &index, depth: depth + 1)
      } else {
        try JSONLexer.skipValueLoosely(bytes, &index, depth: depth + 1)
      }
    }
  }

  /// A chat object.
  mutating func readChat(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    guard chat == nil, index < bytes.count, bytes[index] == 0x7B else {
      return try JSONLexer.skipValueLoosely(bytes, &index, depth: depth)
    }
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      if JSONLexer.matches("id", bytes, key.start, key.end) {
        try JSONLexer.read(&chat, bytes, &index, depth: depth + 1)
      } else if JSONLexer.matches("type", bytes, key.start, key.end) {
        try JSONLexer.read(&chatType, bytes, &index, depth: depth + 1)
      } else {
        try JSONLexer.skipValueLoosely(bytes, &index, depth: depth + 1)
      }
    }
  }

  /// A boost, which has a source, which has a user.
  private mutating func readBooster(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    guard index < bytes.count, bytes[index] == 0x7B, depth < 5 else {
      return try JSONLexer.skipValueLoosely(bytes, &index, depth: depth)
    }
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      if JSONLexer.matches("user", bytes, key.start, key.end) {
        try readPerson(bytes, &index, depth: depth + 1)
      } else if JSONLexer.matches("source", bytes, key.start, key.end) {
        try readBooster(bytes, &index, depth: depth + 1)
      } else {
        try JSONLexer.skipValueLoosely(bytes, &index, depth: depth + 1)
      }
    }
  }
}
