import PluginAPI
import PluginTesting
import Testing

/// What nobody should read in a chat: another language, names of texts, holes for values, invisible tricks.
enum Reading {
  /// Names that stay as they are in Russian.
  private static let names: Set<String> = ["XP", "Premium", "Telegram", "JSON", "English", "UTC", "off"]

  /// - Parameter chat: a transcript; what the person wrote is left out.
  static func check(
    _ chat: String, by person: TestPerson, language: Language, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let chat = answers(chat, to: person)
    for character: Character in ["{", "}", "\u{202E}"] {
      #expect(!chat.contains(character), "\(character.unicodeScalars)", sourceLocation: sourceLocation)
    }
    for word in words(chat) where word.contains(".") {
      #expect(!isTextName(word), "\(word)", sourceLocation: sourceLocation)
    }
    switch language {
    case .russian:
      let foreign = words(chat).flatMap { $0.split { !($0.isASCII && $0.isLetter) } }.map(String.init)
        .filter { $0.count > 1 && !names.contains($0) }
      #expect(foreign.isEmpty, "not Russian: \(foreign)", sourceLocation: sourceLocation)
    case .english:
      // A language is named in its own words.
      let foreign = chat.replacing("Русский", with: "").unicodeScalars.filter { (0x400...0x4FF).contains($0.value) }
      #expect(
        foreign.isEmpty, "not English: \(String(String.UnicodeScalarView(foreign)))", sourceLocation: sourceLocation)
    }
  }

  /// What the bot said in a transcript, without its files.
  static func answers(_ chat: String, to person: TestPerson) -> String {
    let lines = chat.split(separator: "\n").map { line in
      line.hasPrefix("Roost: ") ? line.dropFirst(7) : line
    }
    return lines.filter { !$0.hasPrefix("\(person.name): ") && !$0.hasPrefix("*: ") && !$0.contains("{document") }
      .joined(separator: "\n")
  }

  /// Commands a chat mentions, without the slash.
  static func commands(_ chat: String) -> Set<String> {
    Set(
      chat.split { $0.isWhitespace || "().,:;«»“”!?".contains($0) }.filter { $0.first == "/" && $0.count > 2 }
        .map { String($0.dropFirst()) })
  }

  private static func words(_ chat: String) -> [String] {
    chat.split { $0.isWhitespace || "()[],:;«»“”!?".contains($0) }.map(String.init).filter { !$0.hasPrefix("/") }
  }

  /// "goals.card.title" and the like.
  private static func isTextName(_ word: String) -> Bool {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 == "_" || ($0.isASCII && $0.isLowercase) } }
  }
}
