/// What must not stand in a text that a language model wrote.
public enum ForeignText {
  private static let marks = [
    "http:", "https:", "://", "www.", "t.me/", "tg:", "**", "__", "```", "](", "</", "<b>", "<a ",
  ]

  /// Whether there are links, names with `@` or markup in it.
  public static func isClean(_ text: String) -> Bool {
    let text = text.lowercased()
    if marks.contains(where: text.contains) { return false }
    var isAfterAt = false
    for character in text {
      if isAfterAt, character.isLetter { return false }
      isAfterAt = character == "@"
    }
    return !hasDomain(text)
  }

  private static func hasDomain(_ text: String) -> Bool {
    [".com", ".ru", ".org", ".net", ".io", ".рф"].contains { ending in
      text.split(separator: " ").contains { word in
        guard let range = word.firstRange(of: ending) else { return false }
        return range.lowerBound > word.startIndex
          && (range.upperBound == word.endIndex || !word[range.upperBound].isLetter)
      }
    }
  }

  /// Whether texts look like the language. Names may stand in other letters, so most letters decide; a text of few
  /// letters is nobody's.
  public static func isWritten(_ texts: [String], in language: Language) -> Bool {
    var (cyrillic, latin) = (0, 0)
    for scalar in texts.joined(separator: " ").unicodeScalars {
      if (0x400...0x52F).contains(scalar.value) {
        cyrillic += 1
      } else if scalar.isASCII, scalar.properties.isAlphabetic {
        latin += 1
      }
    }
    guard cyrillic + latin >= 12 else { return true }
    switch language {
    case .russian: return cyrillic * 2 >= latin
    case .english: return latin >= cyrillic * 2
    }
  }

  /// Whether it says «вы» to somebody who is «ты», or the other way round. English has one form.
  public static func addressesWrongly(_ text: String, _ reader: Reader) -> Bool {
    guard reader.language == .russian else { return false }
    let words = Set(text.lowercased().split { !$0.isLetter }.map { String($0).replacing("ё", with: "е") })
    return !words.isDisjoint(with: reader.address == .ty ? formal : familiar)
  }

  private static let formal: Set<String> = ["вы", "вас", "вам", "вами", "ваш", "ваша", "ваше", "ваши", "вашу", "вашей"]
  private static let familiar: Set<String> = [
    "ты", "тебя", "тебе", "тобой", "твой", "твоя", "твое", "твои", "твою", "твоей",
  ]
}
