package import PluginAPI

/// What code checks of a text that a model wrote, since the schema cannot.
package enum TextChecks {
  /// Whether it leads out of the chat: an address, a name with `@`, a phone number, a command.
  package static func leadsAway(_ text: String) -> Bool {
    let lowered = text.lowercased()
    if lowered.contains("://") || lowered.contains("www.") { return true }
    if lowered.firstMatch(of: #/@[a-z0-9_]{3,}/#) != nil { return true }
    if lowered.firstMatch(of: #/\b[a-z0-9а-я-]+\.(com|org|net|io|me|ru|рф|info|biz|app|link|xyz)\b/#) != nil {
      return true
    }
    if lowered.firstMatch(of: #/(^|\s)\/[a-z]{2,}/#) != nil { return true }
    return lowered.firstMatch(of: #/\+?\d([\s()\-.]{0,3}\d){8,}/#) != nil
  }

  /// Whether its letters are mostly those of the language; without letters every language is right.
  package static func isWritten(_ text: String, in language: Language) -> Bool {
    var cyrillic = 0
    var latin = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x400...0x4FF: cyrillic += 1
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin += 1
      default: break
      }
    }
    if cyrillic + latin == 0 { return true }
    return language == .russian ? cyrillic * 2 >= cyrillic + latin : latin * 2 >= cyrillic + latin
  }

  /// The problems of one text of an answer, named for a repair.
  static func problems(_ name: String, _ text: String, limit: Int, _ language: Language) -> [String] {
    var problems: [String] = []
    if UserText.isTooLong(text, limit: limit) { problems.append("\(name) is longer than \(limit) characters") }
    if leadsAway(text) { problems.append("\(name) holds a link, a phone number, a command or an @name") }
    if !isWritten(text, in: language) { problems.append("\(name) is not in the language \(language.rawValue)") }
    return problems
  }

  /// Of a list of texts.
  static func problems(_ name: String, _ texts: [String], items: Int, limit: Int, _ language: Language) -> [String] {
    // The language of all together: one of them may be a name.
    var problems = texts.flatMap { text -> [String] in
      var problems: [String] = []
      if UserText.isTooLong(text, limit: limit) { problems.append("\(name) holds one of over \(limit) characters") }
      if leadsAway(text) { problems.append("\(name) holds a link, a phone number, a command or an @name") }
      return problems
    }
    if !isWritten(texts.joined(separator: " "), in: language) {
      problems.append("\(name) is not in the language \(language.rawValue)")
    }
    if texts.count > items { problems.append("\(name) has more than \(items) items") }
    return problems
  }
}
