import Contracts
import PluginAPI

extension GoalsPlugin {
  /// Takes over changed answers: words at once; how much is asked for at once when it is more, from the next period
  /// when it is less.
  /// - Returns: the goal as it is now, and the change that waits, if any.
  func revise(_ goal: Goal, to draft: GoalDraft, _ turn: Turn) -> (goal: Goal, waiting: Revision?) {
    var draft = draft
    draft.tidy()
    var after = goal
    after.take(draft)
    var waiting: Revision?
    if draft.load != goal.load {
      let date = goal.status == .draft ? turn.today : draft.load.effectiveDate(replacing: goal.load, on: turn.today)
      let revision = Revision(id: turn.newID(), goal: goal.id, effectiveDate: date, load: draft.load)
      RevisionStore.dropWaiting(of: goal.id, turn)
      RevisionStore.insert(revision, isApplied: date <= turn.today, turn)
      if date <= turn.today {
        after.take(draft.load)
      } else {
        waiting = revision
        catchUp(on: date, turn)
      }
    }
    if after != goal { GoalStore.update(after, turn) }
    if after.snapshot != goal.snapshot, goal.status != .draft {
      turn.publish(GoalRevised(before: goal.snapshot, after: after.snapshot))
    }
    if let plan = after.snapshot.plan, plan != goal.snapshot.plan, goal.status != .draft {
      turn.publish(PlanSaved(goal: goal.id, isRevision: goal.snapshot.plan != nil))
    }
    return (after, waiting)
  }
}
