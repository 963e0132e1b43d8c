import TelegramBotAPI

/// A request as the sandbox's services read it.
struct WebRequest: Sendable {
  var method: String
  /// Percent-decoded, without the query.
  var path: String
  var query: [String: String]
  var contentType: String
  var body: [UInt8]

  /// The body as a JSON object; `nil` if it is something else.
  var json: Fields? { JSON.parse(body)?.object }
}

/// What a service answers.
enum WebResponse: Sendable {
  case bytes(status: Int, contentType: String, body: [UInt8])
  /// A file that a bot or a person sent: it must not run as a page of this origin.
  case foreign(contentType: String, body: [UInt8], isDownload: Bool)
  /// Server-sent events, for as long as somebody listens.
  case events(AsyncStream<SandboxEvent>)
  /// The connection ends without a whole answer.
  case cut

  static func json(_ value: JSONValue, status: Int = 200) -> WebResponse {
    .bytes(status: status, contentType: "application/json", body: value.jsonBytes())
  }

  static let done = json(.object(["ok": .bool(true)]))

  static func failed(_ text: String) -> WebResponse {
    json(.object(["ok": .bool(false), "error": .string(text)]), status: 400)
  }

  static let notFound = bytes(status: 404, contentType: "text/plain", body: Array("Not found".utf8))
}

/// `application/x-www-form-urlencoded` text and URL paths.
enum URLForm {
  static func decode(_ text: some StringProtocol, plusIsSpace: Bool = true) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Of several values with one name the last counts.
  static func pairs(_ text: some StringProtocol) -> [String: String] {
    var result: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first, !name.isEmpty else { continue }
      result[decode(name)] = parts.count == 2 ? decode(parts[1]) : ""
    }
    return result
  }
}
