package import HTTPClient
package import TelegramBotAPI

/// Calls Telegram, a local Bot API server or an emulator over HTTP.
package struct HTTPTransport: TelegramTransport {
  private let client: HTTPClient
  private let prefix: String

  /// - Parameters:
  ///   - base: such as `https://api.telegram.org`, without a slash at the end.
  ///   - token: the bot's token; it goes into the path of each request and nowhere else.
  package init(client: HTTPClient, base: String, token: Secret) {
    self.client = client
    prefix = "\(base)/bot\(token.revealed)/"
  }

  package func perform(_ call: BotAPICall, timeout: Duration) async -> CallOutcome {
    let (contentType, body) = call.httpBody()
    let request = HTTPRequest(
      method: .post, url: prefix + call.method, headers: [("Content-Type", contentType)], body: body,
      timeout: timeout, maximumResponseBytes: 32 << 20)
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
