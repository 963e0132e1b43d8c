import Contracts
import PluginAPI

/// The steps of a goal: a press closes or opens one, or moves it up.
struct StepsCard {
  let turn: Turn

  func card(_ goal: Goal, isOrdering: Bool = false) -> Card {
    var parts = [turn.text("summary.title", ["title": .string(goal.title)])]
    parts.append(turn.words.steps(goal) ?? turn.text("steps.empty"))
    if isOrdering { parts.append(turn.text("steps.order")) }
    var rows = goal.steps.map { step in
      let title = GoalWords.short(step.title)
      return isOrdering
        ? [Button("↑ " + title, MoveStep(goal: goal.id, step: step.id))]
        : [
          Button((step.isDone ? "✅ " : "▫️ ") + title, ToggleStep(goal: goal.id, step: step.id, place: .steps))
        ]
    }
    var tools: [Button] = []
    if isOrdering {
      tools.append(
        Button(turn.string("form.done.button"), OpenSteps(goal: goal.id, isOrdering: false), style: .primary))
    } else {
      if goal.steps.count < Step.most { tools.append(Button(turn.string("steps.add.button"), AddSteps(goal: goal.id))) }
      if goal.steps.count > 1 {
        tools.append(Button(turn.string("steps.order.button"), OpenSteps(goal: goal.id, isOrdering: true)))
      }
      if !goal.steps.isEmpty, goal.steps.next == nil {
        rows.append([
          Button(turn.string("goal.achieve.button"), ActOnGoal(goal: goal.id, act: .achieve), style: .success)
        ])
      }
    }
    rows.append(tools)
    rows.append([Button(turn.string("goal.open.button"), OpenGoal(goal: goal.id))])
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(rows))
  }
}
