import TelegramBotAPI

/// `parse_mode: MarkdownV2` (https://core.telegram.org/bots/api#markdownv2-style).
enum MarkupMarkdown {
  static func parse(_ text: String) throws(APIError) -> (text: String, entities: [JSONValue]) {
    var parser = Parser(input: Array(text.unicodeScalars))
    return try parser.run()
  }

  private struct Open {
    var mark: String
    var type: String
    var start: Int
    var offset: Int
  }

  private struct Parser {
    let input: [Unicode.Scalar]
    var position = 0
    var builder = MarkupBuilder()
    var open: [Open] = []
    var quoteStart: Int?

    static let reserved: Set<Unicode.Scalar> = [
      "_", "*", "[", "]", "(", ")", "~", "`", ">", "#", "+", "-", "=", "|", "{", "}", ".", "!",
    ]
    static let marks: [(String, String)] = [
      ("```", "pre"), ("`", "code"), ("||", "spoiler"), ("__", "underline"), ("_", "italic"), ("*", "bold"),
      ("~", "strikethrough"),
    ]

    mutating func run() throws(APIError) -> (text: String, entities: [JSONValue]) {
      while position < input.count {
        try quoteEdge()
        guard position < input.count else { break }
        let scalar = input[position]
        if scalar == "\\", position + 1 < input.count, input[position + 1].value < 127 {
          builder.append(input[position + 1])
          position += 2
        } else if let mark = mark() {
          try toggle(mark)
        } else if scalar == "[" || scalar == "!" && starts("![") {
          position += scalar == "!" ? 2 : 1
          open.append(
            Open(
              mark: "]", type: scalar == "!" ? "custom_emoji" : "text_link", start: builder.units.count,
              offset: offset))
        } else if scalar == "]", open.last?.mark == "]" {
          try closeLink()
        } else if Self.reserved.contains(scalar) {
          throw ParseMode.failure("Character '\(scalar)' is reserved and must be escaped with the preceding '\\'")
        } else {
          builder.append(scalar)
          position += 1
        }
      }
      if let left = open.last {
        throw ParseMode.failure("Can't find end of \(Self.name(left.type)) entity at byte offset \(left.offset)")
      }
      endQuote()
      return builder.result
    }

    private var offset: Int { String(String.UnicodeScalarView(input[..<position])).utf8.count }

    private func starts(_ text: String) -> Bool {
      Array(text.unicodeScalars) == Array(input[position...].prefix(text.unicodeScalars.count))
    }

    private func mark() -> (String, String)? {
      if let last = open.last, last.mark == "`" || last.mark == "```" {
        return starts(last.mark) ? (last.mark, last.type) : nil
      }
      return Self.marks.first { starts($0.0) }
    }

    private mutating func toggle(_ mark: (String, String)) throws(APIError) {
      let at = offset
      if let last = open.last, last.mark == mark.0 {
        open.removeLast()
        builder.close(last.type, from: last.start)
      } else if open.contains(where: { $0.mark == mark.0 }) {
        let last = open.last
        throw ParseMode.failure(
          "Can't find end of \(Self.name(last?.type ?? "")) entity at byte offset \(last?.offset ?? at)")
      } else {
        open.append(Open(mark: mark.0, type: mark.1, start: builder.units.count, offset: at))
      }
      position += mark.0.unicodeScalars.count
      if mark.0 == "```", open.last?.mark == "```" { skipLanguage() }
    }

    private mutating func skipLanguage() {
      guard let line = input[position...].firstIndex(of: "\n") else { return }
      let name = input[position..<line]
      if name.allSatisfy({ $0.properties.isAlphabetic || $0.properties.numericType != nil }) { position = line + 1 }
    }

    private mutating func closeLink() throws(APIError) {
      guard let link = open.popLast() else { return }
      position += 1
      guard position < input.count, input[position] == "(" else {
        if link.type == "custom_emoji" { throw ParseMode.failure("Custom emoji entity must contain a tg://emoji URL") }
        return
      }
      let start = position + 1
      guard let end = input[start...].firstIndex(of: ")") else {
        throw ParseMode.failure("Can't find end of a URL at byte offset \(offset)")
      }
      let url = String(String.UnicodeScalarView(input[start..<end].filter { $0 != "\\" }))
      position = end + 1
      if link.type == "custom_emoji" {
        guard url.hasPrefix("tg://emoji?id=") else {
          throw ParseMode.failure("Custom emoji URL must have an emoji identifier")
        }
        builder.close(
          "custom_emoji", from: link.start, details: ["custom_emoji_id": .string(String(url.dropFirst(14)))])
      } else if url.hasPrefix("tg://user?id="), let id = Int(url.dropFirst(13)) {
        builder.close("text_mention", from: link.start, details: ["user": .object(["id": .int(id)])])
      } else if !url.isEmpty {
        builder.close("text_link", from: link.start, details: ["url": .string(url)])
      }
    }

    private mutating func quoteEdge() throws(APIError) {
      guard position == 0 || input[position - 1] == "\n" else { return }
      if open.last?.mark == "```" { return }
      if input[position] == ">" {
        position += 1
        if quoteStart == nil { quoteStart = builder.units.count }
      } else {
        endQuote()
      }
    }

    private mutating func endQuote() {
      guard let start = quoteStart else { return }
      quoteStart = nil
      if builder.units.last == 0x0A {
        builder.units.removeLast()
        builder.close("blockquote", from: start)
        builder.units.append(0x0A)
      } else {
        builder.close("blockquote", from: start)
      }
    }

    private static func name(_ type: String) -> String {
      type == "text_link" ? "TextUrl" : type.prefix(1).uppercased() + type.dropFirst()
    }
  }
}
