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
  /// How a target gets on.
  var pace: Pace?
  /// The last two weeks, oldest day first.
  var marks: [Chart.DayShade] = []
  /// Beyond the limit of the person's plan: not reminded of, and not to be changed.
  var isExtra = false
}

/// The card of a goal: its lines, its numbers and what can be done with it.
struct GoalCard {
  let turn: Turn
  var hasCharts = false
  /// What Payments sells, where the goal is beyond the limit.
  var offer: Button?

  func card(_ facts: GoalFacts) -> Card {
    let goal = facts.goal
    var draft = GoalDraft(goal)
    // Shown with their marks below.
    draft.steps = nil
    draft.morePlans = goal.plans.filter { !$0.isActive }
    var parts = [turn.words.summary(draft)]
    if let steps = turn.words.steps(goal) { parts.append(steps) }
    if let pace = facts.pace, goal.activatedAt != nil { parts.append(turn.words.pace(pace, goal.snapshot.unit)) }
    var lines: [Text] = []
    if goal.activatedAt != nil, let marks = turn.words.marks(facts.marks) { lines.append(marks) }
    if let stats = facts.stats, goal.activatedAt != nil { lines.append(numbers(stats)) }
    if let state = state(facts) { lines.append(state) }
    if let waiting = facts.waiting {
      let arguments: [String: Argument] = [
        "date": .string(turn.words.date(waiting.effectiveDate)), "measure": .string(turn.words.measure(waiting.load)),
      ]
      lines.append(turn.text("goal.waiting", arguments))
    }
    if facts.isExtra { lines.append(turn.text("goal.extra")) }
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
      var more = [Button(turn.string("goal.plans.button"), OpenPlans(goal: goal.id))]
      if goal.snapshot.kind == .milestone {
        more.append(Button(turn.string("goal.steps.button"), OpenSteps(goal: goal.id, isOrdering: false)))
      }
      if hasCharts { more.append(Button(turn.string("goal.chart.button"), ShowChart(goal: goal.id, picture: .days))) }
      return [
        [act(.edit, "goal.edit.button", goal), pause],
        load(goal),
        more,
        [act(.achieve, "goal.achieve.button", goal), act(.release, "goal.release.button", goal)],
        [Button(turn.string("goal.note.button"), WriteNote(date: turn.today, goal: goal.id))],
        [act(.askDelete, "goal.delete.button", goal)] + back,
        offer.map { [$0] } ?? [],
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

  private func load(_ goal: Goal) -> [Button] {
    var buttons: [Button] = []
    if goal.load.easier != nil {
      buttons.append(Button(turn.string("review.easier.button"), ChangeLoad(goal: goal.id, isEasier: true)))
    }
    if goal.load.harder != nil {
      buttons.append(Button(turn.string("review.harder.button"), ChangeLoad(goal: goal.id, isEasier: false)))
    }
    return buttons
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
