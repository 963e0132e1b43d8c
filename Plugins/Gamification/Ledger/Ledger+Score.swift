import Contracts
import PluginAPI

extension Ledger {
  /// What an entry is worth by itself, and why.
  static func score(_ event: CheckInRecorded, _ standing: Standing) -> (XPReason, Int) {
    let (entry, goal) = (event.entry, event.goal)
    guard entry.at - goal.createdAt >= XPRules.youngestGoal else { return (.full, 0) }
    let isLate = standing.isLate
    switch entry.kind {
    case .full:
      if isLate { return (.backdated, XPRules.backdated) }
      return (.full, XPRules.full(effort: goal.effort, streak: standing.streak))
    case .minimum:
      if isLate { return (.backdated, XPRules.backdated) }
      return (.minimum, XPRules.minimum(streak: standing.streak))
    case .amount:
      // Logging the third coffee is honest, but no effort; keeping a limit is confirmed in full.
      let sum = event.amountOfDay ?? entry.amount ?? 0
      // A step has points of its own.
      guard goal.kind != .limit, goal.kind != .milestone, sum > 0 else { return (.amount, 0) }
      if isLate { return (.backdated, XPRules.backdated) }
      return (.amount, XPRules.quantity(sum, of: Terms(goal).target, effort: goal.effort, streak: standing.streak))
    case .skip, .miss: return (.correction, 0)
    }
  }
}
