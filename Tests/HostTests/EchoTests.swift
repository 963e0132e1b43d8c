import PluginAPI
import PluginTesting
import Testing

@Suite struct EchoTests {
  @Test func contract() async throws { try await verifyContract(EchoPlugin.self) }

  @Test func speaksAndCounts() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo hello")
      try await alice.expect("You said hello\n1 time")
      try await alice.send("/echo again")
      try await alice.expect("2 times")
      #expect(try await alice.press("Again") == "again")
      try await alice.expect("Again: again")
    }
  }

  @Test func remindsLater() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/later чай готов")
      try await alice.expect("Позже!")
      await bot.advance(by: .minutes(59))
      try await alice.expectNothing()
      await bot.advance(by: .minutes(2))
      try await alice.expect("чай готов")
    }
  }

  @Test func apologisesAndGoesOn() async throws {
    try await withBot(EchoPlugin.self, allowsQuarantine: true) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/crash")
      try await alice.expect("Something went wrong")
      #expect(try await bot.quarantined().count == 1)
      try await alice.send("/echo still here")
      try await alice.expect("still here")
    }
  }
}
