import Contracts
import PluginAPI

/// After this time the person's own words have to do.
struct StopThinking: JobPayload {
  static let name = "onboarding.stop_thinking"
  static let key = "thinking"
  static let patience = Duration.seconds(25)
  var asked: RowID
}

extension FirstState {
  /// The review without a model.
  func inOwnWords(at now: Instant) -> FirstState {
    var next = move(to: .review, at: now)
    next.hasFallenBack = true
    next.asked = nil
    next.awaitsLook = false
    return next
  }
}

extension FirstDialog {
  /// To the review, through a question to the model where there is one, the person agreed to it, and it has not answered.
  func review(_ state: State, _ turn: Turn) async throws -> State {
    guard state.insight == nil, model != nil, try await !ear.isOpen(turn),
      try await consents.grants(of: turn.person.id, turn).allow(.model, model)
    else { return state.move(to: .review, at: turn.now) }
    return try await ask(state, said: nil, turn)
  }

  /// Asks the model.
  func ask(_ state: State, said: String?, _ turn: Turn) async throws -> State {
    let asked = turn.newID()
    var next = state.move(to: .thinking, at: turn.now)
    next.asked = asked
    next.hasFallenBack = false
    next.awaitsLook = false
    let request = DescribeRequest(
      asked: asked, round: state.round, input: state.input(obstacle: obstacle(state, turn), said: said))
    if let round = state.round, case .pending? = try await pictures.look(at: round, turn.person.id, turn) {
      // Begun when the pictures have been looked at; see ``hasLooked(_:_:)``.
      next.awaitsLook = true
    } else {
      turn.start(request)
    }
    turn.enqueue(StopThinking(asked: asked), .after(StopThinking.patience), unique: StopThinking.key)
    return next
  }

  /// The pictures were looked at, with or without success.
  func hasLooked(_ round: RowID, _ turn: Turn) throws {
    guard let state = try turn.dialogState(of: FirstDialog.self), state.round == round, state.step == .thinking,
      state.awaitsLook, let asked = state.asked
    else { return }
    turn.start(DescribeRequest(asked: asked, round: round, input: state.input(obstacle: obstacle(state, turn))))
  }

  /// The model answered, or failed to.
  func hear(_ turn: Turn, _ request: DescribeRequest, _ result: WorkResult<Description>) async throws {
    // Cancelled, begun again, or too late.
    guard let state = try turn.dialogState(of: FirstDialog.self), state.step == .thinking,
      state.asked == request.asked
    else { return }
    turn.cancel(StopThinking.self, unique: StopThinking.key)
    let answer = result.output ?? Description()
    var next: State
    if let insight = answer.insight {
      next = state.move(to: .review, at: turn.now)
      next.insight = insight
      next.asked = nil
    } else if request.input.correction != nil, answer.safety == nil {
      // A correction that did not work leaves what was understood before, and the fields.
      next = state.move(to: .review, at: turn.now)
      next.asked = nil
      next.isChoosing = true
      next.hasFallenBack = true
    } else {
      next = state.inOwnWords(at: turn.now)
      next.insight = nil
    }
    next.caution = answer.safety ?? state.caution
    if answer.safety == .minor { next.isTeen = true }
    if let crisis = answer.safety, crisis.isCrisis {
      try await ear.answer(crisis, isTeen: next.isTeen, turn)
      next.crisis = crisis
    }
    turn.show(FirstDialog.self, next, .instead)
  }

  func stopThinking(_ turn: Turn, _ job: StopThinking) async throws {
    guard let state = try turn.dialogState(of: FirstDialog.self), state.step == .thinking, state.asked == job.asked
    else { throw JobOutcome.cancel(reason: "the answer came, or the conversation went on") }
    turn.show(FirstDialog.self, state.inOwnWords(at: turn.now), .instead)
  }
}
