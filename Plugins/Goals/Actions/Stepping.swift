import Contracts
import PluginAPI

extension GoalsPlugin {
  func stepsCard(_ id: RowID, isOrdering: Bool = false, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn) else { return Card(turn.text("goal.gone")) }
    return StepsCard(turn: turn).card(goal, isOrdering: isOrdering)
  }

  func toggleStep(_ turn: Turn, _ press: ToggleStep) async throws {
    guard let goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn), goal.isRunning,
      let step = goal.steps.first(where: { $0.id == press.step })
    else { return turn.show(try await stepsCard(press.goal, turn)) }
    switch press.place {
    case .steps:
      let after = step.isDone ? try await open(step, of: goal, turn) : try await close(step, of: goal, turn).goal
      turn.show(StepsCard(turn: turn).card(after))
    case .day:
      // An old card: the step is closed already.
      guard !step.isDone else {
        turn.toast(turn.text("log.already.toast"))
        let day = try await CheckInStore.day(turn.today, today: turn.today, of: turn.person.id, turn)
        return turn.show(dayCard(day, turn))
      }
      turn.show(dayCard(try await close(step, of: goal, turn).day, turn))
    }
  }

  /// Closes a step: an entry in the log of today, and the step's mark.
  private func close(_ step: Step, of goal: Goal, _ turn: Turn) async throws -> (goal: Goal, day: Day) {
    let day = try await CheckInStore.day(turn.today, today: turn.today, of: turn.person.id, turn)
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    var logged = day
    let entry = record(.record(.amount, amount: 1, replacing: item.mark), item, &logged, .button, turn)
    var after = goal
    after.steps.set(step.id, doneOn: turn.today, entry: entry?.id)
    GoalStore.update(after, turn)
    logged.replace(after)
    if step.wasDone != true {
      turn.publish(
        MilestoneDone(goal: goal.snapshot, step: step.id, done: after.steps.done, steps: after.steps.count))
    }
    turn.toast(turn.text(after.steps.next == nil ? "step.all.toast" : "step.done.toast"))
    return (after, logged)
  }

  /// Opens a step again. What was logged moments ago is taken back with it; older work stays in the log.
  private func open(_ step: Step, of goal: Goal, _ turn: Turn) async throws -> Goal {
    var after = goal
    after.steps.set(step.id, doneOn: nil, entry: nil)
    if let id = step.entry, let entry = try await CheckInStore.entry(id, of: turn.person.id, turn),
      turn.now - entry.at <= .minutes(configuration.undoMinutes)
    {
      CheckInStore.undo(entry.id, turn)
      turn.publish(CheckInUndone(entry: entry, goal: goal.snapshot))
    }
    GoalStore.update(after, turn)
    turn.toast(turn.text("step.open.toast"))
    return after
  }

  /// The goal after the entry of a step was taken back: the step is open again.
  func reopened(_ goal: Goal, by entry: RowID, _ turn: Turn) -> Goal {
    guard let step = goal.steps.first(where: { $0.entry == entry }) else { return goal }
    var after = goal
    after.steps.set(step.id, doneOn: nil, entry: nil)
    GoalStore.update(after, turn)
    return after
  }

  func moveStep(_ turn: Turn, _ press: MoveStep) async throws {
    guard var goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn),
      goal.isRunning || goal.status == .draft
    else { return turn.show(try await stepsCard(press.goal, turn)) }
    goal.steps.moveUp(press.step)
    GoalStore.update(goal, turn)
    turn.show(StepsCard(turn: turn).card(goal, isOrdering: true))
  }

  func addSteps(_ turn: Turn, _ press: AddSteps) async throws {
    guard let goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn),
      goal.isRunning || goal.status == .draft, goal.steps.count < Step.most
    else { return turn.show(try await stepsCard(press.goal, turn)) }
    turn.begin(StepsDialog.self, StepsDialog.State(goal: goal.id, title: goal.title))
  }
}
