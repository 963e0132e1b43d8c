/// The methods that this client sends.
public enum HTTPMethod: Sendable, Hashable {
  /// Sent without a body.
  case get
  /// Sent with `Content-Length`, also when the body is empty.
  case post
}

/// One request. It is sent at most once, whatever its method: the client never repeats it on its own account after
/// bytes of it may have left.
public struct HTTPRequest: Sendable {
  /// How to send it.
  public var method: HTTPMethod

  /// An absolute `http://` or `https://` URL in printable ASCII, without user name or password.
  public var url: String

  /// Fields to send besides the client's own. `Content-Length`, `Transfer-Encoding` and `Expect` are refused. A POST
  /// has no `Content-Type` unless it is given here.
  public var headers: [(String, String)]

  /// The body of a POST; a GET must have none.
  public var body: [UInt8]

  /// The longest time from the call until the request starts to leave: waiting for a connection, resolving,
  /// connecting and the TLS handshake. When it runs out the request was surely not sent.
  public var connectTimeout: Duration

  /// The longest time from the call until the whole answer is there. A long poll needs more than the time that it asks
  /// the server to wait.
  public var timeout: Duration

  /// Whether the answer may be compressed: worth it beyond a kilobyte or two.
  public var acceptsCompression: Bool

  /// The size, decompressed, beyond which an answer is refused with ``HTTPError/Code/tooLarge``.
  public var maximumResponseBytes: Int

  /// A request with defaults that suit a call of a JSON API: 10 s to connect, 30 s in all, answers up to 8 MiB.
  public init(
    method: HTTPMethod = .get, url: String, headers: [(String, String)] = [], body: [UInt8] = [],
    connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(30), acceptsCompression: Bool = true,
    maximumResponseBytes: Int = 8 * 1024 * 1024
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectTimeout = connectTimeout
    self.timeout = timeout
    self.acceptsCompression = acceptsCompression
    self.maximumResponseBytes = maximumResponseBytes
  }
}
