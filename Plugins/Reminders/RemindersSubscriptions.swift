import Contracts
import PluginAPI

// Nothing is read here: the publisher's rows, and this plugin's own, may be written in the same turn.
extension RemindersPlugin {
  @ContributionBuilder var subscriptions: Contributions {
    Subscription(to: OnboardingCompleted.self, handle: setUp)
    Subscription(to: GoalActivated.self, handle: activate)
    Subscription(to: GoalRevised.self, handle: revise)
    Subscription(to: GoalStatusChanged.self, handle: changeStatus)
    Subscription(to: CheckInRecorded.self) { turn, events in
      touch(turn)
      for event in events { turn.cancel(RemindAgain.self, unique: event.goal.id.description) }
    }
    Subscription(to: ReflectionSaved.self) { turn, _ in touch(turn) }
    Subscription(to: MilestoneDone.self) { turn, _ in touch(turn) }
    Subscription(to: WeekReviewed.self) { turn, _ in touch(turn) }
    Subscription(to: DeletionRequested.self) { turn, _ in turn.cancel(ComeBack.self, unique: "comeback") }
  }

  private func setUp(_ turn: Turn, _ events: [OnboardingCompleted]) async throws {
    guard let rhythm = events.last?.rhythm else { return }
    for kind in Kind.listed {
      let isEnabled =
        switch kind {
        case .morning: rhythm != .evening
        case .evening: rhythm != .morning
        default: true
        }
      let rule = Rule(Slot(kind), at: configuration.time(of: kind), isEnabled: isEnabled)
      turn.write(rules.save(rule, of: turn.person.id))
      schedule(rule, turn)
    }
    touch(turn)
  }

  private func activate(_ turn: Turn, _ events: [GoalActivated]) async throws {
    for event in events {
      if let time = event.goal.remindAt { remind(of: event.goal, at: time, turn) }
    }
    // Somebody without a first conversation is asked in the evening.
    if events.contains(where: { $0.ordinal == 1 }) {
      for kind in Kind.listed {
        let rule = Rule(Slot(kind), at: configuration.time(of: kind), isEnabled: kind != .morning)
        turn.write(rules.add(rule, of: turn.person.id))
        turn.enqueue(Arrange(slot: rule.slot), unique: rule.slot.key)
      }
    }
    touch(turn)
  }

  private func revise(_ turn: Turn, _ events: [GoalRevised]) async throws {
    for event in events {
      let (before, after) = (event.before, event.after)
      if before.remindAt != after.remindAt {
        if let time = after.remindAt {
          remind(of: after, at: time, turn)
        } else {
          forget(after.id, turn)
        }
      } else if before.schedule != after.schedule {
        turn.enqueue(Arrange(slot: Slot(goal: after.id)), unique: Slot(goal: after.id).key)
      }
    }
  }

  private func changeStatus(_ turn: Turn, _ events: [GoalStatusChanged]) async throws {
    for event in events {
      switch event.goal.status {
      case .achieved, .released, .archived, .draft: forget(event.goal.id, turn)
      case .active:
        guard event.before != .paused, let time = event.goal.remindAt else { continue }
        remind(of: event.goal, at: time, turn)
      case .paused: turn.cancel(RemindAgain.self, unique: event.goal.id.description)
      }
    }
  }

  /// The person did something.
  private func touch(_ turn: Turn) {
    let person = turn.person
    turn.write(people.save(lastActive: turn.now, of: person.id))
    turn.write(rules.answered(of: person.id))
    turn.write(sent.acted(of: person.id, at: turn.now))
    awaitComeback(after: ComeBack.steps[0], since: person.logicalDate(turn.now), turn)
  }

  private func remind(of goal: GoalSnapshot, at time: LocalTime, _ turn: Turn) {
    let rule = Rule(Slot(goal: goal.id), at: time, isExplicit: true)
    turn.write(rules.save(rule, of: turn.person.id))
    schedule(rule, of: goal, turn)
  }

  private func forget(_ goal: RowID, _ turn: Turn) {
    turn.write(rules.delete(Slot(goal: goal), of: turn.person.id))
    turn.cancel(RemindGoal.self, unique: goal.description)
    turn.cancel(RemindAgain.self, unique: goal.description)
  }
}
