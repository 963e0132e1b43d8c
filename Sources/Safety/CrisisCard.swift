public import Localization

/// What somebody in a crisis reads: static, written by people, the same whichever plugin heard it.
public struct CrisisCard: Sendable {
  /// The card as it ships.
  public static let standard = CrisisCard(lines: .standard)

  static let catalogue = try? Catalogue(
    plugin: "safety", files: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  private let lines: HelpLines

  /// A card with these help lines.
  public init(lines: HelpLines) { self.lines = lines }

  /// The text of the card: that it was heard, that a bot is not enough, and where people are.
  /// - Parameter isTeen: help lines for children come first.
  public func text(_ category: SafetyCategory, for reader: Reader, isTeen: Bool = false) -> Text {
    let key =
      switch category {
      case .abuseVictim: "card.abuse"
      case .harmToOthers: "card.others"
      default: "card.self"
      }
    let numbers = lines.lines(for: reader.language, isTeen: isTeen).map { line in
      Self.text(
        "card.line",
        ["title": .string(line.title(in: reader.language)), "numbers": .string(line.numbers.joined(separator: ", "))],
        for: reader)
    }
    let parts =
      [Self.text(key, for: reader), Self.text("card.bot", for: reader)] + [Text.lines(numbers)]
      + [
        Self.text("card.directory", ["address": .string(lines.directory)], for: reader),
        Self.text("card.near", for: reader),
      ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Says that it was about something else.
  public func fineButton(for reader: Reader) -> String { Self.text("card.fine.button", for: reader).string }
  /// Asks for words to write to somebody close.
  public func closeButton(for reader: Reader) -> String { Self.text("card.close.button", for: reader).string }
  /// The answer to ``fineButton(for:)``.
  public func fine(for reader: Reader) -> Text { Self.text("fine", for: reader) }
  /// The answer to ``closeButton(for:)``: words that can be sent to somebody as they are.
  public func messageToSomebody(for reader: Reader) -> Text { Self.text("close", for: reader) }
  /// What is said while the choice is open and the person goes on writing.
  public func stillHere(for reader: Reader) -> Text { Self.text("still", for: reader) }
  /// One sentence instead of a target of food or weight.
  public func eating(for reader: Reader) -> Text { Self.text("eating", for: reader) }
  /// One sentence instead of medical advice.
  public func medical(for reader: Reader) -> Text { Self.text("medical", for: reader) }

  private static func text(_ key: String, _ arguments: [String: Argument] = [:], for reader: Reader) -> Text {
    catalogue?.text(key, arguments, for: reader) ?? Text(key)
  }
}
