import PluginAPI

/// Titles as people give them: a wish says "I want to run", the goal is "Run".
enum TitleInput {
  private static let openings = [
    "я хочу ", "хочу ", "я бы хотел ", "я бы хотела ", "i want to ", "i would like to ", "i’d like to ", "i'd like to ",
  ]

  /// The words without the wishing, and with a capital letter if something was left out.
  static func title(_ words: String) -> String {
    let lowercased = words.lowercased()
    guard let opening = opening(of: lowercased) else { return words }
    let rest = words.dropFirst(opening.count).drop { $0.isWhitespace }
    // "Хочу, чтобы…" and "Хочу чтобы…" say it of somebody else: they stay whole.
    guard let first = rest.first, first.isLetter || first.isNumber, !rest.lowercased().hasPrefix("чтоб") else {
      return words
    }
    return first.uppercased() + rest.dropFirst()
  }

  private static func opening(of text: String) -> String? { openings.first { text.hasPrefix($0) } }
}
