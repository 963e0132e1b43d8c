extension Catalogue {
  /// Everything that is wrong with texts that parse, a sentence each; none is what a plugin's test should expect:
  ///
  /// - a key or an argument that one language has and another has not;
  /// - a plural without one of the language's categories, or with one that the language does not have;
  /// - a `select` by `address` or `gender` with a word that never comes;
  /// - an empty text, or whitespace at the ends, which Telegram cuts off;
  /// - texts that are too long for their place or have markup where Telegram shows none. The place is in the key:
  ///   `button` as one of its parts means a button (24 graphemes), a last part `toast` the answer to a press (200) and
  ///   the ending `command.summary` a line of the command menu (256).
  public func verify() -> [String] {
    var problems: [String] = []
    if patterns[.english] == nil { problems.append("\(plugin): there is no en.json, the fallback of all languages") }
    let languages = patterns.keys.sorted { $0.rawValue < $1.rawValue }
    for key in keys {
      let wanted = arguments(of: key)
      for language in languages {
        let place = "\(plugin)/\(language.rawValue).json: \"\(key)\""
        guard let format = patterns[language]?[key] else {
          problems.append("\(place) is missing")
          continue
        }
        for argument in wanted where !format.arguments.contains(argument) {
          problems.append("\(place) does not use the argument {\(argument)}, another language does")
        }
        problems += format.problems(in: language).map { "\(place) \($0)" }
        problems += TextPlace(key: key)?.problems(of: format).map { "\(place) \($0)" } ?? []
      }
    }
    return problems
  }
}

extension MessageFormat {
  fileprivate func problems(in language: Language) -> [String] {
    var problems: [String] = []
    if nodes.isEmpty { problems.append("is empty") }
    if case .literal(let text, _)? = nodes.first, text.first?.isWhitespace == true {
      problems.append("begins with whitespace, which Telegram cuts off")
    }
    if case .literal(let text, _)? = nodes.last, text.last?.isWhitespace == true {
      problems.append("ends with whitespace, which Telegram cuts off")
    }
    nodes.forEachNode { node in
      switch node {
      case .plural(let plural): problems += plural.problems(in: language)
      case .select(let select): problems += select.problems
      case .literal, .argument, .number, .span: break
      }
    }
    return problems
  }
}

extension Node.Plural {
  fileprivate func problems(in language: Language) -> [String] {
    let needed = PluralRules.categories(of: language)
    let missing = needed.filter { $0 != .other && categories[$0] == nil }
    let needless = PluralCategory.allCases.filter { categories[$0] != nil && !needed.contains($0) }
    return missing.map { "lacks \($0.rawValue){…} in the plural of {\(argument)}" }
      + needless.map { "has \($0.rawValue){…} in the plural of {\(argument)}, which the language never uses" }
  }
}

extension Node.Select {
  fileprivate var problems: [String] {
    let known: [String]
    switch argument {
    case "address": known = FormOfAddress.allCases.map(\.rawValue)
    case "gender": known = GrammaticalGender.allCases.map(\.rawValue)
    default: return []
    }
    return cases.keys.filter { !known.contains($0) }.sorted().map {
      "selects by {\(argument)} the word \"\($0)\", but only \(known.joined(separator: ", ")) and other come"
    }
  }
}

/// Where Telegram, or a phone's screen, limits a text. Recognised by the key.
private struct TextPlace {
  var name: String
  var limit: Int

  init?(key: String) {
    let parts = key.split(separator: ".")
    if parts.contains("button") {
      (name, limit) = ("a button", 24)
    } else if parts.last == "toast" {
      // answerCallbackQuery.text
      (name, limit) = ("the answer to a press", 200)
    } else if parts.suffix(2) == ["command", "summary"] {
      // BotCommand.description
      (name, limit) = ("a command's summary", 256)
    } else {
      return nil
    }
  }

  func problems(of format: MessageFormat) -> [String] {
    var problems: [String] = []
    let length = format.nodes.longestLiteral
    if length > limit { problems.append("is \(length) characters long, \(name) holds \(limit)") }
    var hasMarkup = false
    format.nodes.forEachNode { node in
      if case .span = node { hasMarkup = true }
    }
    if hasMarkup { problems.append("has markup, \(name) shows plain text only") }
    return problems
  }
}
