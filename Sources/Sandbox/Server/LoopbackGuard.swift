/// Keeps other web sites out: a page somewhere else can make a browser call this server (DNS rebinding, cross-site
/// requests), but it cannot fake the `Host` and `Origin` that the browser then sends.
struct LoopbackGuard: Sendable {
  /// Host names that are served besides this computer's own.
  var allowedHosts: Set<String> = []

  func allows(host: String?, origin: String?) -> Bool {
    guard let host, isAllowed(Self.name(host)) else { return false }
    guard let origin else { return true }
    guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return false }
    // The same name and port: another server on this computer is another site.
    return origin.dropFirst(scheme.count).lowercased() == host.lowercased()
  }

  private func isAllowed(_ name: String) -> Bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(name) || allowedHosts.contains(name)
  }

  private static func name(_ host: String) -> String {
    if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }).lowercased() + "]" }
    return host.prefix { $0 != ":" }.lowercased()
  }
}
