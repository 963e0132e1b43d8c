import PluginAPI
import Synchronization
import TelegramBotAPI

/// Counters of the host, kept lock-light and rendered as Prometheus text at `/metrics`.
final class HostMetrics: Sendable {
  private let counters = Mutex<[String: Int]>([:])
  private let updates = Mutex<[UpdateEnd: Int]>([:])
  /// What was last read from the database.
  let database = DatabaseGauges()

  func count(_ name: String, _ labels: String = "", by amount: Int = 1) {
    counters.withLock { $0["\(name){\(labels)}", default: 0] += amount }
  }

  /// Counts an update, which happens too often to put its labels together each time.
  func count(_ update: UpdateEnd) {
    updates.withLock { $0[update, default: 0] += 1 }
  }

  /// Prometheus text exposition format 0.0.4.
  func rendered(gauges: [(String, Int)]) -> String {
    var lines: [String] = []
    var seen: Set<Substring> = []
    let updates = updates.withLock { $0 }.map { (key: "roost_updates_total{\($0.labels)}", value: $1) }
    for (key, value) in (counters.withLock({ Array($0) }) + updates).sorted(by: { $0.key < $1.key }) {
      let name = key.prefix { $0 != "{" }
      if seen.insert(name).inserted { lines.append("# TYPE \(name) counter") }
      lines.append("\(key.hasSuffix("{}") ? String(name) : key) \(value)")
    }
    for (name, value) in gauges { lines += ["# TYPE \(name) gauge", "\(name) \(value)"] }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// How an update of a kind ended, and in which plugin.
struct UpdateEnd: Hashable {
  var kind: String
  var plugin = "roost"
  var end: String

  var labels: String { "kind=\"\(kind)\",plugin=\"\(plugin)\",end=\"\(end)\"" }
}

/// Counts updates by kind and end.
struct MetricsMiddleware: UpdateMiddleware {
  let metrics: HostMetrics
  let clock: any HostClock

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    let verdict = try await next(handling)
    let end =
      switch verdict {
      case .handled: "handled"
      case .refused: "refused"
      case .quarantined: "quarantined"
      }
    metrics.count(
      UpdateEnd(kind: handling.update?.kind?.rawValue ?? "unknown", plugin: handling.plugin.rawValue, end: end))
    return verdict
  }
}
