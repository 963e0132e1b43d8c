import Contracts
import PluginAPI

/// Shortens the conversation, when nobody waits.
struct SummariseTalk: JobPayload {
  static let name = "goals.summarise_talk"
}

/// Forgets what is older than it may be.
struct ForgetTalk: JobPayload {
  static let name = "goals.forget_talk"
}

/// Asks the model to shorten it.
struct ShortenTalk: WorkRequest {
  static let name = "goals.shorten_talk"
  struct Output: Codable, Sendable {
    var summary: String?
    var model: String
    var upto: Instant
  }
  var asked: Instant
}

/// The answer by `conversation_summary.json`.
struct TalkSummary: Codable, Sendable, Hashable {
  var language: String
  var summary: String

  func problems(in wanted: Language) -> [String] {
    var problems: [String] = []
    if language != wanted.rawValue || !ForeignText.isWritten([summary], in: wanted) {
      problems.append("language must be \(wanted.rawValue)")
    }
    if UserText.clean(summary, limit: 10).isEmpty { problems.append("summary is empty") }
    if summary.count > 1600 { problems.append("summary has at most 120 words") }
    return problems
  }
}

extension GoalsPlugin {
  static let mostUnsummarised = 12
  static let keptDays = 90
  private static let summaryPrompt = Prompt(
    version: "conversation_summary/v1", bytes: PackageResources.conversation_summary_v1_md)
  private static let summarySchema = AnswerSchema(
    name: "conversation_summary", bytes: PackageResources.conversation_summary_json)

  func shorten(_ request: ShortenTalk, _ context: WorkContext) async throws -> ShortenTalk.Output {
    let person = context.person
    // Taken back meanwhile.
    guard try await memory().hasAgreed(to: .model, person.id, context.database) else {
      return ShortenTalk.Output(summary: nil, model: "", upto: request.asked)
    }
    let before = try await CoachStore.summary(of: person.id, context.database)
    let lines = try await CoachStore.history(of: person.id, after: before?.upto, limit: 40, context.database)
    // The last turns stand in the conversation itself.
    let old = lines.dropLast(CoachContext.mostTurns / 2)
    guard let last = old.last else { return ShortenTalk.Output(summary: nil, model: "", upto: request.asked) }
    let question = ModelQuestion<TalkSummary>(
      purpose: "goals.summarise", prompt: Self.summaryPrompt, schema: Self.summarySchema,
      style: "language \"\(person.language.rawValue)\".", summary: before?.text ?? "",
      history: TokenBudget.last(Array(old), 3000, person.language, context.model), data: "Shorten the conversation.",
      maximumOutputTokens: 300, urgency: .background, check: { $0.problems(in: person.language) })
    do {
      let answer = try await context.model.ask(question, for: person)
      let text = UserText.clean(ReplyText.clean(answer.value.summary), limit: 1200, multiline: true)
      return ShortenTalk.Output(summary: text, model: answer.model, upto: last.at)
    } catch {
      if error == .cancelled { throw CancellationError() }
      return ShortenTalk.Output(summary: nil, model: "", upto: request.asked)
    }
  }

  func keep(_ turn: Turn, _ request: ShortenTalk, _ result: WorkResult<ShortenTalk.Output>) async throws {
    guard let output = result.output, let summary = output.summary, !summary.isEmpty else { return }
    CoachStore.save(summary: summary, upto: output.upto, model: output.model, turn)
  }

  /// For everybody at once, in the plugin's own lane: what is too old is too old for each.
  func forget(_ turn: Turn) {
    let old = turn.now - .days(Self.keptDays)
    turn.write("DELETE FROM \(CoachTables.turn) WHERE at < \(old)")
    turn.write("DELETE FROM \(CoachTables.summary) WHERE at < \(old)")
    turn.write("DELETE FROM \(CoachTables.proposal) WHERE at < \(turn.now - .days(30))")
    turn.write("DELETE FROM \(PhotoStore.table) WHERE at < \(turn.now - .days(PhotoStore.keptDays))")
    turn.write("DELETE FROM \(CoachTables.safetyEvent) WHERE at < \(turn.now - .days(30))")
  }
}
