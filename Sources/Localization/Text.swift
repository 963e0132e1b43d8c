/// What the bot says: plain text, and entities that say how stretches of it look.
///
/// There is no markup in it, so nothing that a person typed can turn into a link or break a message. Put texts together
/// with literals, `+` and the builders:
///
/// ```swift
/// let card: Text = "🎯 \(.bold(Text(goal.title)))\n" + .italic("день \(day)")
/// ```
///
/// Every entity lies within the text, covers at least one code unit and never begins or ends inside a surrogate pair.
public struct Text: Sendable, Hashable {
  /// The text without its entities.
  public private(set) var string: String
  /// The entities in order of their start, outer before inner.
  public private(set) var entities: [TextEntity]
  /// The length as Telegram counts it: UTF-16 code units. A message holds 4096, a caption 1024.
  public private(set) var utf16Count: Int

  /// An empty text.
  public init() {
    self.init(unchecked: "", entities: [], utf16Count: 0)
  }

  /// Plain text: nothing in `string` is read as markup.
  public init(_ string: String) {
    self.init(unchecked: string, entities: [], utf16Count: string.utf16.count)
  }

  /// Text with entities from elsewhere. What lies outside the text is cut off, what covers nothing is dropped.
  public init(_ string: String, entities: [TextEntity]) {
    self.init(string)
    self.entities = entities.compactMap { clipped($0) }.sortedForNesting()
  }

  init(unchecked string: String, entities: [TextEntity], utf16Count: Int) {
    self.string = string
    self.entities = entities
    self.utf16Count = utf16Count
  }

  /// Whether there is no text at all. Whitespace is text; ask `normalized().isEmpty` for what Telegram calls empty.
  public var isEmpty: Bool { utf16Count == 0 }

  /// This text in one more entity, around all of it. An empty text stays as it is.
  public func wrapped(in kind: TextEntity.Kind) -> Text {
    guard !isEmpty else { return self }
    var result = self
    result.entities.insert(TextEntity(kind, offset: 0, length: utf16Count), at: 0)
    return result
  }

  /// Appends `other` with its entities.
  public static func += (text: inout Text, other: Text) {
    for var entity in other.entities {
      entity.offset += text.utf16Count
      text.entities.append(entity)
    }
    text.append(other.string, utf16Count: other.utf16Count)
  }

  /// Both texts, one after the other, with their entities.
  public static func + (left: Text, right: Text) -> Text {
    var result = left
    result += right
    return result
  }

  mutating func reserveCapacity(utf8Count: Int) {
    string.reserveCapacity(utf8Count)
  }

  mutating func append(_ plain: String) {
    append(plain, utf16Count: plain.utf16.count)
  }

  mutating func append(_ plain: String, utf16Count: Int) {
    string += plain
    self.utf16Count += utf16Count
  }

  /// Puts an entity over what was appended since `start`. `index` is where it belongs among the entities: before those
  /// that were appended with the same stretch.
  mutating func wrap(from start: Int, in kind: TextEntity.Kind, at index: Int) {
    guard utf16Count > start, index <= entities.count else { return }
    entities.insert(TextEntity(kind, offset: start, length: utf16Count - start), at: index)
  }

  private func clipped(_ entity: TextEntity) -> TextEntity? {
    let (end, overflow) = entity.offset.addingReportingOverflow(entity.length)
    let start = snapped(max(entity.offset, 0), forward: true)
    let stop = snapped(overflow ? utf16Count : min(end, utf16Count), forward: false)
    guard entity.length > 0, start < stop else { return nil }
    return TextEntity(entity.kind, offset: start, length: stop - start)
  }

  /// The nearest offset that is not inside a surrogate pair.
  private func snapped(_ offset: Int, forward: Bool) -> Int {
    guard offset > 0, offset < utf16Count else { return offset }
    let index = string.utf16.index(string.startIndex, offsetBy: offset)
    return UTF16.isTrailSurrogate(string.utf16[index]) ? offset + (forward ? 1 : -1) : offset
  }
}

extension Text: CustomStringConvertible {
  /// The text without its entities.
  public var description: String { string }
}

extension Text: Codable {
  private enum Field: String, CodingKey { case text, entities }

  /// Reads a stored text; entities that do not fit it are cut to size or dropped.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    self.init(
      try fields.decode(String.self, forKey: .text),
      entities: try fields.decodeIfPresent([TextEntity].self, forKey: .entities) ?? [])
  }

  /// Writes `{"text": …, "entities": […]}`, without `entities` if there are none.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(string, forKey: .text)
    if !entities.isEmpty { try fields.encode(entities, forKey: .entities) }
  }
}
