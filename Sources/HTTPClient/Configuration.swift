extension HTTPClient {
  /// What holds for all requests of a client.
  public struct Configuration: Sendable {
    /// A PEM file of trusted certificate authorities in place of the system's. TLS verification is always on.
    public var certificateAuthorityFile: String?

    /// A proxy as libcurl writes it (`http://host:port`, `socks5h://host:port`). The environment is never asked.
    public var proxy: String?

    /// The `User-Agent` to send; none by default.
    public var userAgent: String?

    /// Whether HTTP/2 is used where a TLS server offers it: all requests to a host on one connection.
    ///
    /// Off by default, because it makes sending less certain at no gain in speed. An HTTP/2 server that ends a
    /// connection (nginx does after 1000 requests) refuses the requests that are just coming in. They are safe to
    /// repeat, but libcurl does not tell them from cut ones, so they end as ambiguous: 86 of 20,000 POSTs, 32 at a
    /// time, against none over HTTP/1.1, where the server announces the end in its last answer.
    public var allowsHTTP2: Bool

    /// How many connections to one host may be open, 1…10,000; more requests wait, within their `connectTimeout`.
    public var maximumConnectionsPerHost: Int

    /// How long a connection may have been idle and still be used again, in whole seconds from 1. Keep it below what the servers allow: the
    /// shorter, the fewer requests meet a connection that is just being closed.
    public var maximumIdleTime: Duration

    /// How long sent bytes may stay unacknowledged before the connection counts as dead (TCP_USER_TIMEOUT). Without it
    /// a connection cut silently would take new requests until the kernel gives up, after a quarter of an hour.
    public var unacknowledgedTimeout: Duration

    /// The defaults: the system's authorities, no proxy, HTTP/1.1, 128 connections a host, 60 s idle, 20 s without
    /// acknowledgement.
    public init(
      certificateAuthorityFile: String? = nil, proxy: String? = nil, userAgent: String? = nil,
      allowsHTTP2: Bool = false, maximumConnectionsPerHost: Int = 128, maximumIdleTime: Duration = .seconds(60),
      unacknowledgedTimeout: Duration = .seconds(20)
    ) {
      self.certificateAuthorityFile = certificateAuthorityFile
      self.proxy = proxy
      self.userAgent = userAgent
      self.allowsHTTP2 = allowsHTTP2
      self.maximumConnectionsPerHost = maximumConnectionsPerHost
      self.maximumIdleTime = maximumIdleTime
      self.unacknowledgedTimeout = unacknowledgedTimeout
    }
  }
}
