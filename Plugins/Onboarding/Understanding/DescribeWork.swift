import Contracts
import PluginAPI

/// Puts into words what somebody wants.
struct DescribeRequest: WorkRequest {
  typealias Output = Description
  static let name = "onboarding.describe_person"
  /// Names the question: an answer to an older one does not count.
  var asked: RowID
  /// The pictures that may have been looked at meanwhile.
  var round: RowID?
  var input: ProfileInput
}

/// The same again, later and without haste, for somebody whose own words had to do.
struct DescribeAgainRequest: WorkRequest {
  typealias Output = Description
  static let name = "onboarding.describe_person_again"
}

/// What came of it.
struct Description: Codable, Sendable {
  var insight: Insight?
  /// What the model noticed; also without an insight.
  var safety: SafetyCategory?
}

/// Asks the model to describe a person.
struct Describer: Sendable {
  let consents = ConsentStore()
  let profiles = ProfileStore()
  let pictures = PictureStore()

  func describe(_ request: DescribeRequest, _ context: WorkContext) async throws -> Description {
    var input = request.input
    if let round = request.round,
      case .done(let sight)? = try await pictures.look(at: round, context.person.id, context.database)
    {
      input.sight = sight
    }
    return try await ask(input, .interactive, context)
  }

  func describeAgain(_ request: DescribeAgainRequest, _ context: WorkContext) async throws -> Description {
    let person = context.person
    guard let profile = try await profiles.profile(of: person.id, context.database), profile.insight == nil else {
      return Description()
    }
    var input = ProfileInput(areas: profile.areas, said: [], sight: nil, correction: nil)
    let language = profile.language ?? person.language
    input.said.append(.init(kind: "wish", language: language, text: profile.wish))
    if !profile.obstacle.isEmpty {
      input.said.append(.init(kind: "obstacle", language: language, text: profile.obstacle))
    }
    if let round = profile.moodboard,
      case .done(let sight)? = try await pictures.look(at: round, person.id, context.database)
    {
      input.sight = sight
    }
    return try await ask(input, .background, context)
  }

  private func ask(_ input: ProfileInput, _ urgency: ModelUrgency, _ context: WorkContext) async throws -> Description {
    let grants = try await consents.grants(of: context.person.id, context.database)
    guard grants.allow(.model, context.model.abilities) else {
      return Description()
    }
    if let verdict = await context.model.moderate(input.allText, images: [], for: context.person),
      verdict.categories.contains(where: { $0.hasPrefix("self-harm") || $0.hasPrefix("self_harm") })
    {
      return Description(safety: .selfHarm)
    }
    let question = try input.question(for: context.person, urgency: urgency)
    do {
      let answer = try await context.model.ask(question, for: context.person)
      let category = answer.value.category
      if let category, category.isCrisis || category == .illegal || category == .abusive {
        return Description(safety: category)
      }
      return Description(
        insight: answer.value.insight(chosen: input.areas, model: answer.model, prompt: Prompts.profile.version),
        safety: category)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      // Off, spent, busy, down, refused, no good: the person's own words do.
      return Description()
    }
  }
}
