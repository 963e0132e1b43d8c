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
    let entries = try await CheckInStore.entries(
      of: turn.person.id, from: turn.today.adding(days: -13), to: turn.today, turn)
    let daily = try await CheckInStore.daily(of: goals, person: turn.person.id, turn)
    let extra = try await extraGoals(of: turn.person.id, now: turn.now, turn)
    return goals.map { goal in
      GoalFacts(
        goal: goal, stats: stats[goal.id],
        pause: pauses.last { $0.goal == goal.id && $0.pause.covers(turn.today) },
        waiting: waiting.first { $0.goal == goal.id },
        pace: Pace(goal, daily: daily[goal.id] ?? [], today: turn.today),
        marks: GoalDays(goal, entries: entries, pauses: pauses.map(\.pause), today: turn.today).last(14),
        isExtra: extra.contains(goal.id))
    }
  }

  /// Running goals beyond the limit of the person's plan, as after Premium ended: the youngest ones.
  func extraGoals(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Set<RowID> {
    let limit = try await entitlements.limit(.activeGoals, of: person, now: now, database)
    guard try await GoalStore.running(of: person, database) > limit else { return [] }
    return Set(try await GoalStore.goals(of: person, [.active, .paused], database).dropFirst(limit).map(\.id))
  }

  /// The card of a goal, or a word that it is gone.
  func goalCard(_ id: RowID, _ turn: Turn) async throws -> Card {
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn) else { return Card(turn.text("goal.gone")) }
    return card(try await facts(goal, turn), turn)
  }

  func card(_ facts: GoalFacts, _ turn: Turn) -> Card {
    GoalCard(turn: turn, hasCharts: hasMedia, offer: offer(facts, turn)).card(facts)
  }

  private func offer(_ facts: GoalFacts, _ turn: Turn) -> Button? {
    facts.isExtra ? entitlements.offerButton(title: turn.string("limit.offer.button")) : nil
  }

  func listCard(finished: Bool, _ turn: Turn) async throws -> Card {
    let ended = try await GoalStore.goals(of: turn.person.id, [.achieved, .released], turn)
    if finished { return GoalListCard(turn: turn).finished(ended.suffix(20).reversed()) }
    let goals = try await GoalStore.goals(of: turn.person.id, [.active, .paused, .draft], turn)
    return GoalListCard(turn: turn, hasCharts: hasMedia).current(
      try await facts(goals, turn), hasFinished: !ended.isEmpty)
  }

  /// Opens the form, or says what stands in its way: a form begun before, or no room.
  /// - Returns: whether it opened.
  @discardableResult
  func openForm(_ turn: Turn, text: String = "", asDraft: Bool = false) async throws -> Bool {
    if let open = try turn.dialogState(of: NewGoalDialog.self), open.holdsText {
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
    if !text.isEmpty, let category = Heard.category(of: text) {
      turn.send(try await refusalCard(category, turn))
      return false
    }
    if try await asksAbroad(turn) {
      var state = NewGoalDialog.State()
      state.words = text.isEmpty ? nil : text
      state.step = .abroad
      turn.begin(NewGoalDialog.self, state)
      CoachStore.saveAsked(abroadAt: turn.now, turn)
      return true
    }
    let isAssisted = try await mayAnalyse(turn)
    guard isAssisted, !text.isEmpty else {
      turn.begin(NewGoalDialog.self, NewGoalDialog.State(text: text, isAssisted: isAssisted))
      return true
    }
    var state = NewGoalDialog.State(isAssisted: true)
    state.words = text
    state.step = .thinking
    turn.begin(NewGoalDialog.self, state)
    turn.start(state.request)
    return true
  }

  /// Writes a note.
  /// - Returns: what the person sees.
  func saveNote(_ text: String, date: LocalDate, goal: RowID? = nil, _ turn: Turn) async throws -> Card {
    write(text, date: date, goal: goal, turn)
    return try await answer(to: text, turn)
  }

  private func answer(to text: String, _ turn: Turn) async throws -> Card {
    guard let category = Heard.crisis(in: text) else { return Card(turn.text("note.saved")) }
    return try await crisisCard(category, turn)
  }

  private func write(_ text: String, date: LocalDate, goal: RowID?, _ turn: Turn) {
    let id = turn.newID()
    NoteStore.insert(id: id, goal: goal, date: date, text: text, turn)
    // Nobody gets points for that.
    guard Heard.crisis(in: text) == nil else { return }
    turn.publish(ReflectionSaved(id: id, date: date, length: text.count))
  }

  /// Writes a note about a goal. For an open goal that is all it asks for: the date is logged.
  func saveNote(_ text: String, date: LocalDate, of id: RowID, _ turn: Turn) async throws -> Card {
    var day = try await CheckInStore.day(date, today: turn.today, of: turn.person.id, turn)
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn) else {
      return try await saveNote(text, date: date, turn)
    }
    write(text, date: date, goal: goal.id, turn)
    guard Heard.crisis(in: text) == nil, goal.snapshot.kind == .open, goal.isRunning,
      (0...Limits.backdate).contains(date.days(until: turn.today))
    else { return try await answer(to: text, turn) }
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    _ = record(CheckInRule.mark(.full, on: item), item, &day, .form, turn)
    return Card(turn.text("note.saved"))
  }

  /// Opens the question for a note about a day, or about a goal of the person.
  func askNote(_ turn: Turn, date: LocalDate, goal: RowID? = nil) async throws {
    // Notes of older days are welcome, though they count no more; a date ahead becomes today.
    let date = (0...Limits.noteDays).contains(date.days(until: turn.today)) ? date : turn.today
    var title: String?
    if let goal { title = try await GoalStore.goal(goal, of: turn.person.id, turn)?.title }
    turn.begin(NoteDialog.self, NoteDialog.State(date: date, goal: title == nil ? nil : goal, title: title))
  }
}
