import Contracts
import PluginAPI

/// The lines under a check-in: "+12 XP · серия 8 🔥 · сила 53 %".
struct Footer: Sendable {
  private var state: GoalState?
  private var unit: Terms.Unit = .none
  private var goals = 0

  /// A goal was logged. With several in one turn no streak is named, only the points.
  mutating func add(_ event: CheckInRecorded, _ standing: Ledger.Standing, _ state: GoalState) {
    goals += 1
    self.state = standing.isLate || event.entry.kind == .skip || event.entry.kind == .miss ? nil : state
    unit = Terms(event.goal).unit
  }

  func lines(earned: Int, isComeback: Bool, level: Int?, _ turn: Turn) -> [Text] {
    var parts: [Text] = []
    if earned > 0 { parts.append(turn.text("footer.points", ["amount": .int(earned)])) }
    if goals == 1, let state, state.streak > 0, unit != .none {
      let key = unit == .day ? "footer.days" : "footer.weeks"
      parts.append(turn.text(key, ["count": .int(state.streak)]))
    }
    if goals == 1, let state, state.strength >= 0.01, unit != .none {
      parts.append(turn.text("footer.strength", ["share": .double(state.strength)]))
    }
    var lines = parts.isEmpty ? [] : [parts.joined(separator: " · ")]
    if isComeback { lines.append(turn.text("footer.comeback")) }
    if let level { lines.append(turn.text("footer.level", ["level": .int(level)])) }
    return lines
  }
}
