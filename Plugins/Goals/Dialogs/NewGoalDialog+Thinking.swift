import Contracts
import PluginAPI

/// The part of the form that a model helps with.
extension NewGoalDialog {
  /// Characters of a wish, with everything that is added to it.
  static let mostWords = 1000

  /// The first answer: what the model makes a goal of.
  func wish(_ message: IncomingMessage, _ state: State, _ turn: Turn) -> DialogStep<State> {
    guard message.isWritten else { return .retry(turn.text("form.text_only")) }
    let words = UserText.clean(message.text, limit: Self.mostWords, multiline: true)
    guard words.contains(where: \.isLetter) else { return .retry(turn.text("form.empty")) }
    if let problem = refusal(words, turn) { return problem }
    var next = state
    next.words = words
    return think(next, turn)
  }

  func whileThinking(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) -> DialogStep<State> {
    var next = state
    switch input {
    case .choice(let choice) where choice.action == .cancel: return .finish(Card(turn.text("new.cancelled")))
    case .choice(let choice) where choice.action == .skip:
      next.goOnByHand(nil)
      return .show(next)
    case .choice: return .show(state)
    case .message(let message):
      guard message.content.contains(.text) else { return telling("form.text_only", state, turn) }
      guard (state.rounds ?? 0) < State.mostRounds else { return telling("new.thinking.wait", state, turn) }
      // More words: what is under way is of yesterday.
      let text = "\(state.words ?? "")\n\(message.text)"
      next.words = UserText.clean(text, limit: Self.mostWords, multiline: true)
      next.rounds = (state.rounds ?? 0) + 1
      if let category = Heard.category(of: message.text) { return telling(category.refusalKey, state, turn) }
      // There is one card that says to wait, not one for each word.
      turn.show(NewGoalDialog.self, next, .instead)
      return think(next, turn)
    }
  }

  /// Says something above the card that says to wait.
  private func telling(_ key: String, _ state: State, _ turn: Turn) -> DialogStep<State> {
    turn.send(turn.text(key))
    turn.resumeDialog()
    return .show(state)
  }

  /// An answer to one of the model's questions.
  func question(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) -> DialogStep<State> {
    guard let asked = state.questions?.first else { return think(state, turn) }
    var next = state
    let answer: String?
    switch input {
    case .choice(let choice):
      switch choice.action {
      case .cancel: return .finish(Card(turn.text("new.cancelled")))
      case .skip: answer = nil
      case .pick where asked.quickAnswers.indices.contains(choice.value): answer = asked.quickAnswers[choice.value]
      default: return .show(state)
      }
    case .message(let message):
      guard message.content.contains(.text) else { return .retry(turn.text("form.text_only")) }
      let text = UserText.clean(message.text, limit: Limits.why)
      guard !text.isEmpty else { return .retry(turn.text("form.empty")) }
      if let problem = refusal(text, turn) { return problem }
      answer = text
    }
    next.answers = (state.answers ?? []) + [AnalyseGoal.Exchange(question: asked.text, answer: answer)]
    next.questions = Array((state.questions ?? []).dropFirst())
    return next.questions?.isEmpty == false ? .show(next) : think(next, turn)
  }

  /// A correction in words.
  func correct(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) -> DialogStep<State> {
    guard state.canCorrect, case .message(let message) = input, message.content.contains(.text) else {
      return .retry(turn.text("form.use_buttons"))
    }
    let words = UserText.clean(message.text, limit: Limits.why)
    guard !words.isEmpty else { return .retry(turn.text("form.empty")) }
    if let problem = refusal(words, turn) { return problem }
    var next = state
    next.correction = AnalyseGoal.Correction(
      title: "\(state.draft.title) · \(turn.words.measure(state.draft.load, dueDate: state.draft.dueDate))",
      words: words)
    next.rounds = (state.rounds ?? 0) + 1
    return think(next, turn)
  }

  /// What is answered in code, before a model reads it.
  private func refusal(_ text: String, _ turn: Turn) -> DialogStep<State>? {
    Heard.category(of: text).map { .retry(turn.text($0.refusalKey)) }
  }

  private func think(_ state: State, _ turn: Turn) -> DialogStep<State> {
    var next = state
    next.step = .thinking
    turn.start(next.request)
    return .show(next)
  }
}

extension NewGoalDialog.State {
  /// Whether the proposal can be corrected in words.
  var canCorrect: Bool { isAssisted == true && words != nil && (rounds ?? 0) < Self.mostRounds }
}
