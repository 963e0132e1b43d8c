import PluginAPI
import PluginTesting
import Testing

@Suite struct WaterTests {
  @Test func contract() async throws { try await verifyContract(WaterPlugin.self) }

  @Test func countsByDay() async throws {
    try await withBot(WaterPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/water")
      try await alice.expect("1 glass today")
      try await alice.press("One more")
      try await alice.expect("2 glasses today")
      await bot.advance(by: .days(1))
      try await alice.send("/water")
      try await alice.expect("1 glass today")
    }
  }
}
