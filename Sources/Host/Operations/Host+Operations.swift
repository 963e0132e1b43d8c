import PluginAPI

extension Host {
  /// Whether this host takes updates.
  enum Readiness: String, Sendable {
    case ready
    case stopping
    case noDatabase = "the database does not answer"
  }

  func readiness() async -> Readiness {
    if lanes.isClosing { return .stopping }
    let database = parts.database
    let answer = await parts.clock.within(.seconds(2)) { try await database.rows("SELECT 1 AS one").count }
    if lanes.isClosing { return .stopping }
    return answer == nil ? .noDatabase : .ready
  }

  /// Everything at `/metrics`, in Prometheus' text exposition format 0.0.4. What a database that is down would say is left
  /// out.
  func metricsText() async -> String {
    var text = MetricsText()
    let own = renderedMetrics
    let clock = parts.clock
    let reading = await metrics.database.reading(
      parts.database, owner: laneStore.owner, isOnlyHost: parts.settings.isOnlyHost, clock: clock)
    text.gauge("roost_database_up", reading == nil ? 0 : 1)
    if let reading {
      let age = reading.oldest.map { max(.zero, clock.now - $0) } ?? .zero
      text.gauge("roost_inbox_oldest_seconds", age / .seconds(1))
      text.gauge("roost_inbox_pending", Double(reading.pending))
      text.gauge("roost_inbox_quarantined", Double(reading.quarantined))
      text.gauge("roost_outbox_waiting", Double(reading.waiting))
      text.gauge("roost_jobs_dead", Double(reading.deadJobs))
      if let isPolling = reading.isPolling { text.gauge("roost_polling", isPolling ? 1 : 0) }
    }
    text.gauge("roost_stopping", lanes.isClosing ? 1 : 0)
    text.gauge("roost_tzdata_info", 1, labels: [("version", parts.zones.version)])
    if let usage = ProcessUsage.now() {
      text.gauge("process_resident_memory_bytes", Double(usage.residentBytes))
      text.counter("process_cpu_seconds_total", usage.processorSeconds)
    }
    let model = (parts.model as? DeploymentModel)?.renderedMetrics ?? ""
    return own + model + text.text
  }
}

/// Lines of Prometheus' text format.
struct MetricsText {
  private var lines: [String] = []

  var text: String { lines.map { $0 + "\n" }.joined() }

  mutating func gauge(_ name: String, _ value: Double, labels: [(name: String, value: String)] = []) {
    add(name, "gauge", value, labels)
  }

  mutating func counter(_ name: String, _ value: Double) { add(name, "counter", value, []) }

  private mutating func add(_ name: String, _ type: String, _ value: Double, _ labels: [(name: String, value: String)])
  {
    let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    let number = Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    lines += ["# TYPE \(name) \(type)", "\(name)\(list.isEmpty ? "" : "{\(list)}") \(number)"]
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
