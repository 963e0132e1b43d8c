import Contracts
import PluginAPI

/// Writes an if–then plan with its obstacle, and has it read aloud once.
struct PlanDialog: Dialog {
  static let name = "goals.write_plan"
  static let timeToLive = Duration.days(1)

  struct State: Codable, Sendable, Hashable {
    enum Step: String, Codable, Sendable { case cue, action, obstacle, coping }

    var goal: RowID
    var title: String
    /// The plan that is written anew; nil for another one.
    var plan: Int?
    var cue = ""
    var action: String?
    var obstacle: String?
    var coping: String?
    var step = Step.cue

    init(goal: RowID, title: String, plan: Plan? = nil) {
      self.goal = goal
      self.title = title
      self.plan = plan?.id
      obstacle = plan?.obstacle
      coping = plan?.coping
    }
  }

  enum Choice: Int, Codable, Sendable {
    case skip = 0
    case cancel
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let question =
      switch state.step {
      case .cue: turn.text("form.cue.ask")
      case .action: turn.text("form.action.ask", ["cue": .string(state.cue)])
      case .obstacle: turn.text("form.obstacle.ask")
      case .coping: turn.text("form.coping.ask", ["obstacle": .string(state.obstacle ?? "")])
      }
    var buttons = [Button(turn.string("cancel.button"), choose: Choice.cancel)]
    if state.step != .cue { buttons.append(Button(turn.string("form.skip.button"), choose: Choice.skip)) }
    let title = turn.text("summary.title", ["title": .string(state.title)])
    return Card(title + "\n\n" + question, keyboard: Keyboard(row: buttons))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    var next = state
    switch input {
    case .choice(.cancel): return .finish(try await plugin.plansCard(state.goal, turn))
    case .choice(.skip):
      switch state.step {
      case .cue: return .show(state)
      case .action: next.step = .obstacle
      case .obstacle:
        next.obstacle = nil
        next.coping = nil
        return .finish(try await save(next, turn))
      case .coping: return .finish(try await save(next, turn))
      }
      return .show(next)
    case .message(let message):
      guard message.content.contains(.text) else { return .retry(turn.text("form.text_only")) }
      if let problem = take(message.text, &next, turn) { return .retry(problem) }
      return state.step == .coping ? .finish(try await save(next, turn)) : .show(next)
    }
  }

  func hasUnsavedText(_ state: State) -> Bool { !state.cue.isEmpty }

  /// Takes a text as the answer to the question; what is wrong with it otherwise.
  private func take(_ text: String, _ state: inout State, _ turn: Turn) -> Text? {
    let limit =
      switch state.step {
      case .cue: Limits.cue + Limits.action
      case .action: Limits.action
      case .obstacle: Limits.obstacle
      case .coping: Limits.coping
      }
    guard !UserText.isTooLong(text, limit: limit) else { return turn.text("form.too_long", ["limit": .int(limit)]) }
    let clean = UserText.clean(text, limit: limit)
    guard clean.contains(where: { $0.isLetter || $0.isNumber || $0.isSymbol }) else { return turn.text("form.empty") }
    switch state.step {
    case .cue:
      let plan = PlanInput(text)
      guard plan.cue.count <= Limits.cue, plan.action?.count ?? 0 <= Limits.action else {
        return turn.text("form.too_long", ["limit": .int(Limits.cue)])
      }
      guard !plan.cue.isEmpty else { return turn.text("form.empty") }
      state.cue = plan.cue
      state.action = plan.action
      state.step = plan.action == nil ? .action : .obstacle
    case .action:
      state.action = PlanInput.action(clean)
      state.step = .obstacle
    case .obstacle:
      state.obstacle = clean
      state.coping = nil
      state.step = .coping
    case .coping: state.coping = PlanInput.action(clean)
    }
    return nil
  }

  private func save(_ state: State, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(state.goal, of: turn.person.id, turn),
      goal.isRunning || goal.status == .draft
    else { return Card(turn.text("goal.gone")) }
    var plans = goal.plans
    var written = Plan(
      id: plans.freeID, cue: state.cue, action: state.action, obstacle: state.obstacle, coping: state.coping,
      isActive: plans.active == nil)
    if let index = plans.firstIndex(where: { $0.id == state.plan }) {
      written.id = plans[index].id
      written.isActive = plans[index].isActive
      plans[index] = written
    } else {
      guard plans.count < Plan.most else { return PlansCard(turn: turn).card(goal) }
      plans.append(written)
    }
    let after = plugin.save(plans, of: goal, isWritten: true, isRevision: state.plan != nil, turn)
    return PlansCard(turn: turn).rehearse(written, of: after)
  }
}
