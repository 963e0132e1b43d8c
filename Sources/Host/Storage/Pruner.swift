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

  /// One pass. Updates are remembered for three days after they arrived: Telegram repeats one for a day at the most, and its ids may
  /// restart after a quiet week. What was sent is remembered for 60 days, so that it can be edited.
  func prune(at now: Instant) async throws {
    let (inbox, outbox) = (HostTables.inbox, HostTables.outbox)
    try await delete(
      """
      DELETE FROM \(inbox) WHERE (lane, seq) IN (
        SELECT lane, seq FROM \(inbox) WHERE received_at < \(now - .days(3)) AND state IN (1, 2) LIMIT \(Self.batch))
      RETURNING seq
      """)
    // Ids begin with the time at which they were made, which saves an index that every message would pay for.
    let kept = now - .days(60)
    try await delete(
      """
      DELETE FROM \(outbox) WHERE id IN (
        SELECT id FROM \(outbox) WHERE id < \(Self.first(at: kept)) AND state >= 2 AND done_at < \(kept)
        LIMIT \(Self.batch)) RETURNING id
      """)
    try await delete(
      """
      DELETE FROM \(HostTables.callback) WHERE id IN (
        SELECT id FROM \(HostTables.callback) WHERE expires_at < \(now) LIMIT \(Self.batch)) RETURNING id
      """)
    try await delete(
      """
      DELETE FROM \(HostTables.dialog) WHERE person IN (
        SELECT person FROM \(HostTables.dialog) WHERE expires_at < \(now) LIMIT \(Self.batch)) RETURNING person
      """)
    // What the model was asked for is of interest for a quarter.
    let (call, budget) = (HostTables.modelCall, HostTables.modelBudget)
    try await delete(
      """
      DELETE FROM \(call) WHERE id IN (
        SELECT id FROM \(call) WHERE at < \(now - .days(90)) LIMIT \(Self.batch)) RETURNING id
      """)
    try await delete(
      """
      DELETE FROM \(budget) WHERE (scope, name, day) IN (
        SELECT scope, name, day FROM \(budget) WHERE day < \(Zone.utc.date(at: now - .days(90))) LIMIT \(Self.batch))
      RETURNING scope
      """)
  }

  private static func first(at time: Instant) -> RowID {
    RowID(milliseconds: time.microseconds / 1000, randomA: 0, randomB: 0)
  }

  // Rows at once: a long transaction would hold up turns, and a statement may take 5 s on PostgreSQL.
  private static let batch = 1000

  private func delete(_ sql: SQL) async throws {
    while try await database.transact([Statement(sql)])[0].count == Self.batch {}
  }
}
