public import HTTPClient

/// Carries a body to a provider and brings its answer back: over HTTP, or from a script.
public protocol ChatTransport: Sendable {
  /// - Parameters:
  ///   - path: below the base address, `/chat/completions`.
  ///   - timeout: until the whole answer is there.
  func post(_ path: String, body: [UInt8], timeout: Duration) async throws(ChatFailure) -> HTTPResponse
}

/// A provider's address and key. The key goes into a header and nowhere else.
public struct ChatEndpoint: ChatTransport, CustomStringConvertible, CustomReflectable {
  /// Such as `https://api.openai.com/v1`, without a slash at the end.
  public let base: String
  private let key: String
  private let headers: [(String, String)]
  private let client: HTTPClient
  private let connectTimeout: Duration
  private static let maximumBytes = 1 << 20

  /// - Parameters:
  ///   - key: sent as a bearer token; empty for none.
  ///   - headers: to send besides.
  ///   - client: shared with nobody else, since a slow provider holds its connections.
  public init(
    base: String, key: String, headers: [(String, String)] = [], client: HTTPClient,
    connectTimeout: Duration = .seconds(5)
  ) {
    self.base = base
    self.key = key
    self.headers = headers
    self.client = client
    self.connectTimeout = connectTimeout
  }

  public func post(_ path: String, body: [UInt8], timeout: Duration) async throws(ChatFailure) -> HTTPResponse {
    var fields = [("Content-Type", "application/json"), ("Accept", "application/json")] + headers
    if !key.isEmpty { fields.append(("Authorization", "Bearer \(key)")) }
    let request = HTTPRequest(
      method: .post, url: base + path, headers: fields, body: body, connectTimeout: min(connectTimeout, timeout),
      timeout: timeout, maximumResponseBytes: Self.maximumBytes)
    do throws(HTTPError) { return try await client.execute(request) } catch { throw ChatFailure(error) }
  }

  public var description: String { base }
  public var customMirror: Mirror { Mirror(self, children: ["base": base]) }
}

extension ChatTransport {
  /// Asks for a completion.
  public func complete(_ request: ChatRequest, _ dialect: ChatDialect, rung: ChatRung, timeout: Duration)
    async throws(ChatFailure) -> ChatReply
  {
    let response = try await post("/chat/completions", body: request.body(dialect, rung: rung), timeout: timeout)
    guard response.status == 200 else {
      throw ChatFailure(status: response.status, headers: response.headers, body: response.body)
    }
    return try ChatReply(body: response.body)
  }

  /// Asks what a moderation endpoint says of a text and pictures: the categories that fired, and whether any did.
  public func moderate(_ text: String, images: [[UInt8]], model: String, timeout: Duration)
    async throws(ChatFailure) -> (isFlagged: Bool, categories: Set<String>)
  {
    let body = ModerationRequest(text: text, images: images, model: model).body
    let response = try await post("/moderations", body: body, timeout: timeout)
    guard response.status == 200 else {
      throw ChatFailure(status: response.status, headers: response.headers, body: response.body)
    }
    return try ModerationRequest.read(response.body)
  }
}
