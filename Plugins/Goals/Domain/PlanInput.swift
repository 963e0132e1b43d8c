import PluginAPI

/// An if–then plan as people type it, in one text or in two.
struct PlanInput: Sendable, Hashable {
  var cue: String
  var action: String?

  /// Splits "Если 7:00, то иду бегать", "if 7:00 then I run" or "7:00 → бег"; a text without a second half is a cue.
  init(_ text: String) {
    let text = UserText.clean(text, limit: Limits.cue + Limits.action + 40)
    for mark in ["→", "->", "=>", ", то ", " то ", ", then ", " then "] {
      guard let range = text.firstRange(of: mark) else { continue }
      let (before, after) = (Self.cue(text[..<range.lowerBound]), Self.action(text[range.upperBound...]))
      if !before.isEmpty, !after.isEmpty {
        cue = before
        action = after
        return
      }
    }
    cue = Self.cue(text[...])
  }

  /// Without the leading "if", which the card writes itself.
  static func cue(_ text: some StringProtocol) -> String {
    strip(["если ", "if ", "when ", "когда "], from: String(text))
  }

  /// Without the leading "then".
  static func action(_ text: some StringProtocol) -> String {
    strip(["то ", "then "], from: String(text))
  }

  private static func strip(_ words: [String], from text: String) -> String {
    let text = trimmed(text)
    for word in words where text.lowercased().hasPrefix(word) {
      return trimmed(String(text.dropFirst(word.count)))
    }
    return text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let last = text.last, last.isWhitespace || last == "," { text.removeLast() }
    return String(text.drop { $0.isWhitespace })
  }
}
