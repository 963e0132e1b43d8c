import Contracts
import PluginAPI

/// A goal with what only Goals knows of it.
struct Goal: Sendable, Hashable {
  var snapshot: GoalSnapshot
  /// The "if" of the plan.
  var cue: String?
  /// The "then" of the plan.
  var action: String?
  /// What the person took from it when it ended.
  var learning: String?
  /// When it first became active; nil for a draft.
  var activatedAt: Instant?
  var archivedAt: Instant?

  var id: RowID { snapshot.id }
  var title: String { snapshot.title }
  var status: GoalSnapshot.Status { snapshot.status }

  /// Whether something can be logged for it.
  var isRunning: Bool { status == .active || status == .paused }

  var load: GoalLoad {
    GoalLoad(kind: snapshot.kind, schedule: snapshot.schedule, target: snapshot.target, unit: snapshot.unit)
  }

  init(
    snapshot: GoalSnapshot, cue: String? = nil, action: String? = nil, learning: String? = nil,
    activatedAt: Instant? = nil, archivedAt: Instant? = nil
  ) {
    self.snapshot = snapshot
    self.cue = cue
    self.action = action
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
    cue = draft.cue
    action = draft.action
    snapshot.plan = Self.plan(cue: cue, action: action)
  }

  /// Takes over how much is asked for.
  mutating func take(_ load: GoalLoad) {
    snapshot.kind = load.kind
    snapshot.schedule = load.schedule
    snapshot.target = load.target
    snapshot.unit = load.unit
  }

  /// The plan in the person's own words and in no language: "cue → action".
  static func plan(cue: String?, action: String?) -> String? {
    let parts = [cue, action].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " → ")
  }
}
