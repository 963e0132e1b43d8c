import Contracts
import PluginAPI

/// Goes on with a form that waited for the consent to a model abroad.
struct GoOnWithGoal: JobPayload {
  static let name = "goals.go_on_with_goal"
}

extension NewGoalDialog {
  /// Whether the model may be one in another country; or the form without it.
  func abroadCard(_ state: State, _ turn: Turn) -> Card {
    let agree = plugin.memory().agreeButton(
      title: turn.string("new.abroad.button"), to: [.abroad], closing: false)
    var parts = [turn.text("new.abroad")]
    if let words = state.words {
      parts.insert(turn.text("summary.title", ["title": .string(UserText.clean(words, limit: Limits.why))]), at: 0)
    }
    return Card(
      parts.joined(separator: "\n\n"),
      keyboard: Keyboard(
        [
          agree.map { [$0] } ?? [], [Button(turn.string("new.by_hand.button"), choose: FormChoice(.skip))],
          [Button(turn.string("cancel.button"), choose: FormChoice(.cancel))],
        ].filter { !$0.isEmpty }))
  }

  /// The answer "yes" is a button of whoever keeps the consents; see ``GoOnWithGoal``.
  func abroad(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) -> DialogStep<State> {
    var next = state
    switch input {
    case .choice(let choice) where choice.action == .cancel: return .finish(Card(turn.text("new.cancelled")))
    case .choice(let choice):
      if choice.action == .skip { next.goOnByHand(nil) }
      return .show(next)
    case .message(let message):
      // Words are no consent, but they are not lost.
      guard message.isWritten else { return .retry(turn.text("form.text_only")) }
      if let category = Heard.category(of: message.text) { return .retry(turn.text(category.refusalKey)) }
      let words = [state.words, message.text].compactMap { $0 }.joined(separator: "\n")
      next.words = UserText.clean(words, limit: Self.mostWords, multiline: true)
      if next.words?.isEmpty == true { next.words = nil }
      turn.show(NewGoalDialog.self, next, .instead)
      return .show(next)
    }
  }
}

extension GoalsPlugin {
  /// Whether a new goal begins with the question of a model abroad: once, and seldom again.
  func asksAbroad(_ turn: Turn) async throws -> Bool {
    guard hasModel, try await memory().missing(for: .model, turn.person.id, turn) == [.abroad],
      memory().agreeButton(title: "", to: [.abroad], closing: false) != nil
    else { return false }
    return try await CoachStore.state(of: turn.person.id, turn).mayBeAskedAbroad(at: turn.now)
  }

  /// What was agreed to or taken back is read in a turn of its own.
  func goOnAfterConsent(_ turn: Turn, _ events: [ConsentChanged]) throws {
    guard try turn.dialogState(of: NewGoalDialog.self)?.step == .abroad else { return }
    turn.enqueue(GoOnWithGoal(), unique: "goal")
  }

  func goOn(_ turn: Turn, _ job: GoOnWithGoal) async throws {
    guard var state = try turn.dialogState(of: NewGoalDialog.self), state.step == .abroad else { return }
    let missing = try await memory().missing(for: .model, turn.person.id, turn)
    guard missing.isEmpty else {
      // Who wants no model at all is not kept waiting for one.
      guard missing.contains(.model) else { return }
      state.goOnByHand(nil)
      return turn.show(NewGoalDialog.self, state, .instead)
    }
    state.isAssisted = true
    if state.words == nil {
      state.step = .field(.title)
    } else {
      state.step = .thinking
      turn.start(state.request)
    }
    turn.show(NewGoalDialog.self, state, .instead)
  }
}
