import Contracts
import PluginAPI

/// `/profile`: what is known of the person, and the buttons to change it.
struct ProfileDialog: Dialog {
  static let name = "onboarding.profile"
  static let timeToLive = Duration.days(1)
  /// The latest hour at which a day may begin.
  static let latestDayStart = 6

  enum Page: String, Codable, Sendable { case overview, name, address, gender, dayStart, wish }

  struct State: WordsOnly {
    var page = Page.overview
    /// What the profile held when the dialog began, or holds since; nil before the first conversation is done.
    var wish: String?
    var rhythm: CheckInRhythm?
    var draft = WishDraft()
    /// The overview says that the last change was saved.
    var hasSaved = false
    var refusedAt: Instant?

    init(_ profile: Profile?) {
      wish = profile?.wish
      rhythm = profile?.rhythm
    }

    func show(_ page: Page, hasSaved: Bool = false) -> DialogStep<State> {
      var next = self
      next.page = page
      next.hasSaved = hasSaved
      next.refusedAt = nil
      next.draft = WishDraft()
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
    case close
  }

  let store: ProfileStore
  let asker: ZoneAsker

  func hasUnsavedText(_ state: State) -> Bool { !state.draft.isEmpty }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .choice(let choice): return press(choice, state, turn)
    case .message(let message):
      guard let text = message.typed else { return state.refusing(turn) }
      switch state.page {
      case .name: return name(text, state, turn)
      case .wish: return wish(text, state, turn)
      case .overview, .address, .gender, .dayStart: return .retry(turn.text("first.choose"))
      }
    }
  }

  private func press(_ choice: Choice, _ state: State, _ turn: Turn) -> DialogStep<State> {
    switch choice {
    case .open(.wish) where state.wish == nil: return state.show(.overview)
    case .open(let page): return state.show(page)
    case .address(let form):
      turn.changePerson { $0.address = form }
      return state.show(.overview, hasSaved: true)
    case .gender(let gender):
      turn.changePerson { $0.gender = gender }
      return state.show(.overview, hasSaved: true)
    case .noGender:
      turn.changePerson { $0.gender = nil }
      return state.show(.overview, hasSaved: true)
    case .dayStart(let hour):
      guard (0...Self.latestDayStart).contains(hour), let time = LocalTime(hour: hour, minute: 0) else {
        return state.show(.dayStart)
      }
      turn.changePerson { $0.dayStart = time }
      return state.show(.overview, hasSaved: true)
    case .wishDone: return saveWish(state, turn)
    case .wishAnew: return state.show(.wish)
    case .close: return .finish(Card(overview(state, turn)))
    }
  }

  private func name(_ text: String, _ state: State, _ turn: Turn) -> DialogStep<State> {
    switch PersonName.read(text) {
    case .failure(.empty): return .retry(turn.text("name.empty"))
    case .failure(.tooLong): return .retry(turn.text("name.long", ["limit": .int(PersonName.limit)]))
    case .success(let name):
      turn.changePerson { $0.name = name }
      return state.show(.overview, hasSaved: true)
    }
  }

  private func wish(_ text: String, _ state: State, _ turn: Turn) -> DialogStep<State> {
    var next = state
    next.refusedAt = nil
    switch next.draft.add(text) {
    case .nothing: return .retry(turn.text("wish.empty"))
    case .tooLong(let room):
      return .retry(turn.text("wish.long", ["limit": .int(WishDraft.limit), "room": .int(room)]))
    case .added: return .show(next)
    }
  }

  private func saveWish(_ state: State, _ turn: Turn) -> DialogStep<State> {
    guard state.draft.isEnough else { return .retry(turn.text("wish.short", ["count": .int(WishDraft.fewestWords)])) }
    turn.write(store.change(wish: state.draft.text, of: turn.person.id), expecting: .exactly(1))
    var next = state
    next.wish = state.draft.text
    return next.show(.overview, hasSaved: true)
  }
}
