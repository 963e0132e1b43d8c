import Contracts
import PluginAPI

/// `/profile`: what is known of the person, and the buttons to change it.
struct ProfileDialog: Dialog {
  static let name = "onboarding.profile"
  static let version = 2
  static let timeToLive = Duration.days(1)
  /// The latest hour at which a day may begin.
  static let latestDayStart = 6

  enum Page: Codable, Sendable, Hashable {
    case overview, name, address, gender, dayStart, wish, style, areas, obstacle, basis
    case insight(InsightField)
  }

  struct State: WordsOnly {
    var page = Page.overview
    /// What the profile held when the dialog began, or holds since; nil before the first conversation is done.
    var profile: Profile?
    var draft = WishDraft()
    /// Areas that are being chosen.
    var areas: [Area] = []
    /// What was seen in the pictures, on the page that says what the profile is based on.
    var sight: Sight?
    /// The overview says that the last change was saved.
    var hasSaved = false
    var crisis: SafetyCategory?
    var refusedAt: Instant?

    init(_ profile: Profile?) { self.profile = profile }

    func show(_ page: Page, hasSaved: Bool = false) -> DialogStep<State> {
      var next = self
      next.page = page
      next.hasSaved = hasSaved
      next.refusedAt = nil
      next.crisis = nil
      next.draft = WishDraft()
      next.areas = profile?.insight?.areas ?? profile?.areas ?? []
      return .show(next)
    }
  }

  enum Choice: Codable, Sendable {
    case open(Page)
    case address(FormOfAddress)
    case gender(GrammaticalGender)
    case noGender
    case dayStart(hour: Int)
    case wishDone, wishAnew
    case style(Int)
    case area(Int), areasDone
    case emptyField, notTeen
    case close
  }

  let configuration: OnboardingConfiguration
  let store: ProfileStore
  let pictures: PictureStore
  let asker: ZoneAsker
  let ear: CrisisEar

  func hasUnsavedText(_ state: State) -> Bool { !state.draft.isEmpty }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .choice(let choice): return try await press(choice, state, turn)
    case .message(let message):
      if let crisis = ear.hears(message.text) {
        try await ear.answer(crisis, turn)
        var next = state
        next.crisis = crisis
        return .show(next)
      }
      guard let text = message.typed else { return state.refusing(turn) }
      return try await write(text, state, turn)
    }
  }
}
