import HTTPClient

/// Asks a running host how it is, for health checks of containers and service managers.
package struct HealthProbe: Sendable {
  private let authority: String
  private let path: String
  private let limit: Duration

  /// - Parameters:
  ///   - host: where the host listens; its "everywhere" is asked on this machine.
  ///   - readiness: asks whether it takes updates instead of whether it lives.
  ///   - limit: how long the answer may take.
  package init(host: String, port: Int, readiness: Bool, limit: Duration = .seconds(3)) {
    self.limit = limit
    let address = ["0.0.0.0", "::", ""].contains(host) ? "127.0.0.1" : host
    authority = (address.contains(":") ? "[\(address)]" : address) + ":\(port)"
    path = readiness ? "/readyz" : "/healthz"
  }

  /// - Returns: what is wrong; nil when it answers 200 in time.
  package func problem() async -> String? {
    do {
      let client = try HTTPClient()
      let request = HTTPRequest(
        url: "http://\(authority)\(path)", connectTimeout: limit, timeout: limit,
        maximumResponseBytes: 64 << 10)
      let answer: Result<HTTPResponse, HTTPError>
      do { answer = .success(try await client.execute(request)) } catch { answer = .failure(error) }
      await client.shutdown()
      let response = try answer.get()
      if response.status == 200 { return nil }
      let reason = String(decoding: response.body.prefix(200), as: UTF8.self).trimmingWhitespace()
      return "\(authority)\(path) answers \(response.status)\(reason.isEmpty ? "" : ": \(reason)")"
    } catch {
      return "\(authority)\(path) does not answer: \(error)"
    }
  }
}
