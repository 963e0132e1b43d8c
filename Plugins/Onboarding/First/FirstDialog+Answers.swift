import Contracts
import PluginAPI

extension FirstDialog {
  // MARK: Buttons

  func press(_ choice: Choice, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch choice {
    case .agree:
      turn.write(
        store.grantConsent(version: configuration.consentVersion, at: turn.now, by: turn.person.id))
      return .show(state.move(to: .address, isFixing: false, at: turn.now))
    case .goOn: return .show(state.move(to: state.step, isFixing: state.isFixing, at: turn.now))
    case .anew:
      turn.dropLocationKey(state.zone, wasUsed: false)
      return .show(State(state.step == .welcome ? .welcome : .address, at: turn.now))
    case .keepName: return named(state, turn)
    case .address(let form):
      turn.changePerson { $0.address = form }
      return named(state, turn)
    case .zone(let choice): return zone(asker.answer(choice, state.zone, turn), state, turn)
    case .wrongTime: return .show(state.move(to: .zone, isFixing: state.step == .review, at: turn.now))
    case .wishDone:
      guard state.wish.isEnough else { return .retry(turn.text("wish.short", ["count": .int(WishDraft.fewestWords)])) }
      return .show(state.advanced(at: turn.now))
    case .wishAnew:
      var next = state
      next.wish = WishDraft()
      return .show(next)
    case .rhythm(let rhythm):
      var next = state.advanced(at: turn.now)
      next.rhythm = rhythm
      return .show(next)
    case .accept: return try await accept(state, turn)
    case .fix, .back:
      var next = state
      if case .fix = choice { next.isChoosing = true } else { next.isChoosing = false }
      return .show(next)
    case .field(let step):
      // The welcome and the review are no fields.
      guard step != .welcome, step != .review else { return .show(state) }
      return .show(state.move(to: step, isFixing: true, at: turn.now))
    }
  }

  private func named(_ state: State, _ turn: Turn) -> DialogStep<State> {
    if turn.person.name.isEmpty { return .retry(turn.text("name.empty")) }
    return .show(state.advanced(at: turn.now))
  }

  // MARK: Messages

  func write(_ message: IncomingMessage, _ state: State, _ turn: Turn) -> DialogStep<State> {
    if state.step == .zone { return zone(asker.answer(message, state.zone, turn), state, turn) }
    guard let text = message.typed else { return state.refusing(turn) }
    switch state.step {
    case .welcome: return .retry(turn.text("first.press"))
    case .address: return name(text, state, turn)
    case .wish: return wish(text, state, turn)
    case .zone, .rhythm, .review: return .retry(turn.text("first.choose"))
    }
  }

  private func name(_ text: String, _ state: State, _ turn: Turn) -> DialogStep<State> {
    switch PersonName.read(text) {
    case .failure(.empty): return .retry(turn.text("name.empty"))
    case .failure(.tooLong): return .retry(turn.text("name.long", ["limit": .int(PersonName.limit)]))
    case .success(let name):
      turn.changePerson { $0.name = name }
      // In Russian the form of address is still to be chosen.
      if turn.person.language == .russian {
        return .show(state.move(to: .address, isFixing: state.isFixing, at: turn.now))
      }
      return .show(state.advanced(at: turn.now))
    }
  }

  private func wish(_ text: String, _ state: State, _ turn: Turn) -> DialogStep<State> {
    var next = state
    switch next.wish.add(text) {
    case .nothing: return .retry(turn.text("wish.empty"))
    case .tooLong(let room):
      return .retry(turn.text("wish.long", ["limit": .int(WishDraft.limit), "room": .int(room)]))
    case .added:
      next.refusedAt = nil
      next.hasNewZone = false
      return .show(next)
    }
  }

  private func zone(_ outcome: ZoneOutcome, _ state: State, _ turn: Turn) -> DialogStep<State> {
    var next = state
    next.refusedAt = nil
    switch outcome {
    case .ask(let step):
      next.zone = step
      if step.source == .location {
        turn.dropLocationKey(step, wasUsed: true)
        next.zone.hasLocationKey = false
      }
      return .show(next)
    case .problem(let problem): return .retry(problem)
    case .unusable: return state.refusing(turn)
    case .chosen(let zone, let place):
      turn.dropLocationKey(state.zone, wasUsed: false)
      turn.adopt(zone)
      next = next.advanced(at: turn.now)
      next.zone.hasLocationKey = false
      next.place = ZoneStep.Option(zone: zone.id, place: place)
      next.hasNewZone = true
      return .show(next)
    }
  }

  // MARK: The end

  private func accept(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    // Both are there on the review; a state from elsewhere goes back to what it lacks.
    guard state.wish.isEnough else { return .show(state.move(to: .wish, isFixing: true, at: turn.now)) }
    guard let rhythm = state.rhythm else { return .show(state.move(to: .rhythm, isFixing: true, at: turn.now)) }
    let isFirst = try await store.profile(of: turn.person.id, turn) == nil
    let profile = Profile(wish: state.wish.text, rhythm: rhythm, completedAt: turn.now)
    turn.write(store.save(profile, of: turn.person.id), expecting: .exactly(1))
    turn.publish(OnboardingCompleted(rhythm: rhythm, wish: profile.wish, isFirst: isFirst))
    let first = UserText.clean(profile.wish, limit: 200)
    let button = starter.startButton(title: turn.string("first.goal.button"), text: first)
    let key = button == nil ? "first.done" : "first.done.goal"
    return .finish(
      Card(turn.text(key, ["name": .string(turn.person.name)]), keyboard: button.map { Keyboard(row: [$0]) }))
  }
}
