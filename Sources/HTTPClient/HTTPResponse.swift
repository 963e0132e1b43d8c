/// A whole answer. Every status is an answer, also 4xx and 5xx; redirects are not followed.
public struct HTTPResponse: Sendable {
  /// The status code, 200…999.
  public var status: Int

  /// The fields of the final header section; trailers are not kept.
  public var headers: HTTPHeaders

  /// The body, decompressed.
  public var body: [UInt8]

  /// An answer made by hand, for tests and stand-ins.
  public init(status: Int, headers: HTTPHeaders = HTTPHeaders([]), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
