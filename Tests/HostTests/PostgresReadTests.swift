import Foundation
import Host
import PluginAPI
import PluginTesting
import Synchronization
import Testing

/// What reads of different people owe each other on PostgreSQL: nothing.
@Suite(.enabled(if: TestDatabase.serverURL != nil, "needs PostgreSQL: ROOST_TEST_DATABASE"))
struct PostgresReadTests {
  @Test func aSlowReadKeepsNobodyWaitingAndACancelledOneEndsAlone() async throws {
    let place = try await TestDatabase()
    let database = try DatabaseLocation(url: place.url).open(connections: 8, durability: .none)
    let hasEnded = Mutex(false)
    // Long enough for everything below on a slow machine; under the statement's time limit.
    let slow: SQL = "SELECT 1 AS n FROM pg_sleep(4)"
    let kept = Task {
      let rows = try await database.rows(slow)
      hasEnded.withLock { $0 = true }
      return rows.count
    }
    let cancelled = (0..<4).map { _ in Task { try await database.rows(slow).count } }
    var busy = 0
    while busy < 5 {
      let active: SQL = """
        SELECT COUNT(*) AS n FROM pg_stat_activity
        WHERE state = 'active' AND query LIKE '%pg_sleep(4)%' AND pid <> pg_backend_pid()
        """
      busy = try await database.rows(active).first?.get("n", as: Int.self) ?? 0
      if hasEnded.withLock({ $0 }) { break }
    }
    #expect(busy >= 5, "the slow reads are not under way side by side")
    for task in cancelled { task.cancel() }
    for task in cancelled { await #expect(throws: (any Error).self) { try await task.value } }
    #expect(!hasEnded.withLock { $0 }, "the others waited for a slow read")
    #expect(try await kept.value == 1)
    await database.close()
    await place.remove()
  }
}
