/// What a language model answered, decoded and checked.
public struct ModelAnswer<Answer: Sendable>: Sendable {
  public let value: Answer
  /// How far down the ladder it came from.
  public let rung: ModelRung
  /// Whether the first answer was no good and a second one was asked for.
  public let isRepaired: Bool
  /// The model that answered.
  public let model: String

  package init(value: Answer, rung: ModelRung, isRepaired: Bool, model: String) {
    self.value = value
    self.rung = rung
    self.isRepaired = isRepaired
    self.model = model
  }
}

/// How an answer was made to have the right form.
public enum ModelRung: Int, Sendable, Hashable, Codable {
  /// The provider enforced the schema.
  case schema = 1
  /// The provider promised JSON; the schema stood in the prompt.
  case object = 2
  /// Plain text in which JSON was found.
  case text = 3
}

/// Why there is no answer. Callers fall back to something that needs no model.
public enum ModelError: Error, Sendable, Hashable {
  /// There is no model, or it is switched off.
  case off
  /// This person, this purpose or the whole deployment has spent what it may for today.
  case spent(ModelLimit)
  /// Too many questions are under way.
  case busy
  /// No provider answers; tried again by itself after a while.
  case unavailable(reason: String)
  /// The provider's model refused. Its words, for nobody's eyes.
  case refused(String)
  /// Two answers in a row were no good; what was wrong with the last.
  case invalid([String])
  /// The work was cancelled.
  case cancelled
}

/// Whose daily allowance.
public enum ModelLimit: String, Sendable, Hashable, Codable { case person, purpose, deployment }

/// What a moderation endpoint says of a text.
public struct ModerationVerdict: Sendable, Hashable {
  public var isFlagged: Bool
  /// The provider's categories that fired, `self-harm`, `self-harm/intent`, `harassment`…
  public var categories: Set<String>
  public init(isFlagged: Bool, categories: Set<String>) {
    self.isFlagged = isFlagged
    self.categories = categories
  }
}
