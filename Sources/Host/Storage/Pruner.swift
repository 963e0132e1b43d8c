import Logging
import PluginAPI

/// Removes what nobody needs any more, once a day.
struct Pruner: Sendable {
  let database: any DatabaseDriver
  let clock: any HostClock
  let logger: Logger

  func loop() async {
    while !Task.isCancelled {
      do {
        try await prune(at: clock.now)
      } catch {
        logger.warning("old rows not removed", metadata: ["reason": "\(error)"])
      }
      do { try await clock.sleep(for: .days(1)) } catch { return }
    }
  }

  /// One pass. Handled updates are remembered for three days: Telegram repeats one for a day at the most, and its ids may
  /// restart after a quiet week. What was sent is remembered for 60 days, so that it can be edited.
  func prune(at now: Instant) async throws {
    _ = try await database.transact([
      Statement("DELETE FROM \(HostTables.inbox) WHERE state IN (1, 2) AND done_at < \(now - .days(3))"),
      Statement("DELETE FROM \(HostTables.outbox) WHERE state >= 2 AND done_at < \(now - .days(60))"),
      Statement("DELETE FROM \(HostTables.callback) WHERE expires_at < \(now)"),
      Statement("DELETE FROM \(HostTables.dialog) WHERE expires_at < \(now)"),
    ])
  }
}
