import Synchronization

/// Statements as PostgreSQL numbers their placeholders, made once for each text.
enum NumberedText {
  private static let made = Mutex<[StatementText: String]>([:])
  /// Texts vary with the length of lists; beyond this the cache starts over.
  private static let capacity = 2000

  static func of(_ text: StatementText) -> String {
    if let known = made.withLock({ $0[text] }) { return known }
    let numbered = number(text.description)
    made.withLock { made in
      if made.count >= capacity { made = [:] }
      made[text] = numbered
    }
    return numbered
  }

  /// `?` becomes `$1`, `$2` …, except within quotes.
  private static func number(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 32)
    var count = 0
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "?" {
        count += 1
        result += "$\(count)"
        continue
      }
      result.append(character)
    }
    return result
  }
}
