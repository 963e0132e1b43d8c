import PluginAPI
import PluginTesting
import Testing

@Suite struct PaceTests {
  /// Somebody quick is answered to the end, or told once to slow down: the bot never falls silent for good.
  @Test func manyMessagesAtOnce() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Alice")
      for _ in 0..<19 { try await alice.send("/help") }
      await bot.advance(by: .minutes(5))
      await alice.ignoreAll()
      try await alice.send("/start")
      try await alice.expect("Alice")
    }
  }
}
