import Contracts
import PluginAPI

/// The reminder of one goal: the person's own plan first, then a line of ours.
struct GoalMessage: Sendable {
  let goal: GoalSnapshot
  let date: LocalDate
  let template: Int

  /// Templates that fit the goal: 7 quotes why, 8 speaks of the minimum.
  static func templates(for goal: GoalSnapshot) -> [Int] {
    Array(1...6) + (goal.why == nil ? [] : [7]) + (goal.minimum == nil ? [] : [8])
  }

  func card(buttons: [Button], _ turn: Turn) -> Card {
    var lines: [Text] = []
    if let plan = Plan.text(goal, turn) { lines.append(.quote(plan)) }
    lines.append(turn.text("goal.title", ["title": .string(goal.title)]))
    if let minimum = goal.minimum, !minimum.isEmpty {
      lines.append(turn.text("goal.minimum", ["minimum": .string(minimum)]))
    }
    let frame = turn.text("goal.frame.\(template)", ["why": .string(goal.why ?? "")])
    let own = [
      Button(turn.string("goal.snooze.button"), Snooze(goal: goal.id)),
      Button(turn.string("why.button"), Why(slot: Slot(goal: goal.id))),
    ]
    return Card(.lines(lines) + "\n\n" + frame, keyboard: Keyboard([buttons, own]))
  }
}

/// A goal's if–then plan as a sentence: "If it is 7 → I run".
enum Plan {
  static func text(_ goal: GoalSnapshot, _ turn: Turn) -> Text? {
    guard let plan = goal.plan, !plan.isEmpty else { return nil }
    let isSentence = ["if ", "when ", "если ", "когда "].contains { plan.lowercased().hasPrefix($0) }
    guard plan.contains("→"), !isSentence else { return Text(UserText.isolated(plan)) }
    return turn.text("goal.plan", ["plan": .string(plan)])
  }
}
