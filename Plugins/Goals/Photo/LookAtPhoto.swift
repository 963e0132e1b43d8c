import Contracts
import PluginAPI

/// Asks the model what a photo shows.
struct LookAtPhoto: WorkRequest {
  static let name = "goals.look_at_photo"

  enum Output: Codable, Sendable {
    /// The answer, and the goals by the ids that were given out.
    case answer(PhotoAnswer, goals: [String: RowID])
    /// The provider's moderation heard a crisis.
    case crisis(SafetyCategory)
    case nothing(Reason)
  }

  enum Reason: String, Codable, Sendable, Hashable {
    /// Off, spent, silent, or its answers were no good.
    case failed
    case unreadable
    /// Nothing that a coach looks at.
    case sensitive
  }

  var photo: RowID
}

extension GoalsPlugin {
  static let photoPrompt = Prompt(version: "photo_check_in/v1", bytes: PackageResources.photo_check_in_v1_md)
  static let photoSchema = AnswerSchema(name: "photo_check_in", bytes: PackageResources.photo_check_in_json)

  private struct ToldGoal: Encodable {
    var id: String
    var title: String
    var kind: String
    var unit: String?
    var minimum: String?
  }

  private struct ToldContext: Encodable {
    var today: String
    var goals: [ToldGoal]
    var pictures: Int
    var empty: [Int]
    var isSheet: Bool
  }

  func look(_ request: LookAtPhoto, _ context: WorkContext) async throws -> LookAtPhoto.Output {
    let person = context.person
    // Taken back meanwhile, or used up by a tap.
    guard try await memory().hasAgreed(to: .photos, person.id, context.database),
      let photo = try await PhotoStore.photo(request.photo, of: person.id, context.database), photo.state == .asked,
      let abilities = context.model.abilities, abilities.vision
    else { return .nothing(.failed) }
    let side = min(1024, abilities.imageMaximumSide)
    guard let loaded = try await PictureLoading(context: context).load(photo.pictures, maximumSide: side) else {
      return .nothing(.unreadable)
    }
    if let verdict = await context.model.moderate(photo.caption, images: loaded.images, for: person) {
      if verdict.categories.contains(where: { $0.hasPrefix("self-harm") }) { return .crisis(.selfHarm) }
      if verdict.isFlagged { return .nothing(.sensitive) }
    }
    let running = try await GoalStore.goals(of: person.id, [.active, .paused], context.database)
    var told: [ToldGoal] = []
    var refs: [String: RowID] = [:]
    for choice in photo.choices.prefix(Self.mostToldGoals) {
      guard let goal = running.first(where: { $0.id == choice.goal })?.snapshot else { continue }
      let ref = "g\(told.count + 1)"
      refs[ref] = goal.id
      told.append(
        ToldGoal(id: ref, title: goal.title, kind: goal.kind.rawValue, unit: goal.unit, minimum: goal.minimum))
    }
    let about = ToldContext(
      today: "\(photo.date)", goals: told, pictures: loaded.cells, empty: loaded.empty, isSheet: loaded.isSheet)
    let question = ModelQuestion<PhotoAnswer>(
      purpose: "goals.photo_check_in", prompt: Self.photoPrompt, schema: Self.photoSchema,
      style: CoachStyle.text(person.reader, nil), context: try CanonicalJSON.text(about),
      data: try CanonicalJSON.text(["caption": String(photo.caption.prefix(1000))]), images: loaded.images,
      maximumOutputTokens: 450, check: { [names = Set(refs.keys)] in $0.problems(in: person.language, refs: names) })
    do {
      return .answer(try await context.model.ask(question, for: person).value, goals: refs)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      return .nothing(.failed)
    }
  }

  private static let mostToldGoals = 15
}
