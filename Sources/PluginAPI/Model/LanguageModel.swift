/// The deployment's language model, as slow work asks it. Its output is a proposal: nothing is true because it says so.
public protocol LanguageModel: Sendable {
  /// What it can do; nil when the deployment runs without one, or has switched it off.
  var abilities: ModelAbilities? { get }

  /// Asks for an answer by the schema, climbing down from strict schemas to plain text, with one repair.
  ///
  /// Takes as long as the urgency allows; may ask a fallback model or provider. Nothing is kept of the content.
  /// - Throws: ``ModelError``; every caller has an answer of its own for each case.
  func ask<Answer: Decodable & Sendable>(_ question: ModelQuestion<Answer>, for person: Person)
    async throws(ModelError) -> ModelAnswer<Answer>

  /// Asks the provider's moderation endpoint. Nil where there is none, or when it does not answer: then nothing is known.
  func moderate(_ text: String, images: [ModelImage], for person: Person) async -> ModerationVerdict?

  /// About how many tokens a text takes, learned from what the provider counted.
  func tokens(in text: String, _ language: Language) -> Int
}

/// What a model can do, from the deployment's configuration, never guessed from an address.
public struct ModelAbilities: Sendable, Hashable {
  /// Sees pictures.
  public var vision: Bool
  /// Longest side of a picture it takes, in pixels.
  public var imageMaximumSide: Int
  /// How much it can read, in tokens.
  public var contextTokens: Int
  /// Stands, or one of those that stand in for it does, in another country than the people: what it reads crosses a
  /// border, which takes a consent of its own.
  public var isAbroad: Bool

  public init(
    vision: Bool, imageMaximumSide: Int = 1536, contextTokens: Int = 16_000, isAbroad: Bool = false
  ) {
    self.vision = vision
    self.imageMaximumSide = imageMaximumSide
    self.contextTokens = contextTokens
    self.isAbroad = isAbroad
  }
}

/// A model that is switched off: what plugins get where none is configured.
public struct NoLanguageModel: LanguageModel {
  public init() {}
  public var abilities: ModelAbilities? { nil }
  public func ask<Answer: Decodable & Sendable>(_ question: ModelQuestion<Answer>, for person: Person)
    async throws(ModelError) -> ModelAnswer<Answer>
  { throw .off }
  public func moderate(_ text: String, images: [ModelImage], for person: Person) async -> ModerationVerdict? { nil }
  public func tokens(in text: String, _ language: Language) -> Int { text.unicodeScalars.count / 3 + 1 }
}
