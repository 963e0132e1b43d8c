import Contracts
import PluginAPI

/// A goal's if–then plans.
struct PlansCard {
  let turn: Turn

  func card(_ goal: Goal) -> Card {
    var parts = [turn.text("summary.title", ["title": .string(goal.title)]) + "\n" + turn.text("plan.title")]
    if goal.plans.isEmpty { parts.append(turn.text("plan.empty")) }
    parts += goal.plans.map { lines($0, marked: goal.plans.count > 1) }
    var rows = goal.plans.enumerated().map { number, plan in
      [act(.open, plan, goal, (plan.isActive ? "● " : "") + GoalWords.short("\(number + 1). \(plan.cue)", limit: 22))]
    }
    if goal.plans.count < Plan.most {
      rows.append([
        Button(turn.string("plan.add.button"), ActOnPlan(goal: goal.id, plan: 0, act: .add), style: .primary)
      ])
    }
    rows.append([Button(turn.string("goal.open.button"), OpenGoal(goal: goal.id))])
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(rows))
  }

  /// One plan and what can be done with it.
  func open(_ plan: Plan, of goal: Goal) -> Card {
    let text = turn.text("summary.title", ["title": .string(goal.title)]) + "\n\n" + lines(plan, marked: false)
    var rows = [
      [
        act(.rehearse, plan, goal, turn.string("plan.rehearse.button")),
        act(.revise, plan, goal, turn.string("plan.revise.button")),
      ]
    ]
    if !plan.isActive { rows.append([act(.choose, plan, goal, turn.string("plan.choose.button"))]) }
    rows.append([
      act(.drop, plan, goal, turn.string("plan.drop.button")),
      Button(turn.string("form.back.button"), OpenPlans(goal: goal.id)),
    ])
    return Card(text, keyboard: Keyboard(rows))
  }

  /// Read it aloud once: that is what makes it stick.
  func rehearse(_ plan: Plan, of goal: Goal) -> Card {
    let words = turn.words.plan(cue: plan.cue, action: plan.action) ?? Text()
    return Card(
      turn.text("plan.rehearse") + "\n\n" + .quote(words),
      keyboard: Keyboard([
        [
          Button(
            turn.string("plan.rehearsed.button"), ActOnPlan(goal: goal.id, plan: plan.id, act: .rehearsed),
            style: .success)
        ],
        [Button(turn.string("form.back.button"), OpenPlans(goal: goal.id))],
      ]))
  }

  private func lines(_ plan: Plan, marked: Bool) -> Text {
    var lines: [Text] = []
    if let words = turn.words.plan(cue: plan.cue, action: plan.action) {
      lines.append(marked && plan.isActive ? "● \(words)" : words)
    }
    if let obstacle = turn.words.obstacle(plan.obstacle, plan.coping) { lines.append(obstacle) }
    return .lines(lines)
  }

  private func act(_ act: ActOnPlan.Act, _ plan: Plan, _ goal: Goal, _ title: String) -> Button {
    Button(title, ActOnPlan(goal: goal.id, plan: plan.id, act: act))
  }
}
