import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// What somebody writes waits for what they are told, so that no lane has much more to send than Telegram takes.
@Suite struct UnsentTests {
  private struct Twice: Plugin {
    static let manifest = PluginManifest(
      id: "twice", summary: "Says it twice.", texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])
    init(configuration: NoConfiguration, context: PluginContext) throws {}
    var contributions: Contributions {
      MessageHandler(.text) { turn, message in
        for time in ["once", "twice"] { turn.send("\(message.text) \(time)") }
      }
    }
  }

  @Test func aLaneWaitsForWhatItDecidedBeforeAndNobodyElseDoes() async throws {
    try await withBot([EchoPlugin.self], options: { $0.settings.unsentLimit = 3 }) { bot in
      let alice = try await bot.person("Alice")
      let bob = try await bot.person("Bob")
      await bot.runtime.emulator.inject(Fault(.retryAfter(60), method: "sendMessage", chat: alice.id, times: 1))
      for number in 1...10 { try await alice.send("/echo \(number)") }
      await bot.advance(by: .seconds(1))
      let waiting: SQL = "SELECT count(*) AS n FROM roost_inbox WHERE lane = \("p:\(alice.id)") AND state = 0"
      #expect(try await bot.rows(waiting).first?.get("n") == 7)
      try await bob.send("/echo me")
      try await bob.expect("You said me")
      await bot.advance(by: .seconds(70))
      for number in 1...10 { try await alice.expect("You said \(number)") }
    }
  }

  /// More than the limit in one turn is no more than a wait.
  @Test func aTurnMaySayMoreThanTheLimit() async throws {
    try await withBot([Twice.self], options: { $0.settings.unsentLimit = 1 }) { bot in
      let alice = try await bot.person("Alice")
      for number in 1...3 { try await alice.send("line \(number)") }
      await bot.advance(by: .seconds(10))
      for number in 1...3 { for time in ["once", "twice"] { try await alice.expect("line \(number) \(time)") } }
    }
  }
}
