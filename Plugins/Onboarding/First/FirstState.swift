import Contracts
import PluginAPI

/// The short way through the first conversation, or the long one.
enum FirstPath: Int, Codable, Sendable {
  case fast, full

  /// The numbered steps in their order.
  var steps: [FirstStep] {
    switch self {
    case .fast: [.address, .zone, .wish, .rhythm, .review]
    case .full: [.address, .zone, .areas, .wish, .moodboard, .obstacle, .rhythm, .review]
    }
  }
}

/// A step of the first conversation. The numbers are stored; ``FirstPath/steps`` is the order.
enum FirstStep: Int, Codable, Sendable {
  case welcome, address, zone, wish, rhythm, review, areas, moodboard, obstacle, thinking
  /// Whether what a model reads may leave the country.
  case abroad
}

/// Where somebody is in the first conversation, and what they said so far.
struct FirstState: WordsOnly {
  var step: FirstStep
  var path = FirstPath.fast
  /// Done before: goals stay, and the welcome says so.
  var isAgain = false
  /// Back to the review after this step.
  var isFixing = false
  /// The review asks what to change, field by field.
  var isChoosing = false
  /// Asks whether to go on with the step.
  var isResuming = false
  /// When it last asked that.
  var offeredAt: Instant?
  /// Somebody seemed to be in a crisis: nothing is asked until they want to go on.
  var crisis: SafetyCategory?
  var zone: ZoneStep
  /// The place that was chosen, which may have another name than the zone's city.
  var place: ZoneStep.Option?
  /// The place was chosen just now: this card says so.
  var hasNewZone = false
  var wish = WishDraft()
  /// The language in which the wish was written.
  var language: Language?
  var areas: [Area] = []
  var obstacle = ""
  /// One of the obstacles on offer, by its number, instead of words.
  var quickObstacle: Int?
  var rhythm: CheckInRhythm?
  var style = CoachProfile.Style.soft
  /// Names the pictures of this conversation.
  var round: RowID?
  var pictures = PictureCount()
  /// How many of them could not be read, once somebody tried. Optional, since states from before have none.
  var unread: Int?
  /// Names the question to the model that is under way.
  var asked: RowID?
  /// The question waits until the pictures were looked at.
  var awaitsLook = false
  /// What the model understood.
  var insight: Insight?
  /// The model was asked and did not answer in time, or with nothing that could be used.
  var hasFallenBack = false
  /// How often the model was asked to do better.
  var corrections = 0
  /// The review waits for a correction in words.
  var isCorrecting = false
  /// The part of the insight that is being put into other words.
  var field: InsightField?
  var isTeen = false
  /// What the model noticed that is better in other hands.
  var caution: SafetyCategory?
  var refusedAt: Instant?

  init(_ step: FirstStep, at now: Instant) {
    self.step = step
    zone = ZoneStep(shownAt: now)
  }
}

extension FirstState {
  static let mostCorrections = 3

  /// The number of the step and how many there are.
  var progress: (number: Int, total: Int) {
    let steps = path.steps
    let shown: FirstStep = step == .thinking ? .review : step
    return ((steps.firstIndex(of: shown) ?? 0) + 1, steps.count)
  }

  /// The same, asking whether to go on.
  func resuming(at now: Instant) -> FirstState {
    var next = self
    next.isResuming = true
    next.offeredAt = now
    return next
  }

  /// The name of the person's place, while their zone is the one that was chosen by it.
  func place(in zone: Zone) -> String? { place?.zone == zone.id ? place?.place : nil }

  /// What comes after the present step.
  var following: FirstStep {
    if isFixing { return .review }
    let steps = path.steps
    guard let index = steps.firstIndex(of: step), index + 1 < steps.count else { return .review }
    return steps[index + 1]
  }

  func move(to step: FirstStep, isFixing: Bool = false, at now: Instant) -> FirstState {
    var next = self
    next.step = step
    next.isFixing = isFixing
    next.isChoosing = false
    next.isCorrecting = false
    next.field = nil
    next.isResuming = false
    next.crisis = nil
    next.refusedAt = nil
    next.hasNewZone = false
    next.zone = zone.askingForClock(at: now)
    return next
  }

  /// What the model is told.
  func input(obstacle: String, said: String? = nil) -> ProfileInput {
    let language = language ?? .english
    var texts = [ProfileInput.Said(kind: "wish", language: language, text: wish.text)]
    if !obstacle.isEmpty { texts.append(.init(kind: "obstacle", language: language, text: obstacle)) }
    let correction = said.flatMap { said in insight.map { ProfileInput.Correction(previous: $0, said: said) } }
    return ProfileInput(areas: areas, said: texts, sight: nil, correction: correction)
  }

  /// What will be kept.
  func profile(rhythm: CheckInRhythm, obstacle: String, at now: Instant) -> Profile {
    Profile(
      wish: wish.text, rhythm: rhythm, style: style, areas: insight?.areas ?? areas, obstacle: obstacle,
      insight: insight, moodboard: pictures.kept > 0 ? round : nil, isTeen: isTeen, language: language,
      completedAt: now)
  }
}
