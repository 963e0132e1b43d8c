import Contracts
import PluginAPI

/// The list of goals, and of plans.
struct GoalListCard {
  let turn: Turn
  var hasCharts = false

  /// - Parameter hasFinished: whether there are goals that ended.
  func current(_ goals: [GoalFacts], hasFinished: Bool) -> Card {
    var parts = [turn.text("list.title")]
    if goals.isEmpty { parts.append(turn.text("list.empty")) }
    parts += goals.map(entry)
    var rows = open(goals.map(\.goal))
    rows.append([Button(turn.string("list.new.button"), NewGoal(asDraft: false), style: .primary)])
    if hasCharts, goals.contains(where: { $0.goal.isRunning }) {
      rows.append([Button(turn.string("list.chart.button"), ShowChart(goal: nil, picture: .week))])
    }
    if hasFinished { rows.append([Button(turn.string("list.finished.button"), ListGoals(finished: true))]) }
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(rows))
  }

  /// Goals that were reached or let go; the youngest.
  func finished(_ goals: [Goal]) -> Card {
    let lines = goals.map { goal -> Text in
      "\(icon(goal.status)) \(.bold(Text(UserText.isolated(goal.title))))"
        + (goal.learning.map { Text("\n\(UserText.isolated($0))") } ?? "")
    }
    return Card(
      ([turn.text("list.finished")] + (lines.isEmpty ? [turn.text("list.finished.empty")] : lines))
        .joined(separator: "\n\n"),
      keyboard: Keyboard(open(goals) + [[Button(turn.string("goal.list.button"), ListGoals(finished: false))]]))
  }

  /// If–then plans of goals.
  func plans(_ goals: [Goal]) -> Card {
    let planned = goals.filter { $0.cue != nil }
    var parts = [turn.text("plan.title")]
    if goals.isEmpty {
      parts.append(turn.text("list.empty"))
    } else if planned.isEmpty {
      parts.append(turn.text("plan.empty"))
    }
    for goal in planned {
      guard let plan = turn.words.plan(cue: goal.cue, action: goal.action) else { continue }
      var lines = [turn.text("summary.title", ["title": .string(goal.title)]), plan]
      if let time = goal.snapshot.remindAt {
        lines.append(turn.text("summary.reminder", ["time": .string(time.description)]))
      }
      parts.append(.lines(lines))
    }
    let buttons = goals.prefix(20).map { goal -> [Button] in
      let title = GoalWords.short(goal.title)
      return goal.plans.isEmpty
        ? [Button("➕ " + title, ActOnPlan(goal: goal.id, plan: 0, act: .add))]
        : [Button("✏️ " + title, OpenPlans(goal: goal.id))]
    }
    let new = goals.isEmpty ? [[Button(turn.string("list.new.button"), NewGoal(asDraft: false))]] : []
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(buttons + new))
  }

  private func entry(_ facts: GoalFacts) -> Text {
    let goal = facts.goal
    var lines: [Text] = ["\(icon(goal.status)) \(.bold(Text(UserText.isolated(goal.title))))"]
    var second = Text(turn.words.measure(goal.load, dueDate: goal.snapshot.dueDate))
    if let stats = facts.stats, goal.status == .active {
      second += " · " + GoalCard(turn: turn).numbers(stats)
    }
    lines.append(second)
    if let state = GoalCard(turn: turn).state(facts) { lines.append(state) }
    return .lines(lines)
  }

  private func icon(_ status: GoalSnapshot.Status) -> String {
    switch status {
    case .active: "🎯"
    case .paused: "⏸"
    case .draft: "📝"
    case .achieved: "🏆"
    case .released: "🍃"
    case .archived: "🗂"
    }
  }

  private func open(_ goals: [Goal]) -> [[Button]] {
    goals.prefix(40).map { [Button("\(icon($0.status)) \(GoalWords.short($0.title))", OpenGoal(goal: $0.id))] }
  }
}
