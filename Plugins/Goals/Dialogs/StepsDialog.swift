import Contracts
import PluginAPI

/// Asks for more steps of a goal, one a line.
struct StepsDialog: Dialog {
  static let name = "goals.add_steps"
  static let timeToLive = Duration.days(1)

  struct State: Codable, Sendable, Hashable {
    var goal: RowID
    var title: String
  }

  enum Choice: Int, Codable, Sendable {
    case cancel = 0
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let title = turn.text("summary.title", ["title": .string(state.title)])
    return Card(
      title + "\n\n" + turn.text("form.steps.ask"),
      keyboard: Keyboard(row: [Button(turn.string("cancel.button"), choose: Choice.cancel)]))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard case .message(let message) = input else { return .finish(try await plugin.stepsCard(state.goal, turn)) }
    guard message.content.contains(.text) else { return .retry(turn.text("form.text_only")) }
    guard var goal = try await GoalStore.goal(state.goal, of: turn.person.id, turn),
      goal.isRunning || goal.status == .draft
    else { return .finish(Card(turn.text("goal.gone"))) }
    guard let steps = [Step].typed(message.text, firstID: goal.steps.freeID) else {
      return .retry(turn.text("form.steps.long", ["limit": .int(Limits.step)]))
    }
    var known = Set(goal.steps.map(\.title))
    let new = steps.filter { known.insert($0.title).inserted }
    guard !new.isEmpty else { return .retry(turn.text("form.empty")) }
    goal.steps = Array((goal.steps + new).prefix(Step.most))
    GoalStore.update(goal, turn)
    return .finish(StepsCard(turn: turn).card(goal))
  }
}
