import Contracts
import PluginAPI

extension FirstDialog {
  /// What a button does.
  func press(_ choice: Choice, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch choice {
    case .agree(let path): return .show(try await begin(path, withModel: true, state, turn))
    case .agreeAbroad: return .show(agreeAbroad(state, turn))
    case .agreeWithoutModel: return .show(try await begin(.fast, withModel: false, state, turn))
    case .goOn: return try await goOn(state, turn)
    case .anew: return .show(startOver(state, turn))
    case .keepName: return named(state, turn)
    case .address(let form):
      turn.changePerson { $0.address = form }
      return named(state, turn)
    case .zone(let choice): return zone(asker.answer(choice, state.zone, turn), state, turn)
    case .wrongTime: return .show(state.move(to: .zone, isFixing: state.step == .review, at: turn.now))
    case .area(let index): return .show(toggling(index, state))
    case .areasDone: return try await areasDone(state, turn)
    case .wishDone: return try await wishDone(state, turn)
    case .wishAnew:
      return .show(
        changed(state) {
          $0.wish = WishDraft()
          $0.caution = nil
        })
    case .boardDone: return try await boardDone(state, turn)
    case .boardAnew: return .show(boardAnew(state, turn))
    case .obstacle(let index):
      guard state.step == .obstacle, (1...Self.quickObstacles).contains(index) else { return .show(state) }
      return try await overcame("", quick: index, state, turn)
    case .skipObstacle: return try await overcame("", quick: nil, state, turn)
    case .style(let index):
      guard CoachProfile.Style.allCases.indices.contains(index) else { return .show(state) }
      return .show(changed(state) { $0.style = CoachProfile.Style.allCases[index] })
    case .rhythm(let rhythm): return try await advance(changed(state) { $0.rhythm = rhythm }, turn)
    case .ownWords: return .show(state.step == .thinking ? state.inOwnWords(at: turn.now) : state)
    case .accept: return try await accept(state, turn)
    case .correct: return .show(correcting(state))
    case .byHand:
      return .show(
        changed(state) {
          $0.isCorrecting = false
          $0.isChoosing = true
        })
    case .back:
      return .show(
        changed(state) {
          $0.isChoosing = $0.field != nil
          $0.isCorrecting = false
          $0.field = nil
        })
    case .field(let step):
      let fields: [Step] = [.address, .zone, .areas, .wish, .obstacle, .rhythm]
      return .show(fields.contains(step) ? state.move(to: step, isFixing: true, at: turn.now) : state)
    case .insight(let field):
      return .show(
        changed(state) {
          $0.field = $0.insight == nil ? nil : field
          $0.isChoosing = false
        })
    case .emptyField: return .show(setting("", state))
    case .notTeen: return .show(changed(state) { $0.isTeen = false })
    }
  }

  func changed(_ state: State, _ change: (inout State) -> Void) -> State {
    var next = state
    next.refusedAt = nil
    change(&next)
    return next
  }

  // MARK: Beginning

  private func begin(_ path: FirstPath, withModel: Bool, _ state: State, _ turn: Turn) async throws -> State {
    let grants = try await consents.grants(of: turn.person.id, turn)
    var kinds: [Consent] = [.terms]
    if withModel, let model {
      kinds.append(.model)
      if path == .full, model.vision { kinds.append(.photos) }
    }
    for kind in kinds {
      turn.write(
        consents.grant(kind, version: configuration.consentVersion, at: turn.now, by: turn.person.id))
    }
    let revoked: [Consent] = withModel ? [] : [.model, .photos, .abroad]
    for kind in revoked { turn.write(consents.revoke(kind, at: turn.now, by: turn.person.id)) }
    turn.publish(ConsentChanged(granted: kinds, revoked: revoked))
    // Another country is another question.
    let asks = withModel && model?.isAbroad == true && grants[.abroad] == nil
    var next = state.move(to: asks ? .abroad : .address, at: turn.now)
    next.path = path
    return next
  }

  private func agreeAbroad(_ state: State, _ turn: Turn) -> State {
    guard state.step == .abroad else { return state }
    turn.write(consents.grant(.abroad, version: configuration.consentVersion, at: turn.now, by: turn.person.id))
    turn.publish(ConsentChanged(granted: [.abroad]))
    return state.move(to: .address, at: turn.now)
  }

  private func startOver(_ state: State, _ turn: Turn) -> State {
    turn.dropLocationKey(state.zone, wasUsed: false)
    if let round = state.round { turn.write(pictures.clear(round, of: turn.person.id)) }
    var next = State(state.step == .welcome || state.step == .abroad ? .welcome : .address, at: turn.now)
    next.path = state.path
    next.isAgain = state.isAgain
    return next
  }

  /// After a pause. A question to the model that was under way is asked again.
  private func goOn(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    let next = state.move(to: state.step, isFixing: state.isFixing, at: turn.now)
    guard state.step == .thinking else { return .show(next) }
    return .show(try await review(next, turn))
  }

  // MARK: Steps

  private func named(_ state: State, _ turn: Turn) -> DialogStep<State> {
    if (turn.person.name).isEmpty { return .retry(turn.text("name.empty")) }
    return .show(state.move(to: state.following, at: turn.now))
  }

  private func toggling(_ index: Int, _ state: State) -> State {
    guard state.step == .areas, Area.allCases.indices.contains(index) else { return state }
    return changed(state) { next in
      let area = Area.allCases[index]
      if next.areas.contains(area) {
        next.areas.removeAll { $0 == area }
      } else if next.areas.count < Area.limit {
        next.areas.append(area)
      }
    }
  }

  private func areasDone(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard !state.areas.isEmpty else { return .retry(turn.text("areas.none", ["limit": .int(Area.limit)])) }
    guard var insight = state.insight, state.isFixing else { return try await advance(state, turn) }
    // What was chosen by button needs no model to be understood.
    insight.areas = state.areas
    return .show(changed(state.move(to: .review, at: turn.now)) { $0.insight = insight })
  }

  private func wishDone(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard state.wish.isEnough else { return .retry(turn.text("wish.short", ["count": .int(WishDraft.fewestWords)])) }
    var next = state
    // What was understood of another wish does not count.
    if state.isFixing { next.insight = nil }
    if next.following == .moodboard, next.round == nil { next.round = turn.newID() }
    return try await advance(next, turn)
  }

  func overcame(_ obstacle: String, quick: Int?, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard state.step == .obstacle else { return .show(state) }
    var next = state
    next.obstacle = obstacle
    next.quickObstacle = quick
    if state.isFixing { next.insight = nil }
    return try await advance(next, turn)
  }

  /// On to the next step; before the review the model is asked, if there is one.
  func advance(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    let step = state.following
    guard step == .review else { return .show(state.move(to: step, at: turn.now)) }
    return .show(try await review(state.move(to: .review, at: turn.now), turn))
  }

  // MARK: The review

  private func correcting(_ state: State) -> State {
    changed(state) {
      $0.isCorrecting = $0.insight != nil && $0.corrections < State.mostCorrections
      $0.isChoosing = !$0.isCorrecting
    }
  }

  /// Puts a part of the insight into the person's words.
  func setting(_ text: String, _ state: State) -> State {
    changed(state) {
      if let field = $0.field { $0.insight = $0.insight?.changing(field, to: text) }
      $0.field = nil
    }
  }
}
