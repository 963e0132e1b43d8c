import Contracts
import PluginAPI

/// What a person can be proud of, each for something done, none for a number kept. Stored: never renamed.
enum Achievement: String, Codable, Sendable, Hashable, CaseIterable {
  /// A first if–then plan; the first minimum on a hard day; the first step closed.
  case firstPlan, firstMinimum, firstStep
  /// So many successes, of all goals together.
  case successes7, successes30, successes66, successes100
  /// A plan written anew after a miss; back after a break.
  case planRevised, comeback
  case fourReviews
  /// A goal reached; a goal let go.
  case goalReached, goalReleased

  /// Successes it takes, for those that count them.
  var successes: Int? {
    switch self {
    case .successes7: 7
    case .successes30: 30
    case .successes66: 66
    case .successes100: 100
    default: nil
    }
  }

  static let reviews = 4
}

/// Decides what the facts of a turn bring.
struct AchievementRule: Sendable {
  /// What the person has.
  let earned: Set<Achievement>
  /// Goals and dates with points, and reviews with points, before this turn.
  let successes: Int
  let reviews: Int

  /// - Parameters:
  ///   - ledger: with the lines of this turn.
  ///   - missed: goals whose last closed period was missed.
  func unlocked(by facts: [Happened.Fact], ledger: Ledger, missed: Set<RowID>) -> [Achievement] {
    var found: Set<Achievement> = []
    for fact in facts {
      switch fact {
      case .planned: found.insert(.firstPlan)
      case .revisedPlan(let goal): if missed.contains(goal) { found.insert(.planRevised) }
      case .checkIn(let event): if event.entry.kind == .minimum { found.insert(.firstMinimum) }
      case .closedStep: found.insert(.firstStep)
      case .reached: found.insert(.goalReached)
      case .released: found.insert(.goalReleased)
      default: break
      }
    }
    let lines = ledger.posted.filter { !$0.isUndo }
    if lines.contains(where: { $0.reason == .comeback }) { found.insert(.comeback) }
    if reviews + lines.count(where: { $0.reason == .weekReview }) >= Achievement.reviews { found.insert(.fourReviews) }
    let successes = successes + ledger.newSuccesses
    for achievement in Achievement.allCases where successes >= achievement.successes ?? .max {
      found.insert(achievement)
    }
    return Achievement.allCases.filter { found.contains($0) && !earned.contains($0) }
  }
}
