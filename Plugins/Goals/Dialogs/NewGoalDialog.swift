import Contracts
import PluginAPI

/// The form for a new goal: a wish, what a model makes of it or five questions, a review, and the goal.
struct NewGoalDialog: Dialog {
  typealias Choice = FormChoice
  static let name = "goals.new_goal"
  static let version = 3
  static let timeToLive = Duration.days(7)

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let form = GoalForm(turn: turn)
    var card =
      switch state.step {
      case .field(let field): form.card(field, state.draft, isNew: true)
      case .review: form.review(state.draft, remark: state.remark)
      case .menu: form.menu(state.draft, takesText: state.canCorrect)
      case .thinking: form.thinking(state.words ?? state.draft.title)
      case .question: form.question(state.questions?.first, state.words ?? "")
      case .abroad: abroadCard(state, turn)
      }
    if let notice = state.notice { card.text = turn.text("new.notice.\(notice.rawValue)") + "\n\n" + card.text }
    return card
  }

  func answer(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    if case .message(let message) = input {
      if let category = Heard.crisis(in: message.text) { return .finish(try await plugin.crisisCard(category, turn)) }
      if message.passesBy(takesCaption: takesCaption(message.text, state)) { return .ignore }
    }
    var state = state
    state.notice = nil
    switch state.step {
    case .field(let field):
      if field == .title, state.isAssisted == true, !state.isRevising, case .message(let message) = input {
        return wish(message, state, turn)
      }
      return self.field(field, input, state, turn)
    case .review: return try await review(input, state, turn)
    case .menu: return menu(input, state, turn)
    case .thinking: return whileThinking(input, state, turn)
    case .question: return question(input, state, turn)
    case .abroad: return abroad(input, state, turn)
    }
  }

  func hasUnsavedText(_ state: State) -> Bool { state.holdsText }

  /// A picture with a wish under it is an answer to what the goal is; one of something done is a check-in.
  private func takesCaption(_ text: String, _ state: State) -> Bool {
    state.step == .field(.title) && !state.isRevising && Statement(TextWords(text)) == nil
  }

  // MARK: Ways through the form

  private func field(_ field: GoalField, _ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn)
    -> DialogStep<State>
  {
    if case .choice(let choice) = input, choice.action == .back { return .show(back(from: field, state)) }
    switch GoalForm(turn: turn).answer(input, field, state.draft) {
    case .retry(let problem): return .retry(problem)
    case .stay(let draft):
      var next = state
      next.draft = draft
      return .show(next)
    case .next(let draft, let answered): return .show(forward(draft, from: answered, state))
    }
  }

  private func forward(_ draft: GoalDraft, from field: GoalField, _ state: State) -> State {
    var next = state
    next.draft = draft
    var following = draft.field(after: field)
    // A reason that came with the goal is not asked for again.
    if !state.isRevising, following == .why, draft.why != nil { following = draft.field(after: .why) }
    if let following, !state.isRevising || following.part == field.part {
      next.step = .field(following)
    } else {
      next.step = .review
      next.isRevising = false
      next.draft.tidy()
    }
    return next
  }

  private func back(from field: GoalField, _ state: State) -> State {
    var next = state
    let before = state.draft.field(before: field)
    if let before, !state.isRevising || before.part == field.part {
      next.step = .field(before)
    } else if state.isRevising {
      next.step = .menu
    }
    return next
  }

  private func review(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State>
  {
    guard case .choice(let choice) = input else {
      // Who writes here wants something changed.
      return state.canCorrect ? menu(input, state, turn) : .retry(turn.text("form.use_buttons"))
    }
    var next = state
    switch choice.action {
    case .save:
      if let category = Heard.category(of: state.draft.aim) { return .retry(turn.text(category.refusalKey)) }
      return .finish(try await plugin.save(state.draft, turn))
    case .cancel: return .finish(Card(turn.text("new.cancelled")))
    case .change: next.step = .menu
    case .effort: next.draft.effort = min(max(choice.value, 1), 3)
    case .easier, .harder:
      let load = choice.action == .easier ? state.draft.load.easier : state.draft.load.harder
      guard let load else {
        return .retry(turn.text(choice.action == .easier ? "review.easiest" : "review.hardest"))
      }
      next.draft.take(load)
    case .pick: return menu(input, state, turn)
    case .skip, .back, .confirm: break
    }
    return .show(next)
  }

  private func menu(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) -> DialogStep<State> {
    guard case .choice(let choice) = input else { return correct(input, state, turn) }
    var next = state
    next.step = .review
    next.isRevising = false
    if choice.action == .pick, let part = GoalField.Part(rawValue: choice.value),
      let field = state.draft.first(of: part)
    {
      next.step = .field(field)
      next.isRevising = true
    }
    return .show(next)
  }
}
