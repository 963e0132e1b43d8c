import TelegramBotAPI

/// Finds what Telegram marks by itself in every text: commands, mentions, hashtags, links, e-mail addresses.
enum EntityScanner {
  static func scan(_ units: [UInt16]) -> [TextEntity] {
    var scanner = Scanner(units: units)
    return scanner.run()
  }

  private struct Scanner {
    let units: [UInt16]
    var found: [TextEntity] = []

    mutating func run() -> [TextEntity] {
      var position = 0
      while position < units.count {
        if let entity = entity(at: position) {
          found.append(entity)
          position = entity.end
        } else {
          position += 1
        }
      }
      return found
    }

    private func entity(at position: Int) -> TextEntity? {
      switch units[position] {
      case ascii("/"): command(at: position)
      case ascii("@"): freeBefore(position) ? word("mention", at: position, length: 4...32, isName) : nil
      case ascii("#"): freeBefore(position) ? word("hashtag", at: position, length: 1...256, isWord) : nil
      default:
        freeBefore(position) && isWord(units[position]) ? email(at: position) ?? link(at: position) : nil
      }
    }

    private func command(at position: Int) -> TextEntity? {
      guard freeBefore(position), position == 0 || units[position - 1] != ascii("/") else { return nil }
      var end = position + 1
      while end < units.count, isName(units[end]) { end += 1 }
      guard (1...64).contains(end - position - 1) else { return nil }
      if end < units.count, units[end] == ascii("@") {
        var tail = end + 1
        while tail < units.count, isName(units[tail]) { tail += 1 }
        if (3...32).contains(tail - end - 1) { end = tail }
      }
      if end < units.count, units[end] == ascii("/") || isWord(units[end]) { return nil }
      return TextEntity(type: "bot_command", start: position, end: end)
    }

    private func word(_ type: String, at position: Int, length: ClosedRange<Int>, _ accepts: (UInt16) -> Bool)
      -> TextEntity?
    {
      var end = position + 1
      while end < units.count, accepts(units[end]) { end += 1 }
      guard length.contains(end - position - 1) else { return nil }
      if type == "hashtag", units[(position + 1)..<end].allSatisfy(isDigit) { return nil }
      return TextEntity(type: type, start: position, end: end)
    }

    private func email(at position: Int) -> TextEntity? {
      var end = position
      while end < units.count, isName(units[end]) || units[end] == ascii(".") || units[end] == ascii("-") { end += 1 }
      guard end > position, end < units.count, units[end] == ascii("@") else { return nil }
      let domain = end + 1
      end = domain
      while end < units.count, isName(units[end]) || units[end] == ascii(".") || units[end] == ascii("-") { end += 1 }
      while end > domain, units[end - 1] == ascii(".") { end -= 1 }
      guard units[domain..<end].contains(ascii(".")) else { return nil }
      return TextEntity(type: "email", start: position, end: end)
    }

    private func link(at position: Int) -> TextEntity? {
      var end = position
      while end < units.count, units[end] > 0x20, units[end] != ascii("<"), units[end] != ascii(">"),
        units[end] != ascii("\"")
      { end += 1 }
      while end > position, ".,:;!?)'".utf16.contains(units[end - 1]) { end -= 1 }
      let text = String(decoding: units[position..<end], as: UTF16.self)
      let lower = text.lowercased()
      let isLink: Bool
      if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("tg://") {
        isLink = (lower.split(separator: "/").dropFirst().first?.isEmpty == false)
      } else {
        let host = lower.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        isLink =
          labels.count >= 2 && Self.domains.contains(String(labels.last ?? ""))
          && labels.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { isName(UInt16($0)) || $0 == 0x2D } }
      }
      return isLink ? TextEntity(type: "url", start: position, end: end) : nil
    }

    private static let domains: Set<String> = ["com", "org", "net", "io", "me", "ru", "dev", "app", "ai", "info", "co"]

    private func freeBefore(_ position: Int) -> Bool { position == 0 || !isWord(units[position - 1]) }
    private func ascii(_ character: Unicode.Scalar) -> UInt16 { UInt16(truncatingIfNeeded: character.value) }
    private func isDigit(_ unit: UInt16) -> Bool { (0x30...0x39).contains(unit) }
    private func isName(_ unit: UInt16) -> Bool {
      isDigit(unit) || (0x41...0x5A).contains(unit) || (0x61...0x7A).contains(unit) || unit == 0x5F
    }
    private func isWord(_ unit: UInt16) -> Bool {
      if unit < 0x80 { return isName(unit) }
      return Unicode.Scalar(unit)?.properties.isAlphabetic ?? false
    }
  }
}
