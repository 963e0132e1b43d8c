import Contracts
import PluginAPI

/// Asks the model what a wish would be as a goal.
struct AnalyseGoal: WorkRequest, Hashable {
  static let name = "goals.analyse_goal"

  /// How it went; always something the person can go on with.
  enum Output: Codable, Sendable {
    case analysis(GoalAnalysis)
    /// No answer that holds: why, for choosing the words.
    case nothing(Reason)
  }

  enum Reason: String, Codable, Sendable, Hashable {
    /// Switched off, or spent for today.
    case off
    /// Nobody answers, or too slowly.
    case silent
    /// Answers were no good, or the model refused.
    case wrong
  }

  /// The person's wish in their words, cleaned.
  var wish: String
  var answers: [Exchange]
  /// What is to be changed of a first proposal.
  var correction: Correction?
  var canAsk: Bool

  /// A question and its answer; no answer when it was skipped.
  struct Exchange: Codable, Sendable, Hashable {
    var question: String
    var answer: String?
  }

  struct Correction: Codable, Sendable, Hashable {
    /// The proposal in words.
    var title: String
    var words: String
  }
}

extension GoalsPlugin {
  @ContributionBuilder var slowWork: Contributions {
    SlowWork(AnalyseGoal.self, timeLimit: .seconds(60), shows: .thinking, run: analyse, then: propose)
  }

  private func analyse(_ request: AnalyseGoal, _ context: WorkContext) async throws -> AnalyseGoal.Output {
    let person = context.person
    // Taken back meanwhile.
    guard try await memory().hasAgreed(to: .model, person.id, context.database) else { return .nothing(.off) }
    let today = person.logicalDate(context.asked)
    let facts = try await memory().facts(of: person.id, now: context.asked, context.database)
    let question = ModelQuestion<GoalAnalysis>(
      purpose: "goals.goal_analysis", prompt: AnalysisPrompt.prompt, schema: AnalysisPrompt.schema,
      style: AnalysisPrompt.style(person.reader), context: AnalysisPrompt.context(today, canAsk: request.canAsk),
      data: AnalysisPrompt.data(request, facts: facts), maximumOutputTokens: 900,
      check: { $0.problems(in: person.language, today: today, canAsk: request.canAsk) })
    do {
      return .analysis(try await context.model.ask(question, for: person).value)
    } catch {
      switch error {
      case .off, .spent: return .nothing(.off)
      case .busy, .unavailable: return .nothing(.silent)
      case .refused, .invalid: return .nothing(.wrong)
      case .cancelled: throw CancellationError()
      }
    }
  }
}
