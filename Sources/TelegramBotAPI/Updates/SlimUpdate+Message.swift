extension SlimUpdate {
  /// A message. Of the message with a pressed button (`isSubject` false) only its place counts: its sender is the bot,
  /// its date is not the press's.
  mutating func readMessage(
    _ bytes: Span<UInt8>, _ index: inout Int, depth: Int, isSubject: Bool
  ) throws(JSONFault) {
    guard index < bytes.count, bytes[index] == 0x7B else {
      return try JSONLexer.skipValueLoosely(bytes, &index, depth: depth)
    }
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      switch Self.field(bytes, key) {
      case .messageID:
        try JSONLexer.read(&messageID, bytes, &index, depth: depth)
      case .chat:
        try readChat(bytes, &index, depth: depth)
      case .threadID:
        try JSONLexer.read(&messageThreadID, bytes, &index, depth: depth)
      case .businessConnectionID:
        try JSONLexer.read(&businessConnectionID, bytes, &index, depth: depth)
      case .from where isSubject:
        try readPerson(bytes, &index, depth: depth)
      case .date where isSubject:
        try JSONLexer.read(&date, bytes, &index, depth: depth)
      case .mediaGroupID where isSubject:
        try JSONLexer.read(&mediaGroupID, bytes, &index, depth: depth)
      case .migrateTo where isSubject:
        content.insert(.migration)
        try JSONLexer.read(&migrateToChatID, bytes, &index, depth: depth)
      case .text(let flag) where isSubject:
        content.insert(flag)
        try JSONLexer.read(&text, bytes, &index, depth: depth)
      case .content(let flag) where isSubject:
        content.insert(flag)
        try JSONLexer.skipValueLoosely(bytes, &index, depth: depth)
      default:
        try JSONLexer.skipValueLoosely(bytes, &index, depth: depth)
      }
    }
  }

  private enum Field {
    case messageID, chat, from, date, threadID, businessConnectionID, mediaGroupID, migrateTo, other
    case text(Content)
    case content(Content)
  }

  // By length first: most keys are told apart by one comparison.
  private static func field(_ bytes: Span<UInt8>, _ key: JSONMembers.Key) -> Field {
    func isKey(_ name: StaticString) -> Bool { JSONLexer.matches(name, bytes, key.start, key.end) }
    switch key.end - key.start {
    case 4:
      if isKey("chat") { return .chat }
      if isKey("from") { return .from }
      if isKey("date") { return .date }
      if isKey("text") { return .text(.text) }
      if isKey("poll") { return .content(.poll) }
      if isKey("dice") { return .content(.dice) }
      if isKey("game") { return .content(.game) }
    case 5:
      if isKey("photo") { return .content(.photo) }
      if isKey("video") { return .content(.video) }
      if isKey("voice") { return .content(.voice) }
      if isKey("audio") { return .content(.audio) }
      if isKey("venue") { return .content(.venue) }
      if isKey("story") { return .content(.story) }
    case 7:
      if isKey("caption") { return .text(.caption) }
      if isKey("sticker") { return .content(.sticker) }
      if isKey("contact") { return .content(.contact) }
      if isKey("via_bot") { return .content(.viaBot) }
      if isKey("invoice") { return .content(.invoice) }
    case 8:
      if isKey("entities") { return .content(.entities) }
      if isKey("document") { return .content(.document) }
      if isKey("location") { return .content(.location) }
    case 9:
      if isKey("animation") { return .content(.animation) }
      if isKey("checklist") { return .content(.checklist) }
    case 10:
      if isKey("message_id") { return .messageID }
      if isKey("video_note") { return .content(.videoNote) }
      if isKey("paid_media") { return .content(.paidMedia) }
    case 11:
      if isKey("sender_chat") { return .content(.senderChat) }
      if isKey("chat_shared") { return .content(.chatShared) }
    case 12:
      if isKey("users_shared") { return .content(.usersShared) }
      if isKey("web_app_data") { return .content(.webAppData) }
    default: return longField(isKey)
    }
    return .other
  }

  private static func longField(_ isKey: (StaticString) -> Bool) -> Field {
    if isKey("reply_to_message") || isKey("external_reply") || isKey("reply_to_story") { return .content(.reply) }
    if isKey("message_thread_id") { return .threadID }
    if isKey("media_group_id") { return .mediaGroupID }
    if isKey("caption_entities") { return .content(.entities) }
    if isKey("forward_origin") { return .content(.forward) }
    if isKey("successful_payment") { return .content(.successfulPayment) }
    if isKey("refunded_payment") { return .content(.refundedPayment) }
    if isKey("business_connection_id") { return .businessConnectionID }
    if isKey("migrate_to_chat_id") { return .migrateTo }
    if isKey("migrate_from_chat_id") { return .content(.migration) }
    if isKey("new_chat_members") { return .content(.newChatMembers) }
    if isKey("left_chat_member") { return .content(.leftChatMember) }
    if isKey("pinned_message") { return .content(.pinnedMessage) }
    if isKey("write_access_allowed") { return .content(.writeAccessAllowed) }
    return .other
  }
}
