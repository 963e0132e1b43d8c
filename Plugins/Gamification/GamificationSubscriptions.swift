import Contracts
import PluginAPI

/// What happened, gathered from the events of a turn. One turn may bring several kinds, and points depend on one another
/// (the day's cap), so the subscriptions only collect, and one of them decides.
struct Happened: DomainEvent {
  static let name = "gamification.happened.v1"

  enum Fact: Codable, Sendable {
    case onboarded
    case firstGoal
    case checkIn(CheckInRecorded)
    case undone(CheckInUndone)
    case reflected(length: Int, date: LocalDate)
    case planned(RowID)
    case reviewed(LocalDate)
    case reached(GoalSnapshot)
    case closedStep(Int, GoalSnapshot)
    case released
    case revisedPlan(RowID)
    case zoneChanged(from: String)
    /// Something changed the past.
    case late
  }

  var fact: Fact
}

extension GamificationPlugin {
  @ContributionBuilder var subscriptions: Contributions {
    Subscription(to: OnboardingCompleted.self) { turn, events in
      if !events.isEmpty { turn.publish(Happened(fact: .onboarded)) }
    }
    Subscription(to: GoalActivated.self, handle: activate)
    Subscription(to: GoalRevised.self, handle: revise)
    Subscription(to: GoalStatusChanged.self, handle: changeStatus)
    Subscription(to: PlanSaved.self) { turn, events in
      for event in events {
        turn.publish(Happened(fact: .planned(event.goal)))
        if event.isRevision { turn.publish(Happened(fact: .revisedPlan(event.goal))) }
      }
    }
    Subscription(to: MilestoneDone.self) { turn, events in
      for event in events { turn.publish(Happened(fact: .closedStep(event.step, event.goal))) }
    }
    Subscription(to: CheckInRecorded.self) { turn, events in
      for event in events { turn.publish(Happened(fact: .checkIn(event))) }
    }
    Subscription(to: CheckInUndone.self) { turn, events in
      for event in events { turn.publish(Happened(fact: .undone(event))) }
    }
    Subscription(to: ReflectionSaved.self) { turn, events in
      for event in events { turn.publish(Happened(fact: .reflected(length: event.length, date: event.date))) }
    }
    Subscription(to: WeekReviewed.self) { turn, events in
      for event in events { turn.publish(Happened(fact: .reviewed(event.week))) }
    }
    Subscription(to: TimeZoneChanged.self) { turn, events in
      if let event = events.first { turn.publish(Happened(fact: .zoneChanged(from: event.from))) }
    }
    Subscription(to: Happened.self, handle: settle)
  }

  private func activate(_ turn: Turn, _ events: [GoalActivated]) async throws {
    let today = turn.person.logicalDate(turn.now)
    for change in events.compactMap({ TermsStore.change($0, today: today) }) {
      turn.write(terms.insert(change, of: turn.person.id))
    }
    let isFirst = events.contains { $0.ordinal == 1 }
    turn.publish(Happened(fact: isFirst ? .firstGoal : .late))
  }

  private func revise(_ turn: Turn, _ events: [GoalRevised]) async throws {
    let today = turn.person.logicalDate(turn.now)
    for change in events.compactMap({ TermsStore.change($0, today: today) }) {
      turn.write(terms.insert(change, of: turn.person.id))
    }
  }

  private func changeStatus(_ turn: Turn, _ events: [GoalStatusChanged]) async throws {
    let today = turn.person.logicalDate(turn.now)
    for event in events {
      if let change = TermsStore.change(event, today: today) {
        turn.write(terms.forget(change.goal, beyond: change.through, of: turn.person.id))
        turn.write(terms.insert(change, of: turn.person.id))
      }
      if event.goal.status == .achieved, event.before != .achieved {
        turn.publish(Happened(fact: .reached(event.goal)))
      }
      if event.goal.status == .released, event.before != .released { turn.publish(Happened(fact: .released)) }
      if let from = event.pausedFrom, from < today { turn.publish(Happened(fact: .late)) }
    }
  }
}
