import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// Work that asks the model and takes its time.
private struct PonderPlugin: Plugin {
  static let manifest = PluginManifest(
    id: "ponder", summary: "Thinks.",
    texts: [.english: Array(#"{"command": "Thinks"}"#.utf8), .russian: Array(#"{"command": "Думает"}"#.utf8)])

  struct Ponder: WorkRequest {
    static let name = "ponder.ponder"
    typealias Output = String
    var text: String
  }

  struct Thought: Codable, Sendable { var thought: String }

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    MessageHandler(.text) { turn, message in turn.start(Ponder(text: message.text)) }
    Command("ponder", "command") { turn, arguments in turn.start(Ponder(text: arguments.text)) }.inGroups
    SlowWork(Ponder.self, shows: .thinking) { request, context in
      let question = ModelQuestion<Thought>(
        purpose: "ponder.thought", prompt: Prompt(version: "thought/v1", text: "Think."),
        schema: AnswerSchema(name: "thought", json: "{}"), data: request.text)
      do { return try await context.model.ask(question, for: context.person).value.thought } catch { return "\(error)" }
    } then: { turn, _, result in
      turn.send(Text(result.output ?? "nothing"))
    }
  }
}

@Suite struct WorkSignTests {
  private let slow = ScriptedModel { question async throws(ModelError) in
    try await question.wait(.seconds(45))
    return #"{"thought": "about \#(question.data)"}"#
  }

  @Test func thinkingIsShownUntilTheAnswerComes() async throws {
    try await withBot(PonderPlugin.self, model: slow) { bot in
      let alice = try await bot.person("Alice")
      let carol = try await bot.person("Carol")
      try await alice.send("cats")
      #expect(await alice.seesThinking())
      #expect(await !carol.seesThinking())
      try await alice.expectNothing()
      // A draft lives for 30 s; it is shown anew before.
      await bot.advance(by: .seconds(44))
      #expect(await alice.seesThinking())
      await bot.advance(by: .seconds(1))
      try await alice.expect("about cats")
      #expect(await !alice.seesThinking())
      await bot.advance(by: .minutes(2))
      #expect(await !alice.seesThinking())
    }
  }

  @Test func aGroupSeesTyping() async throws {
    try await withBot(PonderPlugin.self, model: slow) { bot in
      let alice = try await bot.person("Alice")
      let emulator = bot.runtime.emulator
      let group = try #require(await emulator.createGroup("Friends", members: [alice.id]))
      try await emulator.send("/ponder@\(emulator.configuration.botUsername) cats", from: alice.id, in: group)
      await bot.runtime.settle()
      #expect(await emulator.isTyping(in: group))
      #expect(await !alice.seesThinking())
      await bot.advance(by: .seconds(12))
      #expect(await emulator.isTyping(in: group))
      await bot.advance(by: .seconds(40))
      #expect(await !emulator.isTyping(in: group))
    }
  }

  @Test func whereTelegramRefusesItTheAnswerComesAllTheSame() async throws {
    try await withBot(PonderPlugin.self, model: slow) { bot in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(
        Fault(.refuse(code: 400, description: "no drafts"), method: "sendMessageDraft", times: 99))
      try await alice.send("dogs")
      #expect(await !alice.seesThinking())
      await bot.advance(by: .seconds(45))
      try await alice.expect("about dogs")
    }
  }

  @Test func withoutAModelNothingIsShown() async throws {
    try await withBot(PonderPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("birds")
      try await alice.expect("off")
      #expect(await !bot.runtime.emulator.history().contains { "\($0)".contains("sendMessageDraft") })
    }
  }
}
