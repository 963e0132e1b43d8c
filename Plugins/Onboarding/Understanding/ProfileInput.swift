import PluginAPI

/// All that leaves the system about a person for `onboarding_profile`.
struct ProfileInput: Codable, Sendable, Hashable {
  /// A text of the person, with the language it was written in.
  struct Said: Codable, Sendable, Hashable {
    var kind: String
    var language: Language
    var text: String
  }

  /// What the person said about an earlier answer.
  struct Correction: Codable, Sendable, Hashable {
    var previous: Insight
    var said: String
  }

  var areas: [Area]
  var said: [Said]
  var sight: Sight?
  var correction: Correction?

  /// Everything the person wrote, for the checks before anybody else reads it.
  var allText: String { (said.map(\.text) + [correction?.said].compactMap { $0 }).joined(separator: "\n") }
}

extension ProfileInput {
  /// The parts as the model gets them.
  private struct Data: Encodable {
    struct Numbered: Encodable {
      var n: Int
      var kind: String
      var language: String
      var text: String
    }
    struct Seen: Encodable {
      var themes: [String]
      var captions: [String]
      var feelings: [String]
    }
    struct Previous: Encodable {
      var summary: String
      var motivation: String
      var strengths: [String]
      var obstacles: [String]
      var constraints: [String]
      var firstGoal: String?
    }
    var texts: [Numbered]
    var pictures: Seen?
    var previous: Previous?
    var correction: String?
  }

  private struct Context: Encodable {
    var initial: String
    var areas: [String]
    var language: String
  }

  /// The question to the model.
  func question(for person: Person, urgency: ModelUrgency) throws -> ModelQuestion<ProfileAnswer> {
    let data = Data(
      texts: said.enumerated().map {
        Data.Numbered(n: $0 + 1, kind: $1.kind, language: $1.language.rawValue, text: $1.text)
      },
      pictures: sight.map { Data.Seen(themes: $0.themes, captions: $0.captions, feelings: $0.feelings) },
      previous: (correction?.previous).map {
        Data.Previous(
          summary: $0.summary, motivation: $0.motivation, strengths: $0.strengths, obstacles: $0.obstacles,
          constraints: $0.constraints, firstGoal: $0.goal?.title)
      }, correction: correction?.said)
    let context = Context(
      initial: String(person.name.prefix(1)), areas: areas.map(\.rawValue), language: person.language.rawValue)
    return ModelQuestion(
      purpose: "onboarding.profile", prompt: Prompts.profile, schema: Prompts.profileSchema,
      style: Prompts.style(for: person), context: try CanonicalJSON.text(context), data: try CanonicalJSON.text(data),
      maximumOutputTokens: 900, urgency: urgency, check: { $0.problems(for: person) })
  }
}
