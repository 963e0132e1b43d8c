import Contracts
import PluginAPI

extension GoalsPlugin {
  /// The plans of a goal.
  func plansCard(_ id: RowID, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn) else { return Card(turn.text("goal.gone")) }
    return PlansCard(turn: turn).card(goal)
  }

  func actOnPlan(_ turn: Turn, _ press: ActOnPlan) async throws {
    guard let goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn),
      goal.isRunning || goal.status == .draft
    else { return turn.show(try await goalCard(press.goal, turn)) }
    let card = PlansCard(turn: turn)
    let plan = goal.plans.first { $0.id == press.plan }
    switch (press.act, plan) {
    case (.open, let plan?): turn.show(card.open(plan, of: goal))
    case (.add, _) where goal.plans.count < Plan.most:
      if try await isReadOnly(goal, turn) { return }
      turn.begin(PlanDialog.self, PlanDialog.State(goal: goal.id, title: goal.title))
    case (.revise, let plan?):
      if try await isReadOnly(goal, turn) { return }
      turn.begin(PlanDialog.self, PlanDialog.State(goal: goal.id, title: goal.title, plan: plan))
    case (.choose, let plan?):
      var plans = goal.plans
      plans.activate(plan.id)
      turn.toast(turn.text("plan.chosen.toast"))
      turn.show(card.card(save(plans, of: goal, turn)))
    case (.rehearse, let plan?): turn.show(card.rehearse(plan, of: goal))
    case (.rehearsed, let plan?):
      var plans = goal.plans
      if let index = plans.firstIndex(where: { $0.id == plan.id }) { plans[index].rehearsedAt = turn.now }
      turn.toast(turn.text("plan.rehearsed.toast"))
      turn.show(card.card(save(plans, of: goal, turn)))
    case (.drop, let plan?):
      var plans = goal.plans
      plans.drop(plan.id)
      turn.show(card.card(save(plans, of: goal, turn)))
    default: turn.show(card.card(goal))
    }
  }

  /// Writes changed plans, and says so to those who quote them.
  @discardableResult
  func save(_ plans: [Plan], of goal: Goal, isWritten: Bool = false, isRevision: Bool = false, _ turn: Turn) -> Goal {
    var after = goal
    after.take(plans)
    guard after != goal else { return goal }
    GoalStore.update(after, turn)
    if goal.status != .draft {
      if after.snapshot != goal.snapshot { turn.publish(GoalRevised(before: goal.snapshot, after: after.snapshot)) }
      if isWritten { turn.publish(PlanSaved(goal: goal.id, isRevision: isRevision)) }
    }
    return after
  }
}
