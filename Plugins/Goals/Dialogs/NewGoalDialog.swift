import Contracts
import PluginAPI

/// The form for a new goal: questions, a review, and the goal.
struct NewGoalDialog: Dialog {
  typealias Choice = FormChoice
  static let name = "goals.new_goal"
  static let timeToLive = Duration.days(7)

  struct State: Codable, Sendable, Hashable {
    enum Step: Codable, Sendable, Hashable {
      case field(GoalField)
      case review
      case menu
    }

    var draft: GoalDraft
    var step: Step
    /// A question reached from the review leads back to it.
    var isRevising = false

    /// - Parameter text: the person's own words, cleaned: a title when short enough, else the reason for a goal that
    ///   still needs a title.
    init(text: String = "") {
      let title = TitleInput.title(text)
      let fits = title.count <= Limits.title
      draft = GoalDraft(title: fits ? title : "")
      if !fits { draft.why = text }
      step = .field(text.isEmpty || !fits ? .title : .why)
    }
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let form = GoalForm(turn: turn)
    switch state.step {
    case .field(let field): return form.card(field, state.draft, isNew: true)
    case .review: return form.review(state.draft)
    case .menu: return form.menu(state.draft)
    }
  }

  func answer(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch state.step {
    case .field(let field):
      if case .choice(let choice) = input, choice.action == .back { return .show(back(from: field, state)) }
      switch GoalForm(turn: turn).answer(input, field, state.draft) {
      case .retry(let problem): return .retry(problem)
      case .stay(let draft):
        var next = state
        next.draft = draft
        return .show(next)
      case .next(let draft, let answered): return .show(forward(draft, from: answered, state))
      }
    case .review: return try await review(input, state, turn)
    case .menu: return menu(input, state, turn)
    }
  }

  func hasUnsavedText(_ state: State) -> Bool { Self.holdsText(state) }

  static func holdsText(_ state: State) -> Bool { !state.draft.title.isEmpty || state.draft.why != nil }

  // MARK: Ways through the form

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
    guard case .choice(let choice) = input else { return .retry(turn.text("form.use_buttons")) }
    var next = state
    switch choice.action {
    case .save: return .finish(try await plugin.save(state.draft, turn))
    case .cancel: return .finish(Card(turn.text("new.cancelled")))
    case .change: next.step = .menu
    case .effort: next.draft.effort = min(max(choice.value, 1), 3)
    case .skip, .back, .pick, .confirm: break
    }
    return .show(next)
  }

  private func menu(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) -> DialogStep<State> {
    guard case .choice(let choice) = input else { return .retry(turn.text("form.use_buttons")) }
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
