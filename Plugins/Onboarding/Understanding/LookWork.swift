import Contracts
import PluginAPI

/// Looks at the pictures of a moodboard.
struct LookRequest: WorkRequest {
  typealias Output = SeenPictures
  static let name = "onboarding.look_at_pictures"
  var round: RowID
  var pictures: [SentPicture]
}

/// What came of it; nil: nothing that could be used.
struct SeenPictures: Codable, Sendable {
  var sight: Sight?
  var crisis: SafetyCategory?
  /// How many pictures could not be read; nil when nobody tried.
  var unread: Int?
}

/// Fetches the pictures and asks the model about them.
struct PictureReader: Sendable {
  private struct Context: Encodable {
    var cells: Int
    var empty: [Int]
    var isSheet: Bool
  }

  let consents = ConsentStore()

  func look(_ request: LookRequest, _ context: WorkContext) async throws -> SeenPictures {
    let nothing = SeenPictures()
    let grants = try await consents.grants(of: context.person.id, context.database)
    guard let abilities = context.model.abilities, abilities.vision, grants.allow(.photos, abilities)
    else { return nothing }
    let loading = PictureLoading(context: context)
    guard let loaded = try await loading.load(request.pictures, maximumSide: min(1024, abilities.imageMaximumSide))
    else { return SeenPictures(unread: request.pictures.count) }
    if let verdict = await context.model.moderate("", images: loaded.images, for: context.person), verdict.isFlagged {
      return SeenPictures(unread: request.pictures.count)
    }
    let about = Context(
      cells: loaded.cells, empty: loaded.empty, isSheet: loaded.isSheet)
    let person = context.person
    let question = ModelQuestion<MoodboardAnswer>(
      purpose: "onboarding.moodboard", prompt: Prompts.moodboard, schema: Prompts.moodboardSchema,
      style: Prompts.style(for: person), context: try CanonicalJSON.text(about), data: "{}", images: loaded.images,
      maximumOutputTokens: 900, check: { [cells = loaded.cells] in $0.problems(for: person, pictures: cells) })
    do {
      let answer = try await context.model.ask(question, for: person)
      // Those that the model could not use are unread too, once each.
      let unread = loaded.unreadable.count + answer.value.unusable(of: loaded.cells, but: loaded.empty)
      let sight = answer.value.sight(unreadable: unread, model: answer.model)
      let category = SafetyCategory(rawValue: answer.value.safety)
      return SeenPictures(sight: sight, crisis: category?.isCrisis == true ? category : nil, unread: unread)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      return SeenPictures(unread: loaded.unreadable.count)
    }
  }
}
