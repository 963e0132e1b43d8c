package import Host
package import PluginAPI
import Synchronization

/// A database that can be made to fail or to stall, around a real one.
package final class FaultyDatabase: DatabaseDriver {
  package enum Mode: Sendable {
    case healthy
    /// Nothing is done, every call fails at once.
    case down
    /// A read waits this long before it is done, by the host's clock.
    case slowReads(Duration)
    /// Transactions happen, but their answer is lost; reads work.
    case losesAnswers
  }

  private let inner: any DatabaseDriver
  private let clock: any HostClock
  private let mode = Mutex(Mode.healthy)

  package init(_ inner: any DatabaseDriver, clock: any HostClock) {
    self.inner = inner
    self.clock = clock
  }

  package func set(_ new: Mode) { mode.withLock { $0 = new } }

  package func rows(_ sql: SQL) async throws -> [Row] {
    try enter()
    if case .slowReads(let duration) = mode.withLock({ $0 }) { try await clock.sleep(for: duration) }
    return try await inner.rows(sql)
  }

  package func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
    try enter()
    let answer = try await inner.transact(statements)
    if case .losesAnswers = mode.withLock({ $0 }) {
      throw .unavailable(reason: "the answer was lost", isUnknown: true)
    }
    return answer
  }

  package func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
    try await inner.migrate(owner, migrations, appliedAt: appliedAt)
  }

  package func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
    try await inner.appliedMigrations(owner)
  }

  package var sharedTransactions: Int? { inner.sharedTransactions }

  package func close() async { await inner.close() }

  private func enter() throws(StorageError) {
    if case .down = mode.withLock({ $0 }) { throw .unavailable(reason: "the database is down", isUnknown: false) }
  }
}
