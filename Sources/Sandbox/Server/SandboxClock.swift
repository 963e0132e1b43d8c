public import CivilTime

/// The clock that the chat page moves. The host supplies it, because moving time means running the host.
public protocol SandboxClock: Sendable {
  /// The virtual time.
  var now: Instant { get }
  /// When the host next has something to do; `nil` if nothing is scheduled.
  func nextDue() async -> Instant?
  /// Moves the time and returns when the host has become quiet there. `instant` is never earlier than `now`.
  func advance(to instant: Instant) async
}

/// The chat page's files, embedded in the program.
public struct PageFiles: Sendable {
  /// Contents by path without a leading slash, such as `index.html`.
  public var contents: [String: [UInt8]]

  /// `index.html` is served at `/` too.
  public init(_ contents: [String: [UInt8]] = [:]) { self.contents = contents }

  func file(at path: String) -> (bytes: [UInt8], contentType: String)? {
    let name = path == "/" ? "index.html" : String(path.dropFirst())
    return contents[name].map { ($0, Self.contentType(of: name)) }
  }

  private static func contentType(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "json": "application/json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    default: "application/octet-stream"
    }
  }
}
