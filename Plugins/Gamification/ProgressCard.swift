import Contracts
import PluginAPI

/// The card of `/progress`.
struct ProgressCard: Sendable {
  let points: Int
  let comebacks: Int
  /// Nil for somebody who never had a goal.
  let replay: Replay?
  let goals: [GoalSnapshot]
  let rules: FreezeRules
  let mode: GamificationMode
  /// Whether `/goal` works here.
  let offersGoal: Bool

  func card(_ turn: Turn) -> Card {
    var parts = [head(turn)]
    if let replay, !goals.isEmpty {
      // Many goals on one card: only the last weeks of each.
      let weeks = goals.count <= 3 ? 5 : 2
      parts += goals.map { self.goal($0, replay, weeks: weeks, turn) }
      parts.append(turn.text("progress.legend"))
    } else {
      parts.append(turn.text("progress.empty", ["goal": offersGoal ? "yes" : "no"]))
    }
    return Card(parts.joined(separator: "\n\n"), keyboard: Self.keyboard(mode, turn))
  }

  static func keyboard(_ mode: GamificationMode, _ turn: Turn) -> Keyboard {
    let others: [GamificationMode] =
      switch mode {
      case .full: [.quiet, .off]
      case .quiet: [.full, .off]
      case .off: [.full]
      }
    let modes = others.map { Button(turn.string("mode.\($0.rawValue).button"), SetMode(mode: $0)) }
    let freezes = Button(turn.string("progress.freezes.button"), ShowFreezes())
    return Keyboard(mode == .off ? [modes] : [[freezes], modes])
  }

  private func head(_ turn: Turn) -> Text {
    let level = LevelProgress(points: points)
    let bar = ProgressBar.render(share: Double(level.earned) / Double(level.size))
    var lines = [
      turn.text("progress.level", ["level": .int(level.level), "points": .int(points)]),
      turn.text("progress.next", ["bar": .string(bar), "next": .int(level.level + 1), "missing": .int(level.missing)]),
    ]
    if let replay, !goals.isEmpty {
      let shown = replay.shown
      if shown.bestRhythm > 0 {
        lines.append(turn.text("progress.rhythm", ["count": .int(shown.rhythm), "best": .int(shown.bestRhythm)]))
      }
      lines.append(turn.text("progress.freezes", ["left": .int(shown.freezes), "cap": .int(rules.cap)]))
    }
    if comebacks > 0 { lines.append(turn.text("progress.comebacks", ["count": .int(comebacks)])) }
    return .lines(lines)
  }

  private func goal(_ goal: GoalSnapshot, _ replay: Replay, weeks: Int, _ turn: Turn) -> Text {
    let state = replay.shown[goal.id]
    let unit = Terms(goal).unit
    let key = goal.status == .paused ? "progress.goal.paused" : "progress.goal"
    var lines = [turn.text(key, ["title": .string(goal.title)])]
    if unit != .none {
      lines.append(
        turn.text(
          state.best > state.streak ? "progress.streak.best" : "progress.streak",
          [
            "streak": .text(Streak.text(state, goal, turn)), "best": .text(Streak.text(state.best, goal, turn)),
            "share": .double(state.strength),
          ]))
    }
    let map = Heatmap(goal, replay.outcomes, weeks: weeks)
    if !map.rows.isEmpty {
      lines += map.rows.map { Text($0) }
      lines.append(turn.text("progress.summary", ["done": .int(map.done), "weeks": .int(map.rows.count)]))
    }
    return .lines(lines)
  }
}
