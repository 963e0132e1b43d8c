extension LocalTime {
  /// A time of day as people type it: `7`, `07:15`, `7.15`, `7-15`, `0715`, `7:15 pm`. The text is hostile.
  ///
  /// Nil for anything else, more than 32 bytes included. Spaces and invisible characters, which come along when a time
  /// is pasted, do not count.
  public init?(typed raw: String) {
    guard raw.utf8.count <= 32 else { return nil }
    var text = UserText.clean(raw, limit: 32).lowercased().filter { !$0.isWhitespace }
    var isAfternoon: Bool?
    for (suffix, afternoon) in [("pm", true), ("am", false)] where text.hasSuffix(suffix) {
      text.removeLast(2)
      isAfternoon = afternoon
    }
    let parts: [Substring]
    if text.contains(where: Self.isSeparator) {
      parts = text.split(omittingEmptySubsequences: false, whereSeparator: Self.isSeparator)
      guard parts.count == 2, parts[1].utf8.count == 2 else { return nil }
    } else if text.utf8.count >= 3 {
      parts = [text.dropLast(2), text.suffix(2)]
    } else {
      parts = [text[...], "00"]
    }
    guard var hour = Self.number(parts[0]), let minute = Self.number(parts[1]) else { return nil }
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    self.init(hour: hour, minute: minute)
  }

  private static func isSeparator(_ character: Character) -> Bool { ":.-".contains(character) }

  /// One or two ASCII digits.
  private static func number(_ text: Substring) -> Int? {
    guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
