package import Host
package import PluginAPI
import SandboxRuntime
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

  /// What happens to one transaction.
  package enum Mischief: Sendable {
    /// Nothing is done.
    case fails
    /// It happens, but its answer is lost.
    case losesAnswer
    /// Something else happens before it.
    case comesAfter(@Sendable () async -> Void)
  }

  private struct Ambush: Sendable {
    let text: String
    let mischief: Mischief
    var times: Int
  }

  private let inner: any DatabaseDriver
  private let clock: any HostClock
  private let mode = Mutex(Mode.healthy)
  private let ambush = Mutex<Ambush?>(nil)

  package init(_ inner: any DatabaseDriver, clock: any HostClock) {
    self.inner = inner
    self.clock = clock
  }

  package func set(_ new: Mode) { mode.withLock { $0 = new } }

  /// Lies in wait for the next transactions in which a statement contains `text`.
  package func meet(_ text: String, times: Int = 1, with mischief: Mischief) {
    ambush.withLock { $0 = Ambush(text: text, mischief: mischief, times: times) }
  }

  /// Whether some of them have not come yet.
  package var isWaiting: Bool { ambush.withLock { $0 != nil } }

  package func rows(_ sql: SQL) async throws -> [Row] {
    try enter()
    if case .slowReads(let duration) = mode.withLock({ $0 }) { try await clock.sleep(for: duration) }
    return try await inner.rows(sql)
  }

  package func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
    try enter()
    let mischief = mischief(for: statements)
    switch mischief {
    case .fails: throw .unavailable(reason: "the database is down", isUnknown: false)
    case .comesAfter(let event): await event()
    case .losesAnswer, nil: break
    }
    let answer = try await inner.transact(statements)
    if case .losesAnswers = mode.withLock({ $0 }) { throw Self.answerLost }
    if case .losesAnswer = mischief { throw Self.answerLost }
    return answer
  }

  private static let answerLost = StorageError.unavailable(reason: "the answer was lost", isUnknown: true)

  private func mischief(for statements: [Statement]) -> Mischief? {
    ambush.withLock { ambush in
      guard let found = ambush, statements.contains(where: { $0.sql.sqlite.text.description.contains(found.text) })
      else { return nil }
      ambush?.times -= 1
      if found.times <= 1 { ambush = nil }
      return found.mischief
    }
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

/// Runs a conversation with a bot whose database can be made to fail.
package func withFaults(
  _ plugins: any Plugin.Type..., allowsQuarantine: Bool = false, model: ScriptedModel? = nil,
  _ body: @Sendable (TestBot, FaultyDatabase) async throws -> Void
) async throws {
  let made = Mutex<FaultyDatabase?>(nil)
  try await withBot(
    plugins, allowsQuarantine: allowsQuarantine,
    options: { options in
      options.wrap = { database, clock in
        let faulty = FaultyDatabase(database, clock: clock)
        made.withLock { $0 = faulty }
        return faulty
      }
      if let model { options.model = { clock, _ in model.model(clock) } }
    },
    { bot in
      guard let database = made.withLock({ $0 }) else { throw ConversationError("No database was wrapped.") }
      try await body(bot, database)
    })
}
