import Contracts
import PluginAPI

extension GoalsPlugin {
  /// What the card of a goal shows.
  func facts(_ goal: Goal, _ turn: Turn) async throws -> GoalFacts {
    try await facts([goal], turn).first ?? GoalFacts(goal: goal)
  }

  func facts(_ goals: [Goal], _ turn: Turn) async throws -> [GoalFacts] {
    let pauses = try await PauseStore.pauses(of: turn.person.id, turn)
    let waiting = try await RevisionStore.waiting(of: turn.person.id, turn)
    let stats = try await stats().stats(of: turn.person, asOf: turn.today, turn)
    return goals.map { goal in
      GoalFacts(
        goal: goal, stats: stats[goal.id],
        pause: pauses.last { $0.goal == goal.id && $0.pause.covers(turn.today) },
        waiting: waiting.first { $0.goal == goal.id })
    }
  }

  /// The card of a goal, or a word that it is gone.
  func goalCard(_ id: RowID, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn) else { return Card(turn.text("goal.gone")) }
    return GoalCard(turn: turn).card(try await facts(goal, turn))
  }

  func listCard(finished: Bool, _ turn: Turn) async throws -> Card {
    let ended = try await GoalStore.goals(of: turn.person.id, [.achieved, .released], turn)
    if finished { return GoalListCard(turn: turn).finished(ended.suffix(20).reversed()) }
    let goals = try await GoalStore.goals(of: turn.person.id, [.active, .paused, .draft], turn)
    return GoalListCard(turn: turn).current(try await facts(goals, turn), hasFinished: !ended.isEmpty)
  }

  /// Opens the form, or says what stands in its way: a form begun before, or no room.
  /// - Returns: whether it opened.
  @discardableResult
  func openForm(_ turn: Turn, text: String = "", asDraft: Bool = false) async throws -> Bool {
    if let open = try turn.dialogState(of: NewGoalDialog.self), NewGoalDialog.holdsText(open) {
      // Another form would replace this one and what was written in it.
      turn.send(turn.text("form.unfinished"))
      turn.resumeDialog()
      return false
    }
    let (limit, running) = try await room(turn)
    if running >= limit, !asDraft, text.isEmpty {
      let others = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
      turn.show(limitCard(limit, others, saved: nil, turn))
      return false
    }
    turn.begin(NewGoalDialog.self, NewGoalDialog.State(text: text))
    return true
  }

  /// Writes a note.
  /// - Returns: what the person sees.
  func saveNote(_ text: String, date: LocalDate, goal: RowID? = nil, _ turn: Turn) -> Card {
    let id = turn.newID()
    NoteStore.insert(id: id, goal: goal, date: date, text: text, turn)
    turn.publish(ReflectionSaved(id: id, date: date, length: text.count))
    return Card(turn.text("note.saved"))
  }

  /// Opens the question for a note about a day, or about a goal of the person.
  func askNote(_ turn: Turn, date: LocalDate, goal: RowID? = nil) async throws {
    // Older days are closed; a stale button writes for today.
    let date = (0...Limits.backdate).contains(date.days(until: turn.today)) ? date : turn.today
    var title: String?
    if let goal { title = try await GoalStore.goal(goal, of: turn.person.id, turn)?.title }
    turn.begin(NoteDialog.self, NoteDialog.State(date: date, goal: title == nil ? nil : goal, title: title))
  }
}
