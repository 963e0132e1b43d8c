import Contracts
import PluginAPI

extension ProfileDialog {
  func press(_ choice: Choice, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch choice {
    case .open(.basis): return try await basis(state, turn)
    case .open(let page): return opening(page, state)
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
    case .wishDone: return try await saveWish(state, turn)
    case .wishAnew: return state.show(.wish)
    case .style(let index):
      guard CoachProfile.Style.allCases.indices.contains(index) else { return state.show(.style) }
      return try await save(state, turn) { $0.style = CoachProfile.Style.allCases[index] }
    case .area(let index): return .show(toggling(index, state))
    case .areasDone:
      guard !state.areas.isEmpty else { return .retry(turn.text("areas.none", ["limit": .int(Area.limit)])) }
      return try await save(state, turn) {
        $0.areas = state.areas
        $0.insight?.areas = state.areas
      }
    case .emptyField: return try await saveText("", state, turn)
    case .notTeen: return try await save(state, turn) { $0.isTeen = false }
    case .close: return .finish(Card(overview(state, turn)))
    }
  }

  /// Pages of what is not known yet lead back.
  private func opening(_ page: Page, _ state: State) -> DialogStep<State> {
    switch page {
    case .overview, .name, .address, .gender, .dayStart: state.show(page)
    case .insight: state.show(state.profile?.insight == nil ? .overview : page)
    case .wish, .style, .areas, .obstacle, .basis: state.show(state.profile == nil ? .overview : page)
    }
  }

  private func basis(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard let profile = state.profile else { return state.show(.overview) }
    var next = state
    next.sight = nil
    if let round = profile.moodboard,
      case .done(let sight)? = try await pictures.look(at: round, turn.person.id, turn)
    {
      next.sight = sight
    }
    return next.show(.basis)
  }

  private func toggling(_ index: Int, _ state: State) -> State {
    guard state.page == .areas, Area.allCases.indices.contains(index) else { return state }
    var next = state
    let area = Area.allCases[index]
    if next.areas.contains(area) {
      next.areas.removeAll { $0 == area }
    } else if next.areas.count < Area.limit {
      next.areas.append(area)
    }
    return next
  }

  // MARK: Words

  func write(_ text: String, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch state.page {
    case .name: return name(text, state, turn)
    case .wish: return wish(text, state, turn)
    case .obstacle, .insight: return try await saveText(text, state, turn)
    case .overview, .address, .gender, .dayStart, .style, .areas, .basis:
      return .retry(turn.text("first.choose"))
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

  private func saveWish(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard state.draft.isEnough else { return .retry(turn.text("wish.short", ["count": .int(WishDraft.fewestWords)])) }
    let wish = state.draft.text
    return try await save(state, turn) {
      $0.wish = wish
      $0.language = turn.person.language
      if isTeenager(wish) { $0.isTeen = true }
    }
  }

  private func saveText(_ raw: String, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    var limit = FirstDialog.remarkLimit
    if case .insight(let field) = state.page, !field.isList {
      limit = field == .summary ? Insight.summaryLimit : Insight.motivationLimit
      guard field != .summary || !UserText.clean(raw, limit: limit).isEmpty else {
        return .retry(turn.text("wish.empty"))
      }
    }
    guard !UserText.isTooLong(raw, limit: limit, multiline: true) else {
      return .retry(turn.text("remark.long", ["limit": .int(limit)]))
    }
    let text = UserText.clean(raw, limit: limit, multiline: true)
    return try await save(state, turn) {
      if case .insight(let field) = state.page {
        $0.insight = $0.insight?.changing(field, to: text)
      } else {
        $0.obstacle = text
      }
      if isTeenager(text) { $0.isTeen = true }
    }
  }

  private func isTeenager(_ text: String) -> Bool {
    StatedAge.find(in: text).map { $0 < configuration.adultAge } ?? false
  }

  /// Changes the profile as it is stored, which may be newer than what the card showed.
  private func save(_ state: State, _ turn: Turn, _ change: (inout Profile) -> Void) async throws -> DialogStep<State> {
    guard var profile = try await store.profile(of: turn.person.id, turn) else { return state.show(.overview) }
    change(&profile)
    turn.write(store.save(profile, of: turn.person.id), expecting: .exactly(1))
    var next = state
    next.profile = profile
    return next.show(.overview, hasSaved: true)
  }
}
