import Foundation
import Host
import Logging
import PluginAPI
import PluginTesting
import TestServers
import Testing

/// The client against servers that nobody here wrote: fakellm and mock-ai-api, from PyPI.
@Suite(.serialized) struct ModelServerTests {
  private struct Haiku: Codable, Sendable { var lines: [String] }

  private struct NoTables: Plugin {
    static let manifest = PluginManifest(
      id: "nothing", summary: "Does nothing.", texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])
    init(configuration: NoConfiguration, context: PluginContext) throws {}
    var contributions: Contributions {}
  }

  /// Runs `body` with a model that asks a server; `change` is told the server's address.
  private func withModel(
    _ change: (inout ModelSettings) -> Void, _ body: (DeploymentModel, any DatabaseDriver) async throws -> Void
  ) async throws {
    try await withTestDatabase { database in
      let clock = SystemClock()
      let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      let plan = try HostPlan.make(
        registry: PluginRegistry([NoTables.self]), sections: ["nothing": ConfigSection(path: "nothing", values: [:])],
        database: database, zones: try TimeZoneDatabase(), botUsername: "bot", logger: logger)
      try await Migrator(database: database, plan: plan).run(appliedAt: clock.now)
      var settings = ModelSettings()
      settings.primary.key = Secret("any-key")
      change(&settings)
      let connections = try ModelConnections(settings)
      let model = try DeploymentModel(
        settings: settings, database: database, clock: clock, logger: logger, connect: connections.connect)
      try await body(model, database)
      await connections.close()
    }
  }

  private func ask(_ model: DeploymentModel, _ data: String) async -> Result<ModelAnswer<Haiku>, ModelError> {
    let person = Person(id: PersonID(7), name: "Alice", language: .english, zone: .utc, since: SystemClock().now)
    let question = ModelQuestion<Haiku>(
      purpose: "test.haiku", prompt: Prompt(version: "haiku/v1", text: "Write a haiku."),
      schema: AnswerSchema(
        name: "haiku",
        json:
          #"{"type":"object","additionalProperties":false,"required":["lines"],"properties":{"lines":{"type":"array","items":{"type":"string"}}}}"#
      ), history: [ModelTurn(.person, "hi"), ModelTurn(.coach, "hello")], data: data)
    do throws(ModelError) { return .success(try await model.ask(question, for: person)) } catch {
      return .failure(error)
    }
  }

  @Test func fakellmIsAskedRepairedAndLeftForAnother() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try #"""
    rules:
      - { name: down, when: { model_matches: "down*" }, respond: { status: 503, error: "overloaded" } }
      - { name: gone, when: { model_matches: "gone*" }, respond: { status: 404, error: "no such model" } }
      - { name: repaired, when: { messages_contain: "cannot be used" }, respond: { content: '{"lines":["repaired"]}' } }
      - { name: fenced, when: { messages_contain: "fenced please" }, respond: { content: "Sure!\n```json\n{\"lines\":[\"fenced\"]}\n```" } }
      - { name: garbage, when: { messages_contain: "garbage please" }, respond: { content: "the weather is fine" } }
      - { name: good, when: { messages_contain: "old pond" }, respond: { content: '{"lines":["a frog jumps in"]}' } }
    """#.write(to: folder.url.appendingPathComponent("fakellm.yaml"), atomically: true, encoding: .utf8)
    let server = try await PythonServer("fakellm.server:app", in: folder.url)
    let base = "http://127.0.0.1:\(server.port)/v1"
    try await withModel({
      $0.primary.baseURL = base
      $0.primary.model = "alpha"
    }) { model, database in
      #expect(try await ask(model, "old pond").get().value.lines == ["a frog jumps in"])
      let fenced = try await ask(model, "fenced please").get()
      #expect(fenced.value.lines == ["fenced"] && fenced.rung == .text && !fenced.isRepaired)
      let repaired = try await ask(model, "garbage please").get()
      #expect(repaired.value.lines == ["repaired"] && repaired.isRepaired)
      // It counts the tokens of what it was sent.
      let rows = try await database.rows(SQL(parts: [.text("SELECT tokens_in, tokens_out FROM roost_model_call")]))
      #expect(rows.count == 4)
      for row in rows {
        #expect(try row.get("tokens_in", as: Int.self) > 20 && row.get("tokens_out", as: Int.self) > 0)
      }
    }
    try await withModel({
      $0.primary.baseURL = base
      $0.primary.model = "down-1"
      $0.primary.fallbackModels = ["gone-1", "beta"]
    }) { model, database in
      #expect(try await ask(model, "old pond").get().model == "beta")
      let outcomes = try await database.rows(
        SQL(parts: [.text("SELECT outcome FROM roost_model_call ORDER BY at, id")])
      )
      .map { try $0.get("outcome", as: String.self) }
      #expect(outcomes == ["server", "server", "rejected", "ok"])
    }
  }

  @Test func mockAIAPIIsAskedForCompletionsAndModerations() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let server = try await PythonServer("app.openai_app:app", in: folder.url)
    let base = "http://127.0.0.1:\(server.port)/v1"
    func with(_ model: String, _ body: (DeploymentModel) async throws -> Void) async throws {
      try await withModel({
        $0.primary.baseURL = base
        $0.primary.model = model
        $0.primary.capabilities.moderation = true
      }) { model, _ in try await body(model) }
    }
    try await with("gpt-4.1:mock-text") { model in
      // It only ever greets, which is no JSON.
      #expect(await ask(model, "old pond").error == .invalid(["there is no JSON object in the answer"]))
      let person = Person(id: PersonID(7), name: "Alice", language: .english, zone: .utc, since: SystemClock().now)
      let calm = await model.moderate("an old pond", images: [], for: person)
      #expect(calm == ModerationVerdict(isFlagged: false, categories: []))
      let angry = await model.moderate("I hate it", images: [], for: person)
      #expect(angry == ModerationVerdict(isFlagged: true, categories: ["violence"]))
    }
    for model in ["mock-400", "mock-401", "mock-429", "mock-500", "mock-503"] {
      try await with("gpt-4.1:\(model)") { asked in
        guard case .unavailable(let reason) = await ask(asked, "old pond").error else {
          Issue.record("\(model) must be no answer")
          return
        }
        #expect(reason.contains(model.suffix(3)), "\(reason)")
      }
    }
  }
}

extension Result where Failure == ModelError {
  fileprivate var error: ModelError? { if case .failure(let error) = self { error } else { nil } }
}
