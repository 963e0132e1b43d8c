import Contracts
import PluginAPI

/// A goal with what only Goals knows of it.
struct Goal: Sendable, Hashable {
  var snapshot: GoalSnapshot
  /// Its if–then plans, at most ``Plan/most``.
  var plans: [Plan]
  /// The steps of a goal that is reached by steps.
  var steps: [Step]
  /// What it belongs to: health, work, study and so on; nil when nobody said.
  var area: String?
  /// What the person took from it when it ended.
  var learning: String?
  /// When it first became active; nil for a draft.
  var activatedAt: Instant?
  var archivedAt: Instant?

  var id: RowID { snapshot.id }
  var title: String { snapshot.title }
  var status: GoalSnapshot.Status { snapshot.status }
  /// The "if" and the "then" of the active plan.
  var cue: String? { plans.active?.cue }
  var action: String? { plans.active?.action }

  /// Whether something can be logged for it.
  var isRunning: Bool { status == .active || status == .paused }

  var load: GoalLoad {
    GoalLoad(
      kind: snapshot.kind, schedule: snapshot.schedule, target: snapshot.target, unit: snapshot.unit,
      start: snapshot.start)
  }

  init(
    snapshot: GoalSnapshot, plans: [Plan] = [], steps: [Step] = [], area: String? = nil, learning: String? = nil,
    activatedAt: Instant? = nil, archivedAt: Instant? = nil
  ) {
    self.snapshot = snapshot
    self.plans = plans
    self.steps = steps
    self.area = area
    self.learning = learning
    self.activatedAt = activatedAt
    self.archivedAt = archivedAt
  }

  /// A new goal from the answers of the form.
  init(_ draft: GoalDraft, id: RowID, status: GoalSnapshot.Status, now: Instant, today: LocalDate) {
    self.init(
      snapshot: GoalSnapshot(
        id: id, title: draft.title, kind: draft.kind, status: status, schedule: draft.schedule, createdAt: now,
        startDate: today),
      activatedAt: status == .active ? now : nil)
    area = draft.area
    for more in draft.morePlans ?? [] where plans.count < Plan.most - 1 {
      var more = more
      more.id = plans.freeID
      more.isActive = false
      plans.append(more)
    }
    take(draft)
    take(draft.load)
  }

  /// Takes over the answers that ask for neither more nor less of the person.
  mutating func take(_ draft: GoalDraft) {
    snapshot.title = draft.title
    snapshot.why = draft.why
    snapshot.minimum = draft.minimum
    snapshot.remindAt = draft.remindAt
    snapshot.effort = draft.effort
    snapshot.dueDate = draft.dueDate
    if draft.kind == .milestone { take(steps: draft.steps ?? []) }
    takePlan(draft)
  }

  /// Steps by their titles; those that stay keep what was done.
  private mutating func take(steps titles: [String]) {
    var next = steps.freeID
    steps = titles.prefix(Step.most).map { title in
      if let known = steps.first(where: { $0.title == title }) { return known }
      defer { next += 1 }
      return Step(id: next, title: title)
    }
  }

  /// The draft's plan becomes the active one, or changes it.
  private mutating func takePlan(_ draft: GoalDraft) {
    if let cue = draft.cue {
      let kind = draft.cueKind
      if let index = plans.firstIndex(where: \.isActive) {
        if plans[index].cue != cue || plans[index].action != draft.action { plans[index].rehearsedAt = nil }
        plans[index].cueKind = kind ?? Plan(id: 0, cue: cue, action: nil, isActive: false).cueKind
        plans[index].cue = cue
        plans[index].action = draft.action
        plans[index].obstacle = draft.obstacle
        plans[index].coping = draft.coping
      } else {
        plans.append(
          Plan(
            id: plans.freeID, cueKind: kind, cue: cue, action: draft.action, obstacle: draft.obstacle,
            coping: draft.coping, isActive: true))
      }
    } else if let active = plans.active {
      plans.drop(active.id)
    }
    snapshot.plan = Self.plan(cue: cue, action: action)
  }

  /// Takes over changed plans.
  mutating func take(_ plans: [Plan]) {
    self.plans = plans
    snapshot.plan = Self.plan(cue: cue, action: action)
  }

  /// Takes over how much is asked for.
  mutating func take(_ load: GoalLoad) {
    snapshot.kind = load.kind
    snapshot.schedule = load.schedule
    snapshot.target = load.target
    snapshot.unit = load.unit
    snapshot.start = load.start
  }

  /// The plan in the person's own words and in no language: "cue → action".
  static func plan(cue: String?, action: String?) -> String? {
    let parts = [cue, action].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " → ")
  }
}
