import PluginAPI

/// Keeps texts within a number of tokens, as the model counts them.
enum TokenBudget {
  static func fit(_ text: String, _ tokens: Int, _ language: Language, _ model: any LanguageModel) -> String {
    let used = model.tokens(in: text, language)
    guard used > tokens, tokens > 0 else { return text }
    var cut = String(text.prefix(max(1, text.count * tokens / used)))
    while model.tokens(in: cut, language) > tokens, cut.count > 1 { cut = String(cut.prefix(cut.count * 9 / 10)) }
    return cut + "…"
  }

  /// The first texts that fit together.
  static func take(_ texts: [String], _ tokens: Int, _ language: Language, _ model: any LanguageModel) -> [String] {
    var left = tokens
    return Array(
      texts.prefix { text in
        left -= model.tokens(in: text, language)
        return left >= 0
      })
  }

  /// The last lines that fit together, oldest first.
  static func last(_ lines: [CoachLine], _ tokens: Int, _ language: Language, _ model: any LanguageModel)
    -> [ModelTurn]
  {
    let turns = lines.reversed().map { ModelTurn($0.role, $0.text) }
    var left = tokens
    return turns.prefix { turn in
      left -= model.tokens(in: turn.text, language)
      return left >= 0
    }.reversed()
  }
}
