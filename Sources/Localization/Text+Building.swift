extension Text {
  /// Bold text.
  public static func bold(_ text: Text) -> Text { text.wrapped(in: .bold) }

  /// Italic text.
  public static func italic(_ text: Text) -> Text { text.wrapped(in: .italic) }

  /// Underlined text.
  public static func underline(_ text: Text) -> Text { text.wrapped(in: .underline) }

  /// Text struck through.
  public static func strike(_ text: Text) -> Text { text.wrapped(in: .strikethrough) }

  /// Text hidden until tapped.
  public static func spoiler(_ text: Text) -> Text { text.wrapped(in: .spoiler) }

  /// Monospaced text, copied by a tap. Telegram shows nothing else within it.
  public static func code(_ text: Text) -> Text { text.wrapped(in: .code) }

  /// A monospaced block, with the programming language it is in.
  public static func pre(_ text: Text, language: String? = nil) -> Text { text.wrapped(in: .pre(language: language)) }

  /// A block quotation; an expandable one is shown folded at first. Telegram does not nest them.
  public static func quote(_ text: Text, expandable: Bool = false) -> Text {
    text.wrapped(in: .quote(expandable: expandable))
  }

  /// Text that opens `url` when tapped. An address that is not `https`, `http`, `tg`, `mailto` or `tel`, is longer than
  /// 2048 bytes or contains spaces or control characters is not linked: the text stays plain.
  public static func link(_ text: Text, url: String) -> Text {
    isLinkable(url) ? text.wrapped(in: .link(url: url)) : text
  }

  /// Text that leads to a user. Telegram links it only if the user has talked to the bot or is in the chat.
  public static func mention(_ text: Text, userID: Int64) -> Text { text.wrapped(in: .mention(userID: userID)) }

  /// One emoji shown as a custom one where the bot may use them; `emoji` is what everybody else sees.
  public static func customEmoji(_ emoji: Text, id: String) -> Text { emoji.wrapped(in: .customEmoji(id: id)) }

  /// A moment that clients show in the zone and language of whoever reads it (`date_time`, Bot API 9.5).
  ///
  /// - Parameters:
  ///   - fallback: what older clients show; write it in the person's own zone.
  ///   - unixSeconds: the moment, in seconds since 1970-01-01T00:00:00Z.
  ///   - format: `r` for relative, or any of `w` (weekday), `d` or `D` (short or long date), `t` or `T` (short or long
  ///     time), in this order: `"t"`, `"wDt"`. Empty shows the fallback as written, and so does anything else.
  public static func dateTime(_ fallback: Text, unixSeconds: Int, format: String) -> Text {
    fallback.wrapped(
      in: .dateTime(unixSeconds: Int64(unixSeconds), format: isDateTimeFormat(format) ? format : ""))
  }

  /// Texts below one another, one line each.
  public static func lines(_ texts: [Text]) -> Text { texts.joined(separator: "\n") }

  private static func isLinkable(_ url: String) -> Bool {
    let schemes = ["https://", "http://", "tg://", "mailto:", "tel:"]
    let start = url.prefix(8).lowercased()
    return url.utf8.count <= 2048 && schemes.contains { start.hasPrefix($0) && url.utf8.count > $0.utf8.count }
      && url.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.properties.generalCategory != .control }
  }

  /// `r|w?[dD]?[tT]?`, https://core.telegram.org/bots/api#date-time-entity-formatting.
  private static func isDateTimeFormat(_ format: String) -> Bool {
    if format == "r" { return true }
    var rest = format[...]
    if rest.first == "w" { rest.removeFirst() }
    if rest.first == "d" || rest.first == "D" { rest.removeFirst() }
    if rest.first == "t" || rest.first == "T" { rest.removeFirst() }
    return rest.isEmpty
  }
}

extension Sequence<Text> {
  /// All texts in order, with `separator` between each two.
  public func joined(separator: Text = "") -> Text {
    var result = Text()
    var isFirst = true
    for text in self {
      if !isFirst { result += separator }
      isFirst = false
      result += text
    }
    return result
  }
}

extension Text: ExpressibleByStringInterpolation {
  /// Plain text.
  public init(stringLiteral value: String) { self.init(value) }

  /// Text with values in it: a `Text` keeps its entities, everything else goes in as plain text.
  public init(stringInterpolation interpolation: StringInterpolation) { self = interpolation.text }

  /// Collects the parts of a literal such as `"Hello, \(.bold("you"))"`.
  public struct StringInterpolation: StringInterpolationProtocol {
    var text = Text()

    /// Called by the compiler at the beginning of a literal.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Appends a part that the programmer wrote.
    public mutating func appendLiteral(_ literal: String) { text.append(literal) }

    /// Appends a text with its entities.
    public mutating func appendInterpolation(_ value: Text) { text += value }

    /// Appends a value as plain text.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) { text.append(value.description) }
  }
}
