/// Telegram's names as Swift names.
enum Naming {
  private static let acronyms = ["id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs"]
  private static let keywords: Set<String> = [
    "as", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum",
    "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal",
    "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "var", "where", "while",
  ]

  /// `file_unique_id` becomes `fileUniqueID`.
  static func property(_ name: String) -> String {
    let parts = name.split(separator: "_").map(String.init)
    let rest = parts.dropFirst().map { acronyms[$0] ?? upperFirst($0) }
    return escaped((parts.first ?? name).lowercased() + rest.joined())
  }

  /// `custom_emoji` becomes `customEmoji`, `MarkdownV2` becomes `markdownV2`, `HTML` becomes `html`.
  static func member(_ value: String) -> String {
    if value.allSatisfy(\.isUppercase) { return value.lowercased() }
    return value.contains("_") ? property(value) : escaped(lowerFirst(value))
  }

  static func upperFirst(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
  static func lowerFirst(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
  static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

  /// The case names of a union: what is left of each member's name without the beginning that all share.
  static func cases(_ union: String, _ members: [String]) -> [String: String] {
    if let fixed = Corrections.cases[union] { return fixed }
    let shared = words(union).count > 0 ? sharedWords(members) : 0
    return Dictionary(
      uniqueKeysWithValues: members.map { member in
        let rest = words(member).dropFirst(shared).joined()
        return (member, escaped(lowerFirst(rest.isEmpty ? member : rest)))
      })
  }

  private static func sharedWords(_ names: [String]) -> Int {
    let lists = names.map(words)
    guard let first = lists.first, lists.count > 1 else { return 0 }
    var count = 0
    while count < first.count, lists.allSatisfy({ $0.count > count + 1 && $0[count] == first[count] }) { count += 1 }
    return count
  }

  private static func words(_ name: String) -> [String] {
    var result: [String] = []
    for character in name {
      if character.isUppercase || result.isEmpty {
        result.append(String(character))
      } else {
        result[result.count - 1].append(character)
      }
    }
    return result
  }
}
