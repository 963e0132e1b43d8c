import Foundation
package import Host
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
  let clock: any HostClock

  /// Lets the bot's clock pass, for a model that takes its time.
  public func wait(_ duration: Duration) async throws(ModelError) {
    do { try await clock.sleep(for: duration) } catch { throw .cancelled }
  }
}

/// A language model that answers as a test says: JSON as a text, which is decoded and checked like a real answer, or an
/// error.
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
      let text = try await script.answer(
        ScriptedQuestion(
          purpose: question.purpose, prompt: question.prompt, style: question.style, context: question.context,
          summary: question.summary, history: question.history, data: question.data, images: question.images,
          clock: clock))
      let value: Answer
      do { value = try JSONDecoder().decode(Answer.self, from: Data(text.utf8)) } catch { throw .invalid(["\(error)"]) }
      let problems = question.check(value)
      guard problems.isEmpty else { throw .invalid(problems) }
      return ModelAnswer(value: value, rung: .schema, isRepaired: false, model: "scripted")
    }

    func moderate(_ text: String, images: [ModelImage], for person: Person) async -> ModerationVerdict? {
      script.moderation(text)
    }

    func tokens(in text: String, _ language: Language) -> Int { text.unicodeScalars.count / 3 + 1 }
  }
}
