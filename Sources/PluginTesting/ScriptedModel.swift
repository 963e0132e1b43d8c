package import Host
import LanguageModel
public import PluginAPI

/// What a scripted model is asked.
public struct ScriptedQuestion: Sendable {
  public let purpose: String
  public let prompt: Prompt
  public let style: String
  public let context: String
  public let summary: String
  public let history: [ModelTurn]
  public let data: String
  public let images: [ModelImage]
  /// What was wrong with the answer before; empty the first time. An answer that is no good is asked for once more.
  public let problems: [String]
  let clock: any HostClock

  /// Lets the bot's clock pass, for a model that takes its time.
  public func wait(_ duration: Duration) async throws(ModelError) {
    do { try await clock.sleep(for: duration) } catch { throw .cancelled }
  }
}

/// A language model that answers as a test says: JSON as a text, which is found, decoded, checked and repaired like a real
/// answer, or an error.
///
///     try await withBot(GoalsPlugin.self, model: ScriptedModel { question in #"{"safety":"ok",…}"# }) { bot in … }
public struct ScriptedModel: Sendable {
  let abilities: ModelAbilities
  let answer: @Sendable (ScriptedQuestion) async throws(ModelError) -> String
  let moderation: @Sendable (String) -> ModerationVerdict?

  /// - Parameter moderation: what the moderation endpoint says of a text; nil where there is none.
  public init(
    abilities: ModelAbilities = ModelAbilities(vision: true),
    moderation: @escaping @Sendable (String) -> ModerationVerdict? = { _ in nil },
    _ answer: @escaping @Sendable (ScriptedQuestion) async throws(ModelError) -> String
  ) {
    self.abilities = abilities
    self.moderation = moderation
    self.answer = answer
  }

  package func model(_ clock: any HostClock) -> any LanguageModel { Running(script: self, clock: clock) }

  private struct Running: LanguageModel {
    let script: ScriptedModel
    let clock: any HostClock

    var abilities: ModelAbilities? { script.abilities }

    func ask<Answer: Decodable & Sendable>(_ question: ModelQuestion<Answer>, for person: Person)
      async throws(ModelError) -> ModelAnswer<Answer>
    {
      do {
        let answer = try await Ladder(from: .schema).climb(
          ChatRequest(question), as: Answer.self,
          ask: { request, _, _ in
            ChatReply(
              text: try await script.answer(
                ScriptedQuestion(
                  purpose: question.purpose, prompt: question.prompt, style: question.style, context: question.context,
                  summary: question.summary, history: question.history, data: question.data, images: question.images,
                  problems: request.repair?.problems ?? [], clock: clock)))
          }, check: question.check)
        return ModelAnswer(
          value: answer.value, rung: ModelRung(rawValue: answer.rung.rawValue) ?? .text,
          isRepaired: answer.isRepaired, model: "scripted")
      } catch let error as ModelError {
        throw error
      } catch ChatFailure.invalid(let problems) {
        throw .invalid(problems)
      } catch {
        throw .unavailable(reason: "\(error)")
      }
    }

    func moderate(_ text: String, images: [ModelImage], for person: Person) async -> ModerationVerdict? {
      script.moderation(text)
    }

    func tokens(in text: String, _ language: Language) -> Int { text.unicodeScalars.count / 3 + 1 }
  }
}
