import Contracts
import PluginAPI

extension GoalsPlugin {
  /// Answers without a model: reads a log entry out of the text and asks for a tap, or offers to keep the text.
  /// - Parameter isResting: the coach is off until tomorrow.
  func answerAlone(
    _ text: String, raw: String, isResting: Bool = false, replyTo: Int? = nil, _ turn: Turn
  ) async throws {
    let running = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
    if let card = try await checkInCard(text, running, "coach.read", turn) {
      turn.send(card, options: SendOptions(replyTo: replyTo))
      return
    }
    if isResting {
      turn.send(turn.text("coach.resting"))
      return
    }
    offer(raw, replyTo: replyTo, turn)
  }

  /// A template by what the text is about, when the model did not answer in time or answered nonsense.
  func answerWithoutModel(_ message: String, _ reason: AnswerAsCoach.Reason, _ turn: Turn) async throws {
    let running = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
    if let card = try await checkInCard(message, running, "coach.read", turn) {
      turn.send(card)
      return
    }
    let key =
      reason == .spent ? "coach.day_over" : TextWords(message).isQuestion ? "coach.template.question" : "coach.template"
    turn.send(
      Card(
        turn.text(key),
        keyboard: Keyboard(row: [
          Button(turn.string("today.button"), ShowDay(date: nil)),
          Button(turn.string("goal.list.button"), ListGoals(finished: false)),
        ])))
  }

  /// Asks whether what the text states is to be logged; nil when it states nothing.
  private func checkInCard(_ text: String, _ running: [Goal], _ key: String, _ turn: Turn) async throws -> Card? {
    let day = try await CheckInStore.day(turn.today, today: turn.today, of: turn.person.id, turn)
    let open = day.items.filter(\.isOpen).map(\.goal.id)
    guard let reading = CheckInReading(text, running: running, open: open) else { return nil }
    let found = reading.goals.compactMap { goal in reading.entry(for: goal).map { (goal: goal, entry: $0) } }
    guard !found.isEmpty else { return nil }
    let proposals = found.map { (id: turn.newID(), content: CoachProposal.log($0.entry).dated(turn.today)) }
    for proposal in proposals { ProposalStore.insert(proposal.id, proposal.content, turn) }
    let card = CoachCard(turn: turn)
    var rows = proposals.map { [card.button($0.id, $0.content, running)] }
    rows.append([Button(turn.string("text.note.button"), UseText(text: keep(text, turn), asGoal: false))])
    let words = found.count > 1 ? turn.text("coach.which") : card.question(found[0].entry, found[0].goal)
    return Card(words, keyboard: Keyboard(rows))
  }

  private func keep(_ text: String, _ turn: Turn) -> RowID {
    let id = turn.newID()
    NoteStore.dropKept(before: turn.now - .days(30), turn)
    NoteStore.keep(id: id, text: UserText.clean(text, limit: Limits.note, multiline: true), turn)
    return id
  }

  /// Asks what a text is to become.
  func offer(_ raw: String, replyTo: Int?, _ turn: Turn) {
    let id = keep(raw, turn)
    let isCut = UserText.isTooLong(raw, limit: Limits.note, multiline: true)
    turn.send(
      Card(
        isCut ? turn.text("text.offer.cut", ["limit": .int(Limits.note)]) : turn.text("text.offer"),
        keyboard: Keyboard(row: [
          Button(turn.string("text.goal.button"), UseText(text: id, asGoal: true)),
          Button(turn.string("text.note.button"), UseText(text: id, asGoal: false)),
        ])), options: SendOptions(replyTo: replyTo))
  }
}
