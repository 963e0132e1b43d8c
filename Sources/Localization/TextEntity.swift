/// A stretch of a `Text` that Telegram shows in a special way. Offsets and lengths count UTF-16 code units, as in the
/// `MessageEntity` of the Bot API.
public struct TextEntity: Sendable, Hashable {
  /// What the stretch is, with what belongs to it.
  public enum Kind: Sendable, Hashable {
    /// Bold text.
    case bold
    /// Italic text.
    case italic
    /// Underlined text.
    case underline
    /// Text struck through.
    case strikethrough
    /// Text hidden until tapped.
    case spoiler
    /// A block quotation; an expandable one is shown folded at first.
    case quote(expandable: Bool = false)
    /// Monospaced text within a line.
    case code
    /// A monospaced block, with the programming language it is in.
    case pre(language: String? = nil)
    /// Text that opens an address when tapped.
    case link(url: String)
    /// Text that leads to a user. A sender may put it on the wire as a link to `tg://user?id=…`.
    case mention(userID: Int64)
    /// One emoji shown as a custom one.
    case customEmoji(id: String)
    /// A moment that the client shows in the zone of whoever reads it; the text below is for clients that cannot.
    case dateTime(unixSeconds: Int64, format: String)
  }

  /// What the stretch is.
  public var kind: Kind
  /// Where it starts, in UTF-16 code units.
  public var offset: Int
  /// How long it is, in UTF-16 code units.
  public var length: Int

  /// Describes a stretch of text.
  public init(_ kind: Kind, offset: Int, length: Int) {
    self.kind = kind
    self.offset = offset
    self.length = length
  }

  /// The code units it covers. Only for entities of a `Text`, which are known to be in range.
  var range: Range<Int> { offset..<offset + length }
}

extension TextEntity.Kind {
  /// Kinds that Telegram lets overlap and cuts freely.
  var isStyle: Bool { styleIndex != nil }

  /// A number for each style, so that sets of them are small arrays.
  var styleIndex: Int? {
    switch self {
    case .bold: 0
    case .italic: 1
    case .underline: 2
    case .strikethrough: 3
    case .spoiler: 4
    case .quote, .code, .pre, .link, .mention, .customEmoji, .dateTime: nil
    }
  }

  static let styles: [Self] = [.bold, .italic, .underline, .strikethrough, .spoiler]

  var isQuote: Bool { if case .quote = self { true } else { false } }

  /// Kinds that cannot hold others.
  var isVerbatim: Bool {
    switch self {
    case .code, .pre: true
    default: false
    }
  }

  /// Kinds that mean something only as a whole: half a date is no date.
  var isAtomic: Bool {
    switch self {
    case .dateTime, .customEmoji: true
    default: false
    }
  }

  /// Outer kinds first, where two entities cover the same text.
  var nestingRank: Int {
    if isQuote { return 0 }
    return (styleIndex ?? -1) + 2
  }
}
