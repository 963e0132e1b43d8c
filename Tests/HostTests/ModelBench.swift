import Foundation
import HTTPClient
import Host
import LanguageModel
import Logging
import PluginAPI
import PluginTesting
import Synchronization

/// What the tests ask for.
struct Haiku: Codable, Sendable, Equatable {
  var lines: [String]
}

/// A provider in the process, which answers as a test says.
final class ScriptedProvider: ChatTransport {
  struct Call: Sendable {
    var path: String
    var model: String
    var rung: Int
    var text: String
    var at: Instant
    /// 0 for the first call.
    var index: Int
  }
  typealias Way = @Sendable (Call) async throws(ChatFailure) -> HTTPResponse

  let clock: VirtualClock
  private let way: Way
  private let log = Mutex<[Call]>([])

  init(_ clock: VirtualClock, _ way: @escaping Way) {
    self.clock = clock
    self.way = way
  }

  var calls: [Call] { log.withLock { $0 } }

  func post(_ path: String, body: [UInt8], timeout: Duration) async throws(ChatFailure) -> HTTPResponse {
    let text = String(decoding: body, as: UTF8.self)
    let json = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]
    let format = (json?["response_format"] as? [String: Any])?["type"] as? String
    let call = log.withLock { log -> Call in
      let call = Call(
        path: path, model: json?["model"] as? String ?? "",
        rung: format == "json_schema" ? 1 : format == "json_object" ? 2 : 3, text: text, at: clock.now, index: log.count
      )
      log.append(call)
      return call
    }
    return try await way(call)
  }

  static func status(_ status: Int, _ headers: [(String, String)] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array("{}".utf8))
  }

  static func says(_ text: String, usage: String = #"{"prompt_tokens":200,"completion_tokens":20}"#) -> HTTPResponse {
    let body = """
      {"choices":[{"finish_reason":"stop","message":{"content":\(JSONText.quoted(text))}}],"usage":\(usage)}
      """
    return HTTPResponse(status: 200, body: Array(body.utf8))
  }

  static let haiku = says(#"{"lines":["old pond"]}"#)
}

/// A deployment's model over scripted providers, a virtual clock and a real database.
struct ModelBench: Sendable {
  let clock: VirtualClock
  let database: any DatabaseDriver
  let journal = Journal()
  let plan: HostPlan

  /// Runs `body` with an empty database that has the host's tables.
  static func run(_ body: (ModelBench) async throws -> Void) async throws {
    try await withTestDatabase { database in
      let clock = VirtualClock(start: Instant(unixSeconds: 1_772_442_000))
      let plan = try HostPlan.make(
        registry: PluginRegistry([EchoPlugin.self]), sections: ["echo": ConfigSection(path: "echo", values: [:])],
        database: database, zones: try TimeZoneDatabase(), botUsername: "bot", logger: Logger(label: "test"))
      try await Migrator(database: database, plan: plan).run(appliedAt: clock.now)
      try await body(ModelBench(clock: clock, database: database, plan: plan))
    }
  }

  func provider(_ way: @escaping ScriptedProvider.Way) -> ScriptedProvider { ScriptedProvider(clock, way) }

  static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// A database of its own, to be closed.
  static func closedDatabase() throws -> any DatabaseDriver {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("roost-closed-\(UUID().uuidString).db")
      .path
    return try DatabaseLocation.sqlite(path: path).open(durability: .none)
  }

  /// The settings of one provider with one model.
  static var settings: ModelSettings {
    var settings = ModelSettings()
    settings.primary.baseURL = "http://first"
    settings.primary.model = "alpha"
    return settings
  }

  func model(
    _ provider: ScriptedProvider, second: ScriptedProvider? = nil, _ change: (inout ModelSettings) -> Void = { _ in }
  ) throws -> DeploymentModel {
    var settings = Self.settings
    change(&settings)
    if second != nil {
      settings.second.baseURL = "http://second"
      if settings.second.model.isEmpty { settings.second.model = "omega" }
    }
    return try DeploymentModel(
      settings: settings, database: database, clock: clock,
      logger: Logger(label: "test") { [journal] _ in journal },
      connect: { $0.baseURL == "http://first" ? provider : second ?? provider }, random: { 0.5 })
  }

  func person(_ id: Int64 = 7, _ language: Language = .english) -> Person {
    Person(id: PersonID(id), name: "Alice", language: language, zone: .utc, since: clock.now)
  }

  func question(
    _ data: String = "a pond", purpose: String = "test.haiku", urgency: ModelUrgency = .interactive,
    images: [ModelImage] = [], check: @escaping @Sendable (Haiku) -> [String] = { _ in [] }
  ) -> ModelQuestion<Haiku> {
    ModelQuestion(
      purpose: purpose, prompt: Prompt(version: "haiku/v1", text: "Write a haiku."),
      schema: AnswerSchema(name: "haiku", json: #"{"type":"object"}"#), data: data, images: images, urgency: urgency,
      check: check)
  }

  typealias Asked = Task<Result<ModelAnswer<Haiku>, ModelError>, Never>

  /// Asks in a task of its own that the clock waits for.
  func start(_ model: DeploymentModel, _ question: ModelQuestion<Haiku>, by person: Person? = nil) -> Asked {
    clock.activity.begin()
    let person = person ?? self.person()
    return Task {
      defer { clock.activity.end() }
      do throws(ModelError) { return .success(try await model.ask(question, for: person)) } catch {
        return .failure(error)
      }
    }
  }

  /// Asks and lets the clock pass as long as it takes.
  func ask(_ model: DeploymentModel, _ question: ModelQuestion<Haiku>? = nil, by person: Person? = nil) async
    -> Result<ModelAnswer<Haiku>, ModelError>
  {
    let begun = clock.now
    let asked = start(model, question ?? self.question(), by: person)
    await clock.activity.quiet()
    while clock.nextDeadline != nil, clock.now < begun + .minutes(5) {
      await clock.advance(to: min(clock.nextDeadline ?? clock.now, begun + .minutes(5)))
    }
    return await asked.value
  }

  /// The outcomes on record, in order of the alphabet: many have the same time.
  func outcomes() async throws -> [String] {
    try await database.rows(SQL(parts: [.text("SELECT outcome FROM roost_model_call ORDER BY outcome")]))
      .map { try $0.get("outcome") }
  }

  func rows(_ sql: String) async throws -> [Row] { try await database.rows(SQL(parts: [.text(sql)])) }
}

extension Result where Success == ModelAnswer<Haiku>, Failure == ModelError {
  var error: ModelError? { if case .failure(let error) = self { error } else { nil } }
  var lines: [String]? { try? get().value.lines }
  var isUnavailable: Bool { if case .unavailable = error { true } else { false } }
}

/// Keeps what was logged.
struct Journal: LogHandler {
  private final class Lines: Sendable { let all = Mutex<[(level: Logger.Level, text: String)]>([]) }

  private let kept = Lines()
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.debug
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
  func log(event: LogEvent) {
    kept.all.withLock { $0.append((event.level, "\(event.message) \(event.metadata ?? [:])")) }
  }
  var lines: [(level: Logger.Level, text: String)] { kept.all.withLock { $0 } }
}
