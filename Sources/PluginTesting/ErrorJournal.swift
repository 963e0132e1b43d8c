import Logging
import Synchronization

/// Keeps what the host logs at warning and above, to explain a failed test.
struct ErrorJournal: LogHandler {
  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  private let lines = Lines()
  var logLevel: Logger.Level = .warning
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let details = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
    lines.all.withLock { $0.append("\(event.level): \(event.message) \(details)") }
  }

  var text: String {
    let all = lines.all.withLock { $0 }
    return all.isEmpty ? "" : "\n— the host's log —\n" + all.joined(separator: "\n")
  }
}
