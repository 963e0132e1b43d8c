import CivilTime
import Host
import PluginAPI
import PluginTesting
import SandboxRuntime
import Testing

/// Old rows go, what is still needed stays.
@Suite struct PruningTests {
  @Test func handledUpdatesAreForgottenAfterThreeDays() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      await bot.advance(by: .days(2))
      #expect(try await bot.rows("SELECT seq FROM roost_inbox").count == 1)
      await bot.advance(by: .days(2))
      #expect(try await bot.rows("SELECT seq FROM roost_inbox").isEmpty)
      // The message can still be edited, and the plugin's own rows are its own business.
      #expect(try await bot.rows("SELECT id FROM roost_outbox").count == 1)
      try await alice.press("Again")
      try await alice.expect("Again: one")
      try await alice.send("/echo two")
      try await alice.expect("2 times")
    }
  }

  @Test func callsOfTheModelAreForgottenAfterNinetyDays() async throws {
    try await withBot(EchoPlugin.self) { bot in
      for (table, columns) in [
        (
          "roost_model_call",
          "(id, at, purpose, provider, model, prompt_version, cost_micro, latency_ms, rung, repaired, outcome)"
        ),
        ("roost_model_budget", "(scope, name, day, calls, cost_micro)"),
      ] {
        let values: SQL =
          table.hasSuffix("call")
          ? """
          VALUES (\(RowID(high: 1, low: 1)), \(bot.now), 'p', 'x', 'm', 'v', 0, 0, \(1), \(false), 'ok')
          """ : "VALUES ('deployment', '', \(Zone.utc.date(at: bot.now)), 1, 0)"
        _ = try await bot.runtime.database.transact([
          Statement(SQL(parts: [.text("INSERT INTO \(table) \(columns)")]) + values)
        ])
      }
      await bot.advance(by: .days(89))
      #expect(try await bot.rows("SELECT id FROM roost_model_call").count == 1)
      #expect(try await bot.rows("SELECT day FROM roost_model_budget").count == 1)
      await bot.advance(by: .days(3))
      #expect(try await bot.rows("SELECT id FROM roost_model_call").isEmpty)
      #expect(try await bot.rows("SELECT day FROM roost_model_budget").isEmpty)
    }
  }
}
