import Contracts
import PluginAPI

/// Ends a goal with dignity: reached or let go, with a line of what was learnt, if the person likes.
struct FinishGoalDialog: Dialog {
  static let name = "goals.finish_goal"
  static let timeToLive = Duration.days(1)

  struct State: Codable, Sendable, Hashable {
    var goal: RowID
    var title: String
    var isAchieved: Bool
  }

  enum Choice: Int, Codable, Sendable {
    case finish = 0
    case cancel
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let kind = state.isAchieved ? "achieved" : "released"
    return Card(
      turn.text("finish.\(kind).ask", ["title": .string(state.title)]),
      keyboard: Keyboard(row: [
        Button(turn.string("finish.\(kind).button"), choose: Choice.finish, style: .primary),
        Button(turn.string("cancel.button"), choose: Choice.cancel),
      ]))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .choice(.cancel): return .finish(try await plugin.goalCard(state.goal, turn))
    case .choice(.finish): return .finish(try await finish(state, learning: nil, turn))
    case .message(let message):
      guard message.content.contains(.text) else { return .retry(turn.text("form.text_only")) }
      guard !UserText.isTooLong(message.text, limit: Limits.learning) else {
        return .retry(turn.text("form.too_long", ["limit": .int(Limits.learning)]))
      }
      let learning = UserText.clean(message.text, limit: Limits.learning)
      guard !learning.isEmpty else { return .retry(turn.text("form.empty")) }
      return .finish(try await finish(state, learning: learning, turn))
    }
  }

  private func finish(_ state: State, learning: String?, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(state.goal, of: turn.person.id, turn), goal.isRunning else {
      return Card(turn.text("goal.gone"))
    }
    let pauses = try await PauseStore.pauses(of: turn.person.id, turn)
    plugin.close(goal, as: state.isAchieved ? .achieved : .released, learning: learning, pauses, turn)
    let kind = state.isAchieved ? "achieved" : "released"
    return Card(
      turn.text("finish.\(kind).done", ["title": .string(goal.title)]),
      keyboard: Keyboard(row: [
        Button(turn.string("list.new.button"), NewGoal(asDraft: false)),
        Button(turn.string("goal.list.button"), ListGoals(finished: false)),
      ]))
  }
}
