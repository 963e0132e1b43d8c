import TelegramBotAPI

/// `parse_mode: HTML` (https://core.telegram.org/bots/api#html-style).
enum MarkupHTML {
  static func parse(_ text: String) throws(APIError) -> (text: String, entities: [JSONValue]) {
    var parser = Parser(input: Array(text.unicodeScalars))
    return try parser.run()
  }

  private struct Open {
    var name: String
    var type: String
    var start: Int
    var details: Fields
  }

  private struct Parser {
    let input: [Unicode.Scalar]
    var position = 0
    var builder = MarkupBuilder()
    var open: [Open] = []

    mutating func run() throws(APIError) -> (text: String, entities: [JSONValue]) {
      while position < input.count {
        switch input[position] {
        case "<": try tag()
        case "&": character()
        default:
          builder.append(input[position])
          position += 1
        }
      }
      if let left = open.last {
        throw ParseMode.failure("Can't find end tag corresponding to start tag \"\(left.name)\"")
      }
      return builder.result
    }

    private mutating func character() {
      let names: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\""]
      if let end = input[position...].prefix(12).firstIndex(of: ";") {
        let name = String(String.UnicodeScalarView(input[(position + 1)..<end]))
        var scalar = names[name]
        if name.hasPrefix("#x") { scalar = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) }
        if scalar == nil, name.hasPrefix("#") { scalar = UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
        if let scalar {
          builder.append(scalar)
          position = end + 1
          return
        }
      }
      builder.append("&")
      position += 1
    }

    private mutating func tag() throws(APIError) {
      let start = position
      let offset = String(String.UnicodeScalarView(input[..<start])).utf8.count
      guard let end = input[start...].firstIndex(of: ">") else {
        throw ParseMode.failure("Unclosed start tag at byte offset \(offset)")
      }
      let body = String(String.UnicodeScalarView(input[(start + 1)..<end]))
      position = end + 1
      if body.hasPrefix("/") { return try close(String(body.dropFirst()), at: offset) }
      let name = String(body.prefix { $0 != " " && $0 != "\n" }).lowercased()
      let attributes = Self.attributes(String(body.dropFirst(name.count)))
      guard let opened = Self.element(name, attributes, builder.units.count, inside: open.last) else {
        throw ParseMode.failure("Unsupported start tag \"\(name)\" at byte offset \(offset)")
      }
      open.append(opened)
    }

    private mutating func close(_ found: String, at offset: Int) throws(APIError) {
      guard let last = open.popLast() else {
        throw ParseMode.failure("Unexpected end tag at byte offset \(offset)")
      }
      let name = found.lowercased()
      guard name.isEmpty || name == last.name else {
        throw ParseMode.failure(
          "Unmatched end tag at byte offset \(offset), expected \"</\(last.name)>\", found \"</\(name)>\"")
      }
      if last.type == "language" {
        if let language = last.details["language"], let outer = open.last, outer.type == "pre" {
          open[open.count - 1].details["language"] = language
        }
      } else if last.type == "text_link", last.details["url"] == nil {
        let url = String(decoding: builder.units[last.start...], as: UTF16.self)
        if url.contains(".") { builder.close("text_link", from: last.start, details: ["url": .string(url)]) }
      } else if last.type == "mention_link" {
        builder.close("text_mention", from: last.start, details: last.details)
      } else {
        builder.close(last.type, from: last.start, details: last.details)
      }
    }

    private static func element(_ name: String, _ attributes: [String: String], _ start: Int, inside: Open?) -> Open? {
      func open(_ type: String, _ details: Fields = [:]) -> Open {
        Open(name: name, type: type, start: start, details: details)
      }
      switch name {
      case "b", "strong": return open("bold")
      case "i", "em": return open("italic")
      case "u", "ins": return open("underline")
      case "s", "strike", "del": return open("strikethrough")
      case "tg-spoiler": return open("spoiler")
      case "span": return attributes["class"] == "tg-spoiler" ? open("spoiler") : nil
      case "pre": return open("pre")
      case "code":
        guard inside?.type == "pre", inside?.start == start else { return open("code") }
        let language = attributes["class"].flatMap { $0.hasPrefix("language-") ? String($0.dropFirst(9)) : nil }
        return open("language", language.map { ["language": .string($0)] } ?? [:])
      case "blockquote": return open(attributes["expandable"] == nil ? "blockquote" : "expandable_blockquote")
      case "tg-emoji":
        return attributes["emoji-id"].map { open("custom_emoji", ["custom_emoji_id": .string($0)]) }
      case "tg-time":
        guard let time = attributes["unix"].flatMap({ Int($0) }) else { return nil }
        var details: Fields = ["unix_time": .int(time)]
        details.add("date_time_format", attributes["format"].map { .string($0) })
        return open("date_time", details)
      case "a":
        guard let url = attributes["href"] else { return open("text_link") }
        if url.hasPrefix("tg://user?id="), let id = Int(url.dropFirst(13)) {
          return open("mention_link", ["user": .object(["id": .int(id)])])
        }
        return open("text_link", ["url": .string(url)])
      default: return nil
      }
    }

    private static func attributes(_ text: String) -> [String: String] {
      var result: [String: String] = [:]
      var rest = Substring(text)
      while let first = rest.firstIndex(where: { $0 != " " && $0 != "\n" }) {
        rest = rest[first...]
        let name = rest.prefix { $0 != "=" && $0 != " " }.lowercased()
        rest = rest.dropFirst(name.count)
        guard !name.isEmpty, rest.first == "=" else {
          if name.isEmpty { break }
          result[name] = ""
          continue
        }
        rest = rest.dropFirst()
        let value: Substring
        if let quote = rest.first, quote == "\"" || quote == "'" {
          value = rest.dropFirst().prefix { $0 != quote }
          rest = rest.dropFirst(value.count + 2)
        } else {
          value = rest.prefix { $0 != " " }
          rest = rest.dropFirst(value.count)
        }
        result[name] = value.split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
      }
      return result
    }
  }
}
