public import HTTPClient

/// Why there is no reply of a model. Never holds what was asked.
public enum ChatFailure: Error, Sendable, Hashable {
  /// 429: too much is asked of the provider now.
  case limited(retryAfter: Duration?)
  /// 5xx, or 408: the provider has a problem.
  case server(status: Int, retryAfter: Duration?)
  /// Any other status: something about the request or the account is wrong, and stays wrong.
  case rejected(status: Int, reason: String)
  /// The request surely did not leave.
  case notSent(String)
  /// The connection ended before the answer was whole; the provider may have worked, and may charge for it.
  case cut(String)
  /// No answer in time.
  case timedOut
  /// There is an answer, but not one of this API.
  case unreadable(String)
  /// The model refuses.
  case refused(String)
  /// The answer has not the right form, after a repair.
  case invalid([String])
  /// The task was cancelled.
  case cancelled

  /// Reads a status that is not 200.
  public init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
    switch status {
    case 429: self = .limited(retryAfter: Self.retryAfter(headers))
    case 408, 500...: self = .server(status: status, retryAfter: Self.retryAfter(headers))
    default: self = .rejected(status: status, reason: Self.reason(body))
    }
  }

  /// What became of a request without an answer.
  public init(_ error: HTTPError) {
    switch (error.code, error.certainty) {
    case (.cancelled, _), (.shutDown, _): self = .cancelled
    case (.timeout, .ambiguous): self = .timedOut
    case (.tooLarge, _): self = .unreadable("the answer is too large")
    case (_, .notSent): self = .notSent(error.message)
    case (_, .ambiguous): self = .cut(error.message)
    }
  }

  /// Whether the same request may go through a moment later.
  public var isPassing: Bool {
    switch self {
    case .limited, .server, .notSent, .cut: true
    default: false
    }
  }

  /// How long the provider wants to be left alone.
  public var retryAfter: Duration? {
    switch self {
    case .limited(let time), .server(_, let time): time
    default: nil
    }
  }

  /// Whether the provider may have worked on it, and charge for it, though there is no answer.
  public var mayCost: Bool {
    switch self {
    case .cut, .timedOut, .unreadable, .cancelled: true
    default: false
    }
  }

  /// One word for records and metrics.
  public var label: String {
    switch self {
    case .limited: "limited"
    case .server: "server"
    case .rejected: "rejected"
    case .notSent: "not_sent"
    case .cut: "cut"
    case .timedOut: "timeout"
    case .unreadable: "unreadable"
    case .refused: "refused"
    case .invalid: "invalid"
    case .cancelled: "cancelled"
    }
  }

  /// Seconds, or milliseconds in OpenAI's own header. A date is not read: the clocks may differ.
  private static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
    if let text = headers["retry-after-ms"], let milliseconds = Double(text), (0...3_600_000).contains(milliseconds) {
      return .milliseconds(Int(milliseconds))
    }
    guard let text = headers["retry-after"], let seconds = Double(text), (0...86_400).contains(seconds) else {
      return nil
    }
    return .milliseconds(Int(seconds * 1000))
  }

  /// The provider's words for operators. Some echo what they were sent: only the message of the error is taken, and cut.
  private static func reason(_ body: [UInt8]) -> String {
    guard body.count <= 1 << 16, let root = JSONNode(body, maximumDepth: 32) else { return "no reason given" }
    let error = root["error"]
    let found = error?["message"]?.string ?? error?.string ?? root["message"]?.string ?? root["detail"]?.string
    guard let found, !found.isEmpty else { return "no reason given" }
    let line = found.prefix(160).map { $0.isNewline ? " " : $0 }
    // Providers quote a part of a wrong key.
    return String(line).replacing(#/\b(sk|key|pk|rk)-[A-Za-z0-9_*.\-]{3,}/#, with: "•••")
  }
}

extension ChatFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .limited: "429 Too Many Requests"
    case .server(let status, _): "the provider answers \(status)"
    case .rejected(let status, let reason): "the provider answers \(status): \(reason)"
    case .notSent(let reason), .cut(let reason), .unreadable(let reason): reason
    case .timedOut: "no answer in time"
    case .refused: "the model refused"
    case .invalid(let problems): "the answer was no good: \(problems.count) problems"
    case .cancelled: "cancelled"
    }
  }
}
