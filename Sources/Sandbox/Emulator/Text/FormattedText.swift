import TelegramBotAPI

/// A text and its entities, in UTF-16 units as Telegram counts them.
struct FormattedText: Sendable, Hashable {
  var units: [UInt16]
  var entities: [TextEntity]

  var text: String { String(decoding: units, as: UTF16.self) }
  var json: [JSONValue] { entities.map(\.json) }
}

/// One entity: a range of UTF-16 units and what it means.
struct TextEntity: Sendable, Hashable {
  var type: String
  var start: Int
  var end: Int
  /// `url`, `user`, `language`, `custom_emoji_id`, `unix_time`, `date_time_format`.
  var details: Fields = [:]

  var json: JSONValue {
    var fields = details
    fields["type"] = .string(type)
    fields["offset"] = .int(start)
    fields["length"] = .int(end - start)
    return .object(fields)
  }

  /// Types a sender can choose. The others are found by the server and ignored when sent.
  static let styles: Set<String> = [
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "date_time",
  ]
  static let found: Set<String> = [
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number",
  ]
  static let detailNames = ["url", "user", "language", "custom_emoji_id", "unix_time", "date_time_format"]
  static let monospaced: Set<String> = ["code", "pre"]
  static let quotes: Set<String> = ["blockquote", "expandable_blockquote"]
}

extension FormattedText {
  /// Checks and tidies what a sender gave, as Telegram's server does: bounds and surrogate pairs are errors, blanks at
  /// the ends go, overlapping entities are split, and links, commands and mentions are found.
  ///
  /// Throws `tooLong` when more than `limit` units are left.
  init(_ text: String, entities given: [JSONValue], limit: Int, tooLong: String) throws(APIError) {
    var units = Array(text.utf16).map { $0 < 0x20 && $0 != 0x0A ? 0x20 : $0 }
    var entities: [TextEntity] = []
    for item in given.prefix(1000) { if let entity = try TextEntity.read(item, in: units) { entities.append(entity) } }
    entities.sort { ($0.start, -$0.end, $0.type) < ($1.start, -$1.end, $1.type) }
    Self.trim(&units, &entities)
    guard units.count <= limit else { throw .bad(tooLong) }
    self.units = units
    self.entities = []
    self.entities = EntityNesting.untangle(entities)
    let occupied = self.entities
    for entity in EntityScanner.scan(units)
    where !occupied.contains(where: { Self.blocks($0, entity) }) {
      self.entities.append(entity)
    }
    self.entities.sort { ($0.start, -$0.end, $0.type) < ($1.start, -$1.end, $1.type) }
    // Telegram keeps at most this many.
    if self.entities.count > 100 { self.entities = Array(self.entities.prefix(100)) }
  }

  private static func blocks(_ entity: TextEntity, _ found: TextEntity) -> Bool {
    guard entity.start < found.end, found.start < entity.end else { return false }
    if ["code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"].contains(entity.type) { return true }
    return entity.start > found.start || entity.end < found.end
  }

  private static func trim(_ units: inout [UInt16], _ entities: inout [TextEntity]) {
    while let last = units.last, last == 0x20 || last == 0x0A { units.removeLast() }
    let firstEntity = entities.first?.start ?? units.count
    let leading = units.prefix(firstEntity).prefix { $0 == 0x20 || $0 == 0x0A }.count
    units.removeFirst(leading)
    let count = units.count
    entities = entities.compactMap { entity in
      var entity = entity
      entity.start = min(entity.start - leading, count)
      entity.end = min(entity.end - leading, count)
      return entity.start < entity.end ? entity : nil
    }
  }
}

extension TextEntity {
  /// Reads an entity that a sender gave; `nil` for one that Telegram ignores.
  static func read(_ value: JSONValue, in units: [UInt16]) throws(APIError) -> TextEntity? {
    guard let fields = value.object else { throw .bad("can't parse MessageEntity: expected an Object") }
    guard let type = fields["type"]?.string else {
      throw .bad("can't parse MessageEntity: Field \"type\" must be of type String")
    }
    guard let offset = fields["offset"]?.int else {
      throw .bad("can't parse MessageEntity: Field \"offset\" must be of type Number")
    }
    guard let length = fields["length"]?.int else {
      throw .bad("can't parse MessageEntity: Field \"length\" must be of type Number")
    }
    guard styles.contains(type) else {
      if found.contains(type) { return nil }
      throw .bad("can't parse MessageEntity: unsupported type \"\(type)\" specified")
    }
    guard (0...1_000_000).contains(offset) else { throw .bad("receive an entity with incorrect offset \(offset)") }
    guard (0...1_000_000).contains(length) else { throw .bad("receive an entity with incorrect length \(length)") }
    guard length > 0 else { return nil }
    let start = Int(offset), end = Int(offset + length)
    guard start < units.count else {
      throw .bad("entity begins after the end of the text at UTF-16 offset \(start)")
    }
    guard end <= units.count else {
      throw .bad(
        "entity beginning at UTF-16 offset \(start) ends after the end of the text at UTF-16 offset \(end)")
    }
    guard !UTF16.isTrailSurrogate(units[start]) else {
      throw .bad("entity begins in a middle of a UTF-16 symbol at UTF-16 offset \(start)")
    }
    guard end == units.count || !UTF16.isTrailSurrogate(units[end]) else {
      throw .bad("entity beginning at UTF-16 offset \(start) ends in a middle of a UTF-16 symbol at \(end)")
    }
    var entity = TextEntity(type: type, start: start, end: end)
    for name in detailNames { entity.details.add(name, fields[name]) }
    try entity.checkDetails()
    return entity
  }

  private mutating func checkDetails() throws(APIError) {
    func need(_ name: String, _ present: Bool) throws(APIError) {
      guard present else { throw .bad("can't parse MessageEntity: Can't find field \"\(name)\"") }
    }
    switch type {
    case "text_link":
      try need("url", details["url"]?.string?.isEmpty == false)
      if let url = details["url"]?.string, !url.contains(":") { details["url"] = .string("http://\(url)/") }
    case "text_mention": try need("user", details["user"]?["id"]?.int != nil)
    case "custom_emoji": try need("custom_emoji_id", details["custom_emoji_id"]?.string != nil)
    case "date_time": try need("unix_time", details["unix_time"]?.int != nil)
    default: break
    }
  }
}
