import CivilTime
import PluginAPI
import PluginTesting
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
}
