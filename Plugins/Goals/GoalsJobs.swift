import Contracts
import PluginAPI

/// Does what a date brings: ends pauses, puts changes into force, forgets what was deleted long enough ago.
struct CatchUp: JobPayload {
  static let name = "goals.catch_up"
  /// The logical date that has to begin first.
  var date: LocalDate
}

/// Answers an album once, however many pictures it has.
struct AnswerMedia: JobPayload {
  static let name = "goals.answer_media"
}

extension GoalsPlugin {
  @ContributionBuilder var jobs: Contributions {
    Job(CatchUp.self, handle: catchUp)
    Job(AnswerMedia.self) { turn, _ in
      turn.send(turn.text(isAsking(turn) ? "form.text_only" : "media"))
      askAgain(turn)
    }
  }

  /// Asks for a visit when a logical date begins.
  func catchUp(on date: LocalDate, _ turn: Turn) {
    let start = turn.person.zone.instant(of: LocalDateTime(date, turn.person.dayStart))
    turn.enqueue(CatchUp(date: date), .at(start), unique: "\(date)")
  }

  private func catchUp(_ turn: Turn, _ job: CatchUp) async throws {
    // The person may have flown west since.
    guard turn.today >= job.date else { return catchUp(on: job.date, turn) }
    let person = turn.person.id
    let goals = try await GoalStore.goals(of: person, [.draft, .active, .paused, .archived], turn)
    let pauses = try await PauseStore.pauses(of: person, turn)
    let waiting = try await RevisionStore.waiting(of: person, turn)
    for var goal in goals {
      let before = goal
      for revision in waiting where revision.goal == goal.id && revision.effectiveDate <= turn.today {
        goal.take(revision.load)
        RevisionStore.apply(revision.id, turn)
      }
      if goal != before {
        GoalStore.update(goal, turn)
        turn.publish(GoalRevised(before: before.snapshot, after: goal.snapshot))
      }
      if goal.status == .paused, !pauses.contains(where: { $0.goal == goal.id && $0.pause.covers(turn.today) }) {
        change(goal, to: .active, turn)
      }
      if goal.status == .archived, let archived = goal.archivedAt,
        archived + .days(configuration.archiveDays) <= turn.now
      {
        purge(goal, turn)
      }
    }
  }

  /// Forgets a goal and its log. Notes stay: they are the person's diary.
  private func purge(_ goal: Goal, _ turn: Turn) {
    let person = turn.person.id
    turn.write("DELETE FROM \(GoalsTables.checkIn) WHERE person = \(person) AND goal = \(goal.id)")
    turn.write("DELETE FROM \(GoalsTables.pause) WHERE person = \(person) AND goal = \(goal.id)")
    turn.write("DELETE FROM \(GoalsTables.revision) WHERE person = \(person) AND goal = \(goal.id)")
    turn.write("UPDATE \(GoalsTables.reflection) SET goal = NULL WHERE person = \(person) AND goal = \(goal.id)")
    turn.write(
      "DELETE FROM \(GoalsTables.goal) WHERE person = \(person) AND id = \(goal.id) AND status = 'archived'",
      expecting: .exactly(1))
  }
}
