/// Makes a language model's words harmless.
public enum ReplyText {
  /// Without links, names with `@`, commands, telephone numbers, markup and control characters.
  public static func clean(_ text: String) -> String {
    var words: [String] = []
    let plain = UserText.clean(text, limit: 4000, multiline: true)
    for line in plain.split(separator: "\n", omittingEmptySubsequences: false) {
      let kept = withoutPhones(line.split(separator: " ").filter(isHarmless).map(withoutMarks))
      words.append(kept.filter { !$0.isEmpty }.joined(separator: " "))
    }
    return UserText.clean(words.joined(separator: "\n"), limit: 4000, multiline: true)
  }

  /// Whether ``clean(_:)`` leaves all of it but spaces.
  public static func isClean(_ text: String) -> Bool {
    clean(text).split(whereSeparator: \.isWhitespace) == text.split(whereSeparator: \.isWhitespace)
  }

  private static func isHarmless(_ word: Substring) -> Bool {
    let lowercased = word.lowercased()
    if lowercased.contains("://") || lowercased.contains("www.") || lowercased.contains("t.me") { return false }
    if word.contains("@"), word.contains(where: \.isLetter) { return false }
    // A command would be a button.
    if word.first == "/", word.dropFirst().first?.isLetter == true { return false }
    return ForeignText.isClean(String(word)) || lowercased.contains("**") || lowercased.contains("__")
      || lowercased.contains("```") || lowercased.contains("</") || lowercased.contains("<b>")
  }

  private static func withoutMarks(_ word: Substring) -> String {
    var text = String(word)
    for mark in ["**", "__", "```", "`", "<b>", "</b>", "<i>", "</i>", "<", ">", "#"] {
      text = text.replacing(mark, with: "")
    }
    return text
  }

  /// Seven digits and more in a row of words are no number a coach needs.
  private static func withoutPhones(_ words: [String]) -> [String] {
    func digits(_ word: String) -> Int {
      let count = word.count(where: \.isNumber)
      return count > 0 && word.allSatisfy { $0.isNumber || "+-()–,.".contains($0) } ? count : 0
    }
    var result: [String] = []
    var index = 0
    while index < words.count {
      var end = index
      var sum = 0
      while end < words.count, digits(words[end]) > 0 {
        sum += digits(words[end])
        end += 1
      }
      if end > index {
        if sum < 7 { result += words[index..<end] }
        index = end
      } else {
        if words[index].count(where: \.isNumber) < 7 { result.append(words[index]) }
        index += 1
      }
    }
    return result
  }

  // MARK: Questions

  /// Only the first question; what asks more is left out.
  public static func oneQuestion(_ text: String) -> String { sentences(text, questions: 1) }

  public static func withoutQuestions(_ text: String) -> String { sentences(text, questions: 0) }

  private static func sentences(_ text: String, questions limit: Int) -> String {
    guard text.count(where: { $0 == "?" }) > limit else { return text }
    var result = ""
    var sentence = ""
    var asked = 0
    for character in text {
      sentence.append(character)
      guard ".!?…\n".contains(character) else { continue }
      if sentence.contains("?") {
        asked += 1
        if asked <= limit { result += sentence }
      } else if sentence.contains(where: \.isLetter) || character == "\n" {
        result += sentence
      }
      sentence = ""
    }
    result += sentence
    return UserText.clean(result, limit: 4000, multiline: true)
  }

  /// At most so many characters, ended at a sentence where there is one.
  public static func cut(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let start = text.prefix(limit - 1)
    if let end = start.lastIndex(where: { ".!?…".contains($0) }),
      start.distance(from: start.startIndex, to: end) > limit / 2
    {
      return String(start[...end])
    }
    return start + "…"
  }
}
