import Contracts
import PluginAPI

extension FirstDialog {
  /// Characters of an obstacle, or of a correction.
  static let remarkLimit = 500

  /// What somebody wrote or sent.
  func write(_ message: IncomingMessage, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    // Before anything else, and whatever the step: also under a picture.
    if let crisis = ear.hears(message.text) {
      return try await pause(state, crisis, isTeen: isTeenager(message.text), turn)
    }
    if state.step == .zone { return zone(asker.answer(message, state.zone, turn), state, turn) }
    // Taken one by one without a card for each; see ``PictureSteps``.
    if state.step == .moodboard, !message.content.isDisjoint(with: .attachments) { return .ignore }
    guard let text = message.typed else { return state.refusing(turn) }
    var state = state
    if isTeenager(text) { state.isTeen = true }
    switch state.step {
    case .welcome, .abroad: return .retry(turn.text("first.press"))
    case .address: return name(text, state, turn)
    case .wish: return wish(text, state, turn)
    case .obstacle: return try await obstacle(text, state, turn)
    case .moodboard: return .retry(turn.text("board.press"))
    case .thinking:
      turn.show(FirstDialog.self, state, .instead)
      return .show(state)
    case .review: return try await correct(text, state, turn)
    case .zone, .areas, .rhythm: return .retry(turn.text("first.choose"))
    }
  }

  func isTeenager(_ text: String) -> Bool { StatedAge.find(in: text).map { $0 < configuration.adultAge } ?? false }

  /// The conversation waits; what was just written is not kept.
  func pause(
    _ state: State, _ crisis: SafetyCategory, isTeen: Bool, _ turn: Turn
  ) async throws -> DialogStep<State> {
    var next = state
    next.isTeen = state.isTeen || isTeen
    try await ear.answer(crisis, isTeen: next.isTeen, turn)
    next.crisis = crisis
    return .show(next)
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
      return .show(state.move(to: state.following, at: turn.now))
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
      next.language = turn.person.language
      next.caution = ear.category(of: next.wish.text) ?? next.caution
      return .show(next)
    }
  }

  private func obstacle(_ text: String, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard !UserText.isTooLong(text, limit: Self.remarkLimit, multiline: true) else {
      return .retry(turn.text("remark.long", ["limit": .int(Self.remarkLimit)]))
    }
    let obstacle = UserText.clean(text, limit: Self.remarkLimit, multiline: true)
    guard !obstacle.isEmpty else { return .retry(turn.text("wish.empty")) }
    return try await overcame(obstacle, quick: nil, state, turn)
  }

  /// At the review: a part of the insight in other words, or what the model should do better.
  private func correct(_ text: String, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard state.insight != nil else { return .retry(turn.text("first.choose")) }
    let remark = UserText.clean(text, limit: Self.remarkLimit, multiline: true)
    guard !remark.isEmpty else { return .retry(turn.text("wish.empty")) }
    if let field = state.field {
      guard field.isList || !UserText.isTooLong(remark, limit: field == .summary ? 400 : 200) else {
        return .retry(turn.text("remark.long", ["limit": .int(field == .summary ? 400 : 200)]))
      }
      return .show(setting(remark, state))
    }
    if state.isChoosing { return .retry(turn.text("first.choose")) }
    guard !UserText.isTooLong(text, limit: Self.remarkLimit, multiline: true) else {
      return .retry(turn.text("remark.long", ["limit": .int(Self.remarkLimit)]))
    }
    guard state.corrections < State.mostCorrections else {
      return .show(changed(state) { $0.isChoosing = true })
    }
    return .show(try await ask(changed(state) { $0.corrections += 1 }, said: remark, turn))
  }

  func zone(_ outcome: ZoneOutcome, _ state: State, _ turn: Turn) -> DialogStep<State> {
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
      next = next.move(to: next.following, at: turn.now)
      next.zone.hasLocationKey = false
      // The zone's own city is named in whatever language the card is shown.
      next.place = place == asker.name(of: zone.id, turn) ? nil : ZoneStep.Option(zone: zone.id, place: place)
      next.hasNewZone = true
      return .show(next)
    }
  }
}
