import Contracts
import PluginAPI

/// Something the coach proposed, checked once; done when the person taps, and checked again then.
enum CoachProposal: Codable, Sendable, Hashable {
  case log(SpokenCheckIn)
  case pause(RowID)
  case easier(RowID)
  case harder(RowID)
  case plan(RowID, cue: String, action: String?)
  case create(String)
  case remind(RowID, LocalTime)
  case finish(RowID)
  case release(RowID)
  case remember(MemoryFact.Kind, String)

  var goal: RowID? {
    switch self {
    case .log(let entry): entry.goal
    case .pause(let goal), .easier(let goal), .harder(let goal), .finish(let goal), .release(let goal): goal
    case .plan(let goal, _, _), .remind(let goal, _): goal
    case .create, .remember: nil
    }
  }
}

/// What of a reply's proposals may be shown, and what may be done at once.
struct ProposalReview: Sendable {
  /// Done without a tap: the person's own words say it. Can be taken back.
  private(set) var applied: [SpokenCheckIn] = []
  /// Shown as buttons.
  private(set) var offered: [CoachProposal] = []
  /// The text says something was done, but not for which of these.
  private(set) var isAmbiguous = false

  /// - Parameters:
  ///   - goals: the person's goals by the ids that were given to the model.
  ///   - reading: what the person's words say without a model; nil when nothing.
  init(_ reply: CoachingReply, goals: [String: Goal], reading: CheckInReading?, facts: ReplyFacts) {
    for proposal in reply.proposals.prefix(3) where facts.isQuote(proposal.evidence) {
      let goal = proposal.goalRef.flatMap { goals[$0] }
      switch proposal.op {
      case .createGoal:
        let text = ReplyText.clean(proposal.text ?? "")
        if !text.isEmpty, text.count <= Limits.why { offered.append(.create(text)) }
      case .logCheckin:
        if let goal { log(proposal, goal, reading) }
      default:
        if let goal, goal.isRunning, let change = Self.change(proposal, goal) { offered.append(change) }
      }
    }
    offered += reply.facts.map { .remember($0.kind, $0.text) }
    var seen: Set<CoachProposal> = []
    offered = Array(offered.filter { seen.insert($0).inserted }.prefix(5))
  }

  private mutating func log(_ proposal: CoachingReply.Proposal, _ goal: Goal, _ reading: CheckInReading?) {
    guard goal.isRunning, let reading, (-3...0).contains(proposal.dayOffset) else { return }
    let candidates = reading.goals
    guard candidates.isEmpty || candidates.contains(where: { $0.id == goal.id }) else {
      // The words speak of another goal than the model: the person decides.
      return offer(candidates + [goal], reading)
    }
    guard candidates.count <= 1 else { return offer(candidates, reading) }
    guard let entry = reading.entry(for: goal) else { return }
    // The words have to name the goal, not only the model.
    let isSure = proposal.confidence >= 0.8 && proposal.confidence <= 1 && candidates.count == 1
    if isSure, Self.agrees(proposal, entry) {
      if !applied.contains(where: { $0.goal == entry.goal && $0.dayOffset == entry.dayOffset }) {
        applied.append(entry)
      }
    } else {
      offered.append(.log(entry))
    }
  }

  private mutating func offer(_ goals: [Goal], _ reading: CheckInReading) {
    let entries = goals.compactMap(reading.entry).map { CoachProposal.log($0) }
    isAmbiguous = isAmbiguous || entries.count > 1
    offered += entries
  }

  /// Whether the model says of the entry what the person's words say.
  private static func agrees(_ proposal: CoachingReply.Proposal, _ entry: SpokenCheckIn) -> Bool {
    guard proposal.dayOffset == entry.dayOffset else { return false }
    if let amount = proposal.amount, Quantity.rounded(amount) != entry.amount { return false }
    switch (proposal.status, entry.kind) {
    case (.full, .full), (.full, .amount), (nil, .amount), (.min, .minimum), (.skip, .skip), (.miss, .miss): return true
    // Not being able to is a miss or a skip: the gentler of the two, if one of them was meant.
    case (.miss, .skip): return true
    default: return false
    }
  }

  private static func change(_ proposal: CoachingReply.Proposal, _ goal: Goal) -> CoachProposal? {
    switch proposal.op {
    case .pauseGoal: return goal.status == .active ? .pause(goal.id) : nil
    case .makeEasier: return goal.load.easier == nil ? nil : .easier(goal.id)
    case .makeHarder: return goal.load.harder == nil ? nil : .harder(goal.id)
    case .finishGoal: return .finish(goal.id)
    case .releaseGoal: return .release(goal.id)
    case .setReminder:
      return proposal.localTime.flatMap { LocalTime(hhmm: $0) }.map { .remind(goal.id, $0) }
    case .revisePlan:
      let text = ReplyText.clean(proposal.text ?? "")
      guard !text.isEmpty, RefusedAim(text) == nil else { return nil }
      let plan = PlanInput(text)
      guard plan.cue.count <= Limits.cue, (plan.action?.count ?? 0) <= Limits.action else { return nil }
      return .plan(goal.id, cue: plan.cue, action: plan.action)
    case .logCheckin, .createGoal: return nil
    }
  }
}
