import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

@testable import Host

/// Small things that people are owed, each with a bug of ``PlantedBug`` behind it.
@Suite struct OwedTests {
  /// What somebody wrote is gone from the inbox once it was handled.
  @Test func handledTextsAreNotKept() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo a secret")
      try await alice.expect("a secret")
      let kept = try await bot.rows("SELECT seq FROM roost_inbox WHERE state = 1 AND payload IS NOT NULL")
      #expect(kept.isEmpty)
    }
  }

  /// Nothing is even tried for somebody who blocked the bot.
  @Test func whoBlockedTheBotIsLeftAlone() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/later hello")
      try await alice.expect("Later!")
      await bot.runtime.emulator.block(by: alice.id)
      await bot.runtime.settle()
      await bot.advance(by: .hours(2))
      let tried = try await bot.rows("SELECT state FROM roost_outbox WHERE state > 2")
      #expect(tried.isEmpty)
    }
  }

  /// A write that meets another world than its turn read is void, and ends on record.
  @Test func aWriteThatTouchesNothingIsVoid() async throws {
    try await withBot(DoubterPlugin.self, allowsQuarantine: true) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/doubt")
      _ = try await alice.expect("")
      #expect(try await bot.quarantined().count == 1)
    }
  }
}

/// Changes a row that is not there and says that it must be.
private struct DoubterPlugin: Plugin {
  static let rows = Table("row", of: "doubter", .person(column: "person"))
  static let manifest = PluginManifest(
    id: "doubter", summary: "Doubts.", tables: [rows],
    migrations: [Migration("001_row", [.create(rows, [.int64("person").key, .int64("count")])])],
    texts: [.english: Array(#"{"c": "Doubt"}"#.utf8), .russian: Array(#"{"c": "Сомнение"}"#.utf8)])

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    Command("doubt", "c") { turn, _ in
      turn.write("UPDATE \(Self.rows) SET count = 1 WHERE person = \(turn.person.id)", expecting: .exactly(1))
      turn.send("done")
    }
  }
}
