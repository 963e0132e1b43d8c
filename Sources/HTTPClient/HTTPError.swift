/// Why there is no whole answer, and whether the server can have seen the request.
///
/// No text in it holds the URL, its path or its query, because tokens live there: host and port at most.
public struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: Sendable, Hashable {
    /// The host name has no address.
    case resolve
    /// No connection: refused or unreachable.
    case connect
    /// The TLS handshake failed, or the certificate is not trusted.
    case tls
    /// ``HTTPRequest/connectTimeout`` or ``HTTPRequest/timeout`` ran out; ``HTTPError/certainty`` tells which phase.
    case timeout
    /// The connection or stream ended before the whole answer was there.
    case closed
    /// The answer is larger than ``HTTPRequest/maximumResponseBytes``, or its header section than 64 KiB.
    case tooLarge
    /// The task was cancelled.
    case cancelled
    /// The client was shut down before the answer was there.
    case shutDown
    /// The URL is no absolute http or https URL in printable ASCII, or holds a user name.
    case malformedURL
    /// A header field, or a body where none may be, that cannot be sent as it is.
    case malformedRequest
    /// Any other error of libcurl, by its `CURLcode`, such as an answer that is no HTTP.
    case other(Int32)
  }

  /// Whether the server can have seen the request.
  public enum Certainty: Sendable, Hashable {
    /// No byte of the request left: repeating it does nothing twice.
    case notSent
    /// Bytes may have left: the server may have acted on the request.
    case ambiguous
  }

  /// What went wrong.
  public let code: Code

  /// Whether the server can have seen the request.
  public let certainty: Certainty

  /// What went wrong in words, with host and port.
  public let message: String

  /// An error made by hand, for tests and stand-ins.
  public init(code: Code, certainty: Certainty, message: String) {
    self.code = code
    self.certainty = certainty
    self.message = message
  }

  /// The message and the certainty.
  public var description: String {
    switch certainty {
    case .notSent: "\(message) (surely not sent)"
    case .ambiguous: "\(message) (may have been sent)"
    }
  }
}
