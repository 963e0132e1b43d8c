import Contracts
import PluginAPI

/// Changes one thing of a goal: the menu, its questions, and the goal's card again.
struct EditGoalDialog: Dialog {
  typealias Choice = FormChoice
  static let name = "goals.edit_goal"
  static let timeToLive = Duration.days(1)

  struct State: Codable, Sendable, Hashable {
    var goal: RowID
    var draft: GoalDraft
    /// Nil: the menu.
    var field: GoalField?
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let form = GoalForm(turn: turn)
    return state.field.map { form.card($0, state.draft, isNew: false) } ?? form.menu(state.draft)
  }

  func answer(_ input: DialogInput<FormChoice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    var next = state
    guard let field = state.field else {
      guard case .choice(let choice) = input else { return .retry(turn.text("form.use_buttons")) }
      guard choice.action == .pick, let part = GoalField.Part(rawValue: choice.value),
        let field = state.draft.first(of: part)
      else { return .finish(try await plugin.goalCard(state.goal, turn)) }
      next.field = field
      return .show(next)
    }
    if case .choice(let choice) = input, choice.action == .cancel {
      return .finish(try await plugin.goalCard(state.goal, turn))
    }
    switch GoalForm(turn: turn).answer(input, field, state.draft) {
    case .retry(let problem): return .retry(problem)
    case .stay(let draft):
      next.draft = draft
      return .show(next)
    case .next(let draft, let answered):
      next.draft = draft
      if let following = draft.field(after: answered), following.part == field.part {
        next.field = following
        return .show(next)
      }
      return .finish(try await save(next, turn))
    }
  }

  func hasUnsavedText(_ state: State) -> Bool { false }

  private func save(_ state: State, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(state.goal, of: turn.person.id, turn),
      goal.isRunning || goal.status == .draft
    else { return Card(turn.text("goal.gone")) }
    var facts = try await plugin.facts(goal, turn)
    let (after, waiting) = plugin.revise(goal, to: state.draft, turn)
    facts.goal = after
    facts.waiting = waiting ?? (after.load == goal.load && state.draft.load == goal.load ? facts.waiting : nil)
    return plugin.card(facts, turn)
  }
}
