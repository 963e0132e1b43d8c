package import TelegramBotAPI

/// How a call to Telegram ended, as far as the wire knows.
package enum CallOutcome: Sendable {
  /// An HTTP answer came; it may be a refusal.
  case answered(status: Int, body: [UInt8])
  /// The request surely never reached Telegram.
  case notSent(reason: String)
  /// It may have arrived; nobody knows.
  case ambiguous(reason: String)

  /// The answer, or what its absence means to callers who need a result.
  package var reply: BotAPIReply {
    switch self {
    case .answered(let status, let body): .parse(status: status, body: body)
    case .notSent(let reason), .ambiguous(let reason):
      .failure(TelegramError(kind: .server(status: 0), code: 0, detail: reason))
    }
  }
}

/// Carries calls to Telegram: over HTTP, or to an emulator in the process.
package protocol TelegramTransport: Sendable {
  /// - Parameter timeout: until the whole answer is there, in real time.
  func perform(_ call: BotAPICall, timeout: Duration) async -> CallOutcome

  /// The content of a file, by the path that `getFile` gave.
  /// - Parameter limit: bytes beyond which the answer is refused.
  func download(_ path: String, limit: Int, timeout: Duration) async -> CallOutcome
}
