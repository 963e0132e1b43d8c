import Contracts
import PluginAPI

/// Asks the model for the coach's answer.
struct AnswerAsCoach: WorkRequest {
  static let name = "goals.answer_as_coach"

  enum Output: Codable, Sendable {
    case reply(CoachingReply, goals: [String: RowID], CoachBasis)
    /// The provider's moderation heard a crisis.
    case crisis(SafetyCategory)
    case nothing(Reason)
  }

  enum Reason: String, Codable, Sendable, Hashable {
    case off
    /// The day's money is spent.
    case spent
    /// Nobody answers, or too slowly.
    case silent
    /// Answers were no good, or the model refused.
    case wrong
  }

  /// Names the question: an answer to another one is dropped.
  var batch: RowID
  /// The person's words, those of two seconds joined.
  var message: String
  /// When the first of them came.
  var first: Instant
}

extension GoalsPlugin {
  static let coachPrompt = Prompt(version: "coaching_reply/v1", bytes: PackageResources.coaching_reply_v1_md)
  static let coachSchema = AnswerSchema(name: "coaching_reply", bytes: PackageResources.coaching_reply_json)

  func answer(_ request: AnswerAsCoach, _ context: WorkContext) async throws -> AnswerAsCoach.Output {
    let person = context.person
    // Taken back meanwhile.
    guard try await memory().hasAgreed(to: .model, person.id, context.database) else { return .nothing(.off) }
    let verdict = await context.model.moderate(request.message, images: [], for: person)
    if verdict?.categories.contains(where: { $0.hasPrefix("self-harm") }) == true { return .crisis(.selfHarm) }
    let told = try await coachContext(request.message, context)
    let facts = ReplyFacts(
      language: person.language, told: told.told, message: request.message, refs: Set(told.goals.keys))
    let question = ModelQuestion<CoachingReply>(
      purpose: "goals.coaching_reply", prompt: Self.coachPrompt, schema: Self.coachSchema, style: told.style,
      context: told.json, summary: told.summary, history: told.history, data: told.message,
      maximumOutputTokens: 450, check: { $0.problems(facts) })
    do {
      let reply = try await context.model.ask(question, for: person).value
      return .reply(reply, goals: told.goals.mapValues(\.id), told.basis)
    } catch {
      switch error {
      case .off: return .nothing(.off)
      case .spent: return .nothing(.spent)
      case .busy, .unavailable: return .nothing(.silent)
      case .refused, .invalid: return .nothing(.wrong)
      case .cancelled: throw CancellationError()
      }
    }
  }
}
