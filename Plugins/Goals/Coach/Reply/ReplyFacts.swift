import PluginAPI

/// What a reply is checked against: what the model was told, and what the person wrote.
struct ReplyFacts: Sendable {
  var language: Language
  /// Everything the model was told, as one text.
  var told: String
  /// The person's last message.
  var message: String
  /// The short ids that were given out.
  var refs: Set<String>

  /// Whether a quote stands in the person's message, letter for letter but for case and spaces.
  func isQuote(_ evidence: String) -> Bool {
    let quote = Self.folded(evidence)
    return quote.count >= 2 && Self.folded(message).contains(quote)
  }

  /// Whether a number was told, or is so small that it counts steps and minutes.
  func isKnown(_ number: Double, _ numbers: Set<Double>) -> Bool { number <= 10 || numbers.contains(number) }

  /// All numbers that were told or written.
  var numbers: Set<Double> { Set(TextWords(told, limit: 65_536).numbers + TextWords(message).numbers) }

  private static func folded(_ text: String) -> String {
    UserText.clean(text, limit: 4096).lowercased().replacing("ё", with: "е")
  }
}
