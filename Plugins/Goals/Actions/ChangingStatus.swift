import Contracts
import PluginAPI

extension GoalsPlugin {
  /// Pauses goals from today on.
  /// - Parameters:
  ///   - days: how many logical days, today included; nil is until resumed.
  ///   - batch: names a pause of everything.
  func pause(_ goals: [Goal], days: Int?, batch: RowID? = nil, _ turn: Turn) -> LocalDate? {
    let last = days.map { turn.today.adding(days: $0 - 1) }
    for goal in goals where goal.status == .active {
      var paused = goal
      paused.snapshot.status = .paused
      PauseStore.insert(
        StoredPause(id: turn.newID(), goal: goal.id, from: turn.today, to: last, batch: batch), turn)
      GoalStore.update(paused, from: .active, turn)
      turn.publish(
        GoalStatusChanged(goal: paused.snapshot, before: .active, pausedFrom: turn.today, pausedTo: last))
    }
    if let last { catchUp(on: last.adding(days: 1), turn) }
    return last
  }

  /// Ends pauses today; their goals run again.
  /// - Parameter pauses: all pauses of these goals.
  func resume(_ goals: [Goal], _ pauses: [StoredPause], _ turn: Turn) {
    for goal in goals where goal.status == .paused {
      PauseStore.end(pauses.filter { $0.goal == goal.id }, today: turn.today, turn)
      change(goal, to: .active, turn)
    }
  }

  /// Ends a goal, or puts it into the archive, with all that hangs on it.
  func close(
    _ goal: Goal, as status: GoalSnapshot.Status, learning: String? = nil, _ pauses: [StoredPause], _ turn: Turn
  ) {
    PauseStore.end(pauses.filter { $0.goal == goal.id }, today: turn.today, turn)
    RevisionStore.dropWaiting(of: goal.id, turn)
    var closed = goal
    closed.learning = learning ?? goal.learning
    if status == .archived {
      closed.archivedAt = turn.now
      catchUp(on: turn.person.logicalDate(turn.now + .days(configuration.archiveDays)).adding(days: 1), turn)
    }
    change(closed, to: status, turn)
  }

  /// Brings a goal back from the archive; it does not count until it is started.
  func restore(_ goal: Goal, _ turn: Turn) -> Goal {
    var restored = goal
    restored.archivedAt = nil
    return change(restored, to: .draft, turn)
  }

  @discardableResult
  func change(_ goal: Goal, to status: GoalSnapshot.Status, _ turn: Turn) -> Goal {
    var changed = goal
    changed.snapshot.status = status
    GoalStore.update(changed, from: goal.status, turn)
    turn.publish(GoalStatusChanged(goal: changed.snapshot, before: goal.status))
    return changed
  }
}
