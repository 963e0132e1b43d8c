public import Logging

/// A call that may take seconds, made outside the lane: a model, an image, an export. `run` may happen twice
/// (a lease with a heartbeat guards it), `then` happens once, as a turn in the person's lane.
public protocol WorkRequest: Codable, Sendable {
  associatedtype Output: Codable & Sendable
  /// Owner and verb phrase, `goals.analyse_goal`. Stored: never renamed.
  static var name: String { get }
}

/// How a piece of slow work ended.
public struct WorkResult<Output: Codable & Sendable>: Sendable {
  /// Nil when the work failed for good; `failure` says why, for logs only.
  public let output: Output?
  public let failure: String?
  /// The dialog that asked has moved on or was cancelled meanwhile.
  public let isSuperseded: Bool
  package init(output: Output?, failure: String?, isSuperseded: Bool) {
    self.output = output
    self.failure = failure
    self.isSuperseded = isSuperseded
  }
}

/// What `run` may use. It decides nothing and writes nothing.
public struct WorkContext: Sendable {
  public let person: Person
  /// When the work was asked for.
  public let asked: Instant
  /// 1 for the first run.
  public let attempt: Int
  public let logger: Logger
  public let database: any DatabaseReading & Sendable
  /// Calls whose answer is needed, such as an invoice link. May happen twice, like `run` itself.
  public let telegram: any TelegramCalling
  /// The language model; one that throws ``ModelError/off`` where there is none.
  public let model: any LanguageModel
  /// Pictures and charts; one that throws ``MediaError/off`` where there is none.
  public let media: any MediaWorking
  package init(
    person: Person, asked: Instant, attempt: Int, logger: Logger, database: any DatabaseReading & Sendable,
    telegram: any TelegramCalling, model: any LanguageModel = NoLanguageModel(), media: any MediaWorking = NoMedia()
  ) {
    self.person = person
    self.asked = asked
    self.attempt = attempt
    self.logger = logger
    self.database = database
    self.telegram = telegram
    self.model = model
    self.media = media
  }
}

/// Makes a call of the Bot API and waits for its answer; only slow work can.
public protocol TelegramCalling: Sendable {
  /// - Throws: `TelegramError` when Telegram refused, or nobody knows whether the call arrived.
  func call<Method: TelegramMethod>(_ method: Method) async throws -> Method.Response

  /// The content of a file that somebody sent. Hostile.
  /// - Parameter limit: bytes beyond which it is refused; Telegram gives bots files up to 20 MB.
  /// - Throws: `TelegramError`, also when the file is larger than the limit.
  func download(_ fileID: String, limit: Int) async throws -> [UInt8]
}

/// What a chat shows while slow work runs. It goes away with the next message of the bot, or by itself.
public enum WorkIndication: Sendable, Hashable {
  case nothing
  /// "Thinking…" in a private chat, "typing" in a group; nothing where there is no language model. For work whose result
  /// is a new message: an edit of an old one leaves the words standing for up to 30 s.
  case thinking
}

/// Declares slow work: `SlowWork(AnalyseGoal.self, shows: .thinking, run: askModel, then: proposeGoal)`.
public struct SlowWork<Request: WorkRequest>: Sendable, ContributionConvertible {
  let timeLimit: Duration
  let maximumAttempts: Int
  let shows: WorkIndication
  let run: @Sendable (Request, WorkContext) async throws -> Request.Output
  let then: @Sendable (Turn, Request, WorkResult<Request.Output>) async throws -> Void

  /// - Parameters:
  ///   - timeLimit: `run` is cancelled after this time, which counts as a failed attempt.
  ///   - shows: what the chat in which the work was asked for shows meanwhile.
  ///   - then: must handle `isSuperseded` and a failure.
  public init(
    _ type: Request.Type, timeLimit: Duration = .seconds(60), maximumAttempts: Int = 3,
    shows: WorkIndication = .nothing,
    run: @escaping @Sendable (Request, WorkContext) async throws -> Request.Output,
    then: @escaping @Sendable (Turn, Request, WorkResult<Request.Output>) async throws -> Void
  ) {
    self.timeLimit = timeLimit
    self.maximumAttempts = maximumAttempts
    self.shows = shows
    self.run = run
    self.then = then
  }

  public var contribution: Contribution { .slowWork(AnySlowWork(self)) }
}

/// ``SlowWork`` without its types.
public struct AnySlowWork: Sendable {
  public let name: String
  package let timeLimit: Duration
  package let maximumAttempts: Int
  package let shows: WorkIndication
  /// Request JSON to output JSON.
  package let run: @Sendable (String, WorkContext) async throws -> String
  /// Request JSON, output JSON or nil, failure, superseded.
  package let then: @Sendable (Turn, String, String?, String?, Bool) async throws -> Void

  init<Request: WorkRequest>(_ work: SlowWork<Request>) {
    name = Request.name
    timeLimit = work.timeLimit
    maximumAttempts = work.maximumAttempts
    shows = work.shows
    run = { request, context in
      let request = try CanonicalJSON.decode(Request.self, from: request)
      return try CanonicalJSON.text(try await work.run(request, context))
    }
    then = { turn, request, output, failure, isSuperseded in
      let request = try CanonicalJSON.decode(Request.self, from: request)
      let output = try output.map { try CanonicalJSON.decode(Request.Output.self, from: $0) }
      try await work.then(turn, request, WorkResult(output: output, failure: failure, isSuperseded: isSuperseded))
    }
  }
}
