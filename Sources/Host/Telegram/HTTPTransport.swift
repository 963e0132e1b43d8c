package import HTTPClient
package import TelegramBotAPI

/// Calls Telegram, a local Bot API server or an emulator over HTTP.
package struct HTTPTransport: TelegramTransport {
  private let client: HTTPClient
  private let prefix: String
  private let filePrefix: String

  /// - Parameters:
  ///   - base: such as `https://api.telegram.org`, without a slash at the end.
  ///   - token: the bot's token; it goes into the path of each request and nowhere else.
  package init(client: HTTPClient, base: String, token: Secret) {
    self.client = client
    prefix = "\(base)/bot\(token.revealed)/"
    filePrefix = "\(base)/file/bot\(token.revealed)/"
  }

  package func perform(_ call: BotAPICall, timeout: Duration) async -> CallOutcome {
    let (contentType, body) = call.httpBody()
    let request = HTTPRequest(
      method: .post, url: prefix + call.method, headers: [("Content-Type", contentType)], body: body,
      timeout: timeout,
      // Most answers are a message of some hundred bytes.
      acceptsCompression: call.method == GetUpdates.name, maximumResponseBytes: 32 << 20)
    return await outcome(request)
  }

  package func download(_ path: String, limit: Int, timeout: Duration) async -> CallOutcome {
    guard let path = FilePath.escaped(path) else { return .notSent(reason: "the file's path is no path") }
    return await outcome(
      HTTPRequest(url: filePrefix + path, timeout: timeout, maximumResponseBytes: limit))
  }

  private func outcome(_ request: HTTPRequest) async -> CallOutcome {
    do {
      let response = try await client.execute(request)
      return .answered(status: response.status, body: response.body)
    } catch {
      return switch error.certainty {
      case .notSent: .notSent(reason: error.message)
      case .ambiguous: .ambiguous(reason: error.message)
      }
    }
  }
}

/// Paths of files, which Telegram made, in the form that a URL takes.
enum FilePath {
  /// Nil for one that leaves its folder, is empty or too long.
  static func escaped(_ path: String) -> String? {
    guard !path.isEmpty, path.utf8.count <= 1000, !path.hasPrefix("/"),
      !path.split(separator: "/", omittingEmptySubsequences: false).contains(where: { $0 == ".." || $0.isEmpty })
    else { return nil }
    return path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    .joined()
  }
}
