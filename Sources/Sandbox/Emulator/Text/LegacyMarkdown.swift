import TelegramBotAPI

/// `parse_mode: Markdown`, kept by Telegram for old bots: no nesting, no escaping inside entities.
enum LegacyMarkdown {
  static func parse(_ text: String) throws(APIError) -> (text: String, entities: [JSONValue]) {
    let input = Array(text.unicodeScalars)
    var builder = MarkupBuilder()
    var position = 0
    while position < input.count {
      let scalar = input[position]
      if scalar == "\\", position + 1 < input.count, "_*`[".unicodeScalars.contains(input[position + 1]) {
        builder.append(input[position + 1])
        position += 2
        continue
      }
      guard let mark = mark(input, position) else {
        builder.append(scalar)
        position += 1
        continue
      }
      let start = builder.units.count
      let body = position + mark.open.count
      guard let end = find(mark.close, in: input, from: body) else {
        let offset = String(String.UnicodeScalarView(input[..<position])).utf8.count
        throw ParseMode.failure("Can't find end of the entity starting at byte offset \(offset)")
      }
      for scalar in input[body..<end] { builder.append(scalar) }
      position = end + mark.close.count
      if mark.type == "text_link" {
        guard position < input.count, input[position] == "(", let last = find([")"], in: input, from: position) else {
          continue
        }
        let url = String(String.UnicodeScalarView(input[(position + 1)..<last]))
        position = last + 1
        builder.close("text_link", from: start, details: ["url": .string(url)])
      } else {
        builder.close(mark.type, from: start)
      }
    }
    return builder.result
  }

  private static func mark(_ input: [Unicode.Scalar], _ position: Int)
    -> (open: [Unicode.Scalar], close: [Unicode.Scalar], type: String)?
  {
    switch input[position] {
    case "*": (["*"], ["*"], "bold")
    case "_": (["_"], ["_"], "italic")
    case "[": (["["], ["]"], "text_link")
    case "`":
      Array(input[position...].prefix(3)) == ["`", "`", "`"]
        ? (["`", "`", "`"], ["`", "`", "`"], "pre") : (["`"], ["`"], "code")
    default: nil
    }
  }

  private static func find(_ mark: [Unicode.Scalar], in input: [Unicode.Scalar], from start: Int) -> Int? {
    guard start + mark.count <= input.count else { return nil }
    return (start...(input.count - mark.count)).first { Array(input[$0..<($0 + mark.count)]) == mark }
  }
}
