import Foundation

/// How long the server waits for those who call it, and for how many.
package struct ServerLimits: Sendable {
  /// Connections at once. One more closes the one that has kept the server waiting for longest.
  package var connections: Int
  /// From the start of a connection, or of a further request on it, to the end of that request.
  package var requestTime = Duration.seconds(15)
  /// From an answer to the next request. Longer than the 60 s that proxies keep connections for.
  package var idleTime = Duration.seconds(75)

  /// What the process may open, less what the host needs for databases, Telegram and files; at most 10,000.
  package init() {
    var limit = rlimit()
    let files =
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Int(clamping: limit.rlim_cur) : 1024
    connections = min(10_000, max(64, files - 512))
  }

  /// Lets this process open as many files and connections as its hard limit permits. Shells and systemd start programs
  /// with a soft limit of 1024, for the sake of those that use select(2).
  package static func raiseFileLimit() {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(resource, &limit)
  }
}
