/// A command at the beginning of a message, as Telegram's clients write it: `/name@bot arguments`.
struct CommandText: Sendable, Hashable {
  var name: String
  /// The bot it is addressed to, if it names one.
  var bot: String?
  var arguments: String

  /// Nil when the text does not begin with a command.
  init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    let head = text.dropFirst().prefix { !$0.isWhitespace }
    let parts = head.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].lowercased()
    guard !name.isEmpty, name.utf8.count <= 32, !name.utf8.contains(0x2F) else { return nil }
    self.name = name
    bot = parts.count > 1 ? String(parts[1]) : nil
    arguments = String(text.dropFirst(head.count + 1)).trimmingWhitespace()
  }
}

extension String {
  func trimmingWhitespace() -> String {
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[start...end])
  }
}
