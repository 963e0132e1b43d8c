import PluginAPI
import PluginTesting
import Testing

/// Asks, and thinks about it before anybody answers.
private struct MusePlugin: Plugin {
  static let manifest = PluginManifest(
    id: "muse", summary: "Thinks about its own questions.",
    texts: [.english: Array(#"{"command": "Thinks"}"#.utf8), .russian: Array(#"{"command": "Думает"}"#.utf8)])

  struct Muse: WorkRequest {
    static let name = "muse.muse"
    typealias Output = String
    var text: String
  }

  struct Thought: Codable, Sendable { var thought: String }

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    Command("muse", "command") { turn, arguments in turn.begin(MuseDialog.self, MuseDialog.State(text: arguments.text))
    }
    DialogContribution(MuseDialog())
    SlowWork(Muse.self) { request, context in
      let question = ModelQuestion<Thought>(
        purpose: "muse.thought", prompt: Prompt(version: "thought/v1", text: "Think."),
        schema: AnswerSchema(name: "thought", json: "{}"), data: request.text)
      return try await context.model.ask(question, for: context.person).value.thought
    } then: { turn, request, result in
      turn.send(Text(result.isSuperseded ? "too late for \(request.text)" : result.output ?? "nothing"))
    }
  }
}

private struct MuseDialog: Dialog {
  struct State: Codable, Sendable { var text: String }
  enum Choice: Codable, Sendable { case none }
  static let name = "muse.ask"

  func card(_ state: State, _ turn: Turn) async throws -> Card { Card("What about \(state.text)?") }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard case .message(let message) = input else { return .ignore }
    turn.start(MusePlugin.Muse(text: message.text))
    return .show(state)
  }
}

/// Slow work that a dialog asked for learns that the dialog went on without it.
@Suite struct SupersededTests {
  private let slow = ScriptedModel { question async throws(ModelError) in
    try await question.wait(.seconds(45))
    return #"{"thought": "about \#(question.data)"}"#
  }

  @Test(arguments: [false, true]) func aDialogLeftMeanwhileIsSaid(leaves: Bool) async throws {
    try await withBot(MusePlugin.self, model: slow) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/muse cats")
      try await alice.expect("What about cats?")
      try await alice.send("dogs")
      await alice.ignoreAll()
      if leaves {
        try await alice.send("/cancel")
        await alice.ignoreAll()
      }
      await bot.advance(by: .seconds(46))
      try await alice.expect(leaves ? "too late for dogs" : "about dogs")
    }
  }
}
