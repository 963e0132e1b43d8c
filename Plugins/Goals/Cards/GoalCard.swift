import Contracts
import PluginAPI

/// What the card of a goal shows.
struct GoalFacts: Sendable {
  var goal: Goal
  var stats: GoalStats?
  /// The pause that holds now.
  var pause: StoredPause?
  /// A change that waits for its date.
  var waiting: Revision?
}

/// The card of a goal: its lines, its numbers and what can be done with it.
struct GoalCard {
  let turn: Turn

  func card(_ facts: GoalFacts) -> Card {
    let goal = facts.goal
    var parts = [turn.words.summary(GoalDraft(goal))]
    var lines: [Text] = []
    if let stats = facts.stats, goal.activatedAt != nil { lines.append(numbers(stats)) }
    if let state = state(facts) { lines.append(state) }
    if let waiting = facts.waiting {
      let arguments: [String: Argument] = [
        "date": .string(turn.words.date(waiting.effectiveDate)), "measure": .string(turn.words.measure(waiting.load)),
      ]
      lines.append(turn.text("goal.waiting", arguments))
    }
    if let learning = goal.learning { lines.append(turn.text("goal.learning", ["learning": .string(learning)])) }
    if !lines.isEmpty { parts.append(.lines(lines)) }
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(buttons(goal)))
  }

  /// "🔥 8 · сила 53 %".
  func numbers(_ stats: GoalStats) -> Text {
    let strength = NumberText.percent(min(max(stats.strength, 0), 1), language: turn.reader.language)
    return turn.text("goal.stats", ["streak": .int(stats.streak), "strength": .string(strength)])
  }

  func state(_ facts: GoalFacts) -> Text? {
    switch facts.goal.status {
    case .active: return nil
    case .paused:
      guard let last = facts.pause?.to else { return turn.text("goal.state.paused") }
      return turn.text("goal.state.paused_until", ["date": .string(turn.words.date(last))])
    case .draft, .achieved, .released, .archived: return turn.text("goal.state.\(facts.goal.status.rawValue)")
    }
  }

  private func buttons(_ goal: Goal) -> [[Button]] {
    let back = [Button(turn.string("goal.list.button"), ListGoals(finished: !goal.isRunning && goal.status != .draft))]
    switch goal.status {
    case .active, .paused:
      let pause =
        goal.status == .active ? act(.askPause, "goal.pause.button", goal) : act(.resume, "goal.resume.button", goal)
      return [
        [act(.edit, "goal.edit.button", goal), pause],
        [act(.achieve, "goal.achieve.button", goal), act(.release, "goal.release.button", goal)],
        [act(.askDelete, "goal.delete.button", goal)] + back,
      ]
    case .draft:
      return [
        [act(.start, "limit.start.button", goal), act(.edit, "goal.edit.button", goal)],
        [act(.askDelete, "goal.delete.button", goal)] + back,
      ]
    case .achieved, .released: return [[act(.askDelete, "goal.delete.button", goal)] + back]
    case .archived: return [[act(.restore, "goal.restore.button", goal)], back]
    }
  }

  private func act(_ act: ActOnGoal.Act, _ key: String, _ goal: Goal) -> Button {
    Button(turn.string(key), ActOnGoal(goal: goal.id, act: act))
  }

  /// How long to pause.
  func askPause(_ goal: Goal) -> Card {
    let days = [3, 7, 14].map { days in
      Button(turn.string("pause.days.button", ["days": .int(days)]), PauseGoal(goal: goal.id, days: days))
    }
    return Card(
      turn.text("pause.ask", ["title": .string(goal.title)]),
      keyboard: Keyboard([
        days, [Button(turn.string("pause.open.button"), PauseGoal(goal: goal.id, days: 0))],
        [Button(turn.string("form.back.button"), OpenGoal(goal: goal.id))],
      ]))
  }

  /// Whether to delete, asked once.
  func askDelete(_ goal: Goal, archiveDays: Int) -> Card {
    Card(
      turn.text("delete.ask", ["title": .string(goal.title), "days": .int(archiveDays)]),
      keyboard: Keyboard(row: [
        Button(turn.string("delete.yes.button"), ActOnGoal(goal: goal.id, act: .delete), style: .danger),
        Button(turn.string("delete.no.button"), OpenGoal(goal: goal.id)),
      ]))
  }
}
