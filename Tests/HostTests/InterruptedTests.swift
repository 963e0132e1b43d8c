import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// One transaction of many fails, loses its answer, or comes too late: what stories of the simulation meet too seldom.
@Suite struct InterruptedTests {
  private let slow = ScriptedModel { question async throws(ModelError) in
    try await question.wait(.seconds(15))
    return "{}"
  }

  /// Slow work that was claimed without its host's hearing of it is found again.
  @Test func aClaimWhoseAnswerIsLostIsDoneAfterItsLease() async throws {
    try await withFaults(MullPlugin.self, model: slow) { bot, database in
      let alice = try await bot.person("Alice")
      // The first attempt fails, so the second one is claimed.
      try await alice.send("/mull 1")
      database.meet("due_work", with: .losesAnswer)
      await bot.advance(by: .seconds(20))
      #expect(!database.isWaiting)
      try await alice.expectNothing()
      await bot.advance(by: .seconds(60))
      try await alice.expect("attempt 3")
    }
  }

  /// An attempt that the database ended is none.
  @Test func interruptionsAreNoAttempts() async throws {
    try await withFaults(MullPlugin.self, model: slow) { bot, database in
      let alice = try await bot.person("Alice")
      // More of them than attempts: its lease could not be renewed.
      database.meet("roost_work SET due_at = ? WHERE", times: 5, with: .fails)
      try await alice.send("/mull 0")
      await bot.advance(by: .minutes(3))
      #expect(!database.isWaiting)
      try await alice.expect("attempt 1")
    }
  }

  /// A call that Telegram did not execute is marked again before it is made again, whatever became of the record.
  @Test func aCallWhoseReturnIsNotRecordedIsMarkedAgain() async throws {
    try await withFaults(EchoPlugin.self) { bot, database in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(
        Fault(.refuse(code: 500, description: "Internal Server Error: restart"), method: "sendMessage"))
      await bot.runtime.emulator.inject(Fault(.cutAfter, method: "sendMessage"))
      database.meet("roost_outbox SET state = 0", with: .losesAnswer)
      try await alice.send("/echo one")
      await bot.advance(by: .seconds(10))
      #expect(!database.isWaiting)
      // Doubled, as nobody knew, and on record.
      try await alice.expect("You said one")
      try await alice.expect("You said one")
      #expect(try await bot.rows("SELECT id FROM roost_outbox WHERE ambiguous = 1").count == 1)
    }
  }

  /// Whoever claims a lane anew reads its calls; one that is put back too late must not count twice.
  @Test func aCallPutBackTooLateCountsOnce() async throws {
    try await withFaults(EchoPlugin.self) { bot, database in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(
        Fault(.refuse(code: 500, description: "Internal Server Error: restart"), method: "sendMessage"))
      let (outside, emulator, clock) = (bot.runtime.database, bot.runtime.emulator, bot.runtime.clock)
      database.meet(
        "roost_outbox SET state = 0",
        with: .comesAfter {
          let theft: SQL = """
            UPDATE roost_lane SET fence = fence + 1, owner = 'other', due = \(clock.now) WHERE key LIKE 'p:%'
            """
          _ = try? await outside.transact([Statement(theft)])
          // It is due, so what comes now claims it.
          _ = try? await emulator.send("/echo two", from: alice.id)
          try? await clock.sleep(for: .milliseconds(500))
        })
      try await alice.send("/echo one")
      await bot.advance(by: .seconds(10))
      #expect(!database.isWaiting)
      try await alice.expect("You said one")
      try await alice.expect("You said two")
      // What is sent next waits for a minute, and its lane with it.
      await emulator.inject(Fault(.retryAfter(60), method: "sendMessage"))
      try await alice.send("/echo three")
      await bot.advance(by: .seconds(40))
      try await alice.expectNothing()
      #expect(try await bot.rows("SELECT key FROM roost_lane WHERE key LIKE 'p:%' AND due IS NULL").isEmpty)
      await bot.advance(by: .seconds(30))
      try await alice.expect("You said three")
    }
  }
}

/// Thinks for 15 s and says at which attempt it was done; the first attempts fail, as many as it is told.
private struct MullPlugin: Plugin {
  static let manifest = PluginManifest(
    id: "mull", summary: "Thinks for a while.",
    texts: [.english: Array(#"{"command": "Thinks"}"#.utf8), .russian: Array(#"{"command": "Думает"}"#.utf8)])

  struct Mull: WorkRequest {
    static let name = "mull.mull"
    typealias Output = String
    var failures: Int
  }

  struct NotYet: Error {}

  struct Thought: Codable, Sendable {}

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    Command("mull", "command") { turn, arguments in
      turn.start(Mull(failures: Int(arguments.text) ?? 0))
    }
    SlowWork(Mull.self) { request, context in
      if context.attempt <= request.failures { throw NotYet() }
      let question = ModelQuestion<Thought>(
        purpose: "mull.thought", prompt: Prompt(version: "thought/v1", text: "Think."),
        schema: AnswerSchema(name: "thought", json: "{}"), data: "")
      _ = try await context.model.ask(question, for: context.person)
      return "attempt \(context.attempt)"
    } then: { turn, _, result in
      turn.send(Text(result.output ?? "given up"))
    }
  }
}
