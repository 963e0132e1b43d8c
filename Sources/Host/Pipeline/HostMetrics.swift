import Synchronization
import TelegramBotAPI

/// Counters of the host, kept lock-light and rendered as Prometheus text at `/metrics`.
final class HostMetrics: Sendable {
  private let counters = Mutex<[String: Int]>([:])
  /// What was last read from the database.
  let database = DatabaseGauges()

  func count(_ name: String, _ labels: String = "", by amount: Int = 1) {
    counters.withLock { $0["\(name){\(labels)}", default: 0] += amount }
  }

  /// Prometheus text exposition format 0.0.4.
  func rendered(gauges: [(String, Int)]) -> String {
    var lines: [String] = []
    var seen: Set<Substring> = []
    for (key, value) in counters.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      let name = key.prefix { $0 != "{" }
      if seen.insert(name).inserted { lines.append("# TYPE \(name) counter") }
      lines.append("\(key.hasSuffix("{}") ? String(name) : key) \(value)")
    }
    for (name, value) in gauges { lines += ["# TYPE \(name) gauge", "\(name) \(value)"] }
    return lines.joined(separator: "\n") + "\n"
  }
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
      "roost_updates_total",
      "kind=\"\(handling.update?.kind?.rawValue ?? "unknown")\",plugin=\"\(handling.plugin)\",end=\"\(end)\"")
    return verdict
  }
}
