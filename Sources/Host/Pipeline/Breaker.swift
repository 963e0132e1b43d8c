import PluginAPI
import Synchronization

/// Rests a plugin that fails again and again, so that it cannot flood people with apologies.
final class Breaker: Sendable {
  private struct Record {
    var failures = 0
    var restsUntil: Instant?
  }

  private let limit: Int
  private let rest: Duration
  private let records = Mutex<[PluginID: Record]>([:])

  /// - Parameters:
  ///   - limit: failures in a row that open it.
  ///   - rest: how long it stays open; the next call after that is a trial.
  init(limit: Int = 5, rest: Duration = .minutes(3)) {
    self.limit = limit
    self.rest = rest
  }

  func isResting(_ plugin: PluginID, now: Instant) -> Bool {
    records.withLock { ($0[plugin]?.restsUntil ?? now) > now }
  }

  func failed(_ plugin: PluginID, now: Instant) {
    guard plugin != "roost" else { return }
    records.withLock { records in
      var record = records[plugin] ?? Record()
      record.failures += 1
      if record.failures >= limit { record.restsUntil = now + rest }
      records[plugin] = record
    }
  }

  func succeeded(_ plugin: PluginID) {
    records.withLock { if $0[plugin] != nil { $0[plugin] = nil } }
  }
}
