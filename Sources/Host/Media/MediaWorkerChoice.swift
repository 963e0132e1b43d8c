import Foundation
package import Logging
import PluginAPI

/// Which media worker a deployment has, `media.worker` in its configuration.
package enum MediaWorkerChoice: Sendable, Hashable {
  /// `roost-media` beside this program, else in PATH; none if it is in neither.
  case auto
  /// None: photos pass through as they are, documents are refused, charts are text.
  case off
  /// This program.
  case path(String)

  /// Reads `worker` of a section.
  init(from section: inout ConfigSection) {
    switch section.take("worker") {
    case nil, .string("auto"): self = .auto
    // YAML takes the bare word "off" for false.
    case .bool(false), .string("off"): self = .off
    case .string(let path) where !path.isEmpty: self = .path(path)
    case .some(let other):
      section.reject("worker", "expected auto, off or the path of a program, got \(other.summary)")
      self = .auto
    }
  }

  /// The worker's program.
  /// - Throws: when one was named and is not there.
  package func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws(HostError) -> String? {
    switch self {
    case .off: return nil
    case .path(let path):
      guard Self.isProgram(path) else {
        throw HostError("media.worker: \(path) is not a program that can be run. Expected a path, auto or off.")
      }
      return path
    case .auto:
      let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
      var folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
      if let end = own.lastIndex(of: "/") { folders.insert(String(own[..<end]), at: 0) }
      // A relative folder would depend on where the bot was started.
      return folders.filter { $0.hasPrefix("/") }.map { "\($0)/roost-media" }.first(where: Self.isProgram)
    }
  }

  /// What plugins get.
  package func client(logger: Logger) throws(HostError) -> MediaClient? {
    guard let path = try find() else {
      if self == .auto { logger.info("no media worker: pictures pass as they are, charts are text") }
      return nil
    }
    return try MediaClient(MediaClient.Configuration(path: path), logger: logger)
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    // Root may run anything that somebody may, so access(2) alone says too little.
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o111 != 0
      && access(path, X_OK) == 0
  }
}
