import Contracts
import PluginAPI

extension GoalsPlugin {
  /// The model's answer comes back into the conversation.
  func take(_ turn: Turn, _ request: AnswerAsCoach, _ result: WorkResult<AnswerAsCoach.Output>) async throws {
    let person = turn.person.id
    let state = try await CoachStore.state(of: person, turn)
    let isOpen = try await SafetyStore.isOpen(for: person, now: turn.now, turn)
    // Dropped by a crisis meanwhile, or asked again after a restart.
    guard state.inFlight == request.batch, !isOpen else { return }
    let waiting = try await CoachStore.lines(.waiting, of: person, turn)
    switch result.output ?? .nothing(.silent) {
    case .crisis(let category): return try await answerCrisis(category, turn)
    case .nothing(.silent) where turn.now - request.first < Self.longestWait:
      return wait(request, turn)
    case .nothing(let reason):
      try await answerWithoutModel(request.message, reason, turn)
    case .reply(let reply, let refs, let basis):
      if let category = reply.category, category.isCrisis { return try await answerCrisis(category, turn) }
      if let category = reply.category, category != .minor {
        answer(category, strikes: state.strikes(on: turn.today), turn)
      } else {
        try await say(reply, refs, basis, request.message, turn)
      }
    }
    CoachStore.mark(.asked, as: .answered, batch: request.batch, turn)
    CoachStore.save(inFlight: nil, since: nil, turn)
    if !waiting.isEmpty { turn.enqueue(CoachTurn(), .after(Self.patience), unique: "turn") }
  }

  /// Says once that it takes longer, and asks again a few times.
  private func wait(_ request: AnswerAsCoach, _ turn: Turn) {
    let waited = turn.now - request.first
    if waited < .seconds(90) { turn.send(turn.text("coach.later")) }
    CoachStore.mark(.asked, as: .waiting, batch: nil, turn)
    CoachStore.save(inFlight: nil, since: nil, turn)
    // From a minute and a half on the words above have been said: later tries come after it.
    turn.enqueue(CoachTurn(attempt: 1), .after(waited < .seconds(90) ? .seconds(90) : .minutes(2)), unique: "turn")
  }

  private func answer(_ category: SafetyCategory, strikes: Int, _ turn: Turn) {
    switch category {
    case .eatingRisk: turn.send(helpCard.eating(for: turn.reader))
    case .medical: turn.send(helpCard.medical(for: turn.reader))
    case .illegal: turn.send(turn.text("coach.illegal"))
    case .abusive:
      CoachStore.save(strikes: strikes + 1, on: turn.today, turn)
      turn.send(turn.text(strikes + 1 >= Self.mostStrikes ? "coach.resting" : "coach.boundary"))
    case .selfHarm, .harmToOthers, .abuseVictim, .minor: break
    }
  }

  /// A reply that was checked: its words, what the person's own words log, and buttons for the rest.
  private func say(
    _ reply: CoachingReply, _ refs: [String: RowID], _ basis: CoachBasis, _ message: String, _ turn: Turn
  ) async throws {
    let person = turn.person.id
    let running = try await GoalStore.goals(of: person, [.active, .paused], turn)
    let goals = refs.compactMapValues { id in running.first { $0.id == id } }
    var days: [Int: Day] = [:]
    for offset in -Limits.backdate...0 {
      days[offset] = try await CheckInStore.day(turn.today.adding(days: offset), today: turn.today, of: person, turn)
    }
    let open = days[0]?.items.filter(\.isOpen).map(\.goal.id) ?? []
    let summary = try await CoachStore.summary(of: person, turn)
    let unsummarised = try await CoachStore.history(of: person, after: summary?.upto, limit: 60, turn).count
    let asked = try await CoachStore.asked(of: person, since: turn.now, on: turn.today, turn)

    let facts = ReplyFacts(language: turn.reader.language, told: "", message: message, refs: Set(refs.keys))
    let reading = CheckInReading(message, running: running, open: open)
    let review = ProposalReview(
      reply.category == nil ? reply : reply.withoutProposals, goals: goals, reading: reading, facts: facts)

    var text = Text(reply.text)
    if review.isAmbiguous { text += "\n\n" + turn.text("coach.which") }
    // Half an hour of talk is easily taken for a person's.
    if asked.today > 0, asked.today % 30 == 0 { text += "\n\n" + turn.text("coach.machine") }
    let id = turn.newID()
    var basis = basis
    basis.quickAnswers = reply.answers
    let proposals = review.offered.map { (id: turn.newID(), content: $0.dated(turn.today)) }
    CoachStore.insert(id, .coach, reply.text, .answered, basis: basis, turn)
    for proposal in proposals { ProposalStore.insert(proposal.id, proposal.content, turn) }
    turn.send(CoachCard(turn: turn).card(text, id, basis, proposals, running))
    for entry in review.applied {
      guard var day = days[entry.dayOffset], let goal = running.first(where: { $0.id == entry.goal }) else { continue }
      log(entry, goal, &day, turn)
      days[entry.dayOffset] = day
    }
    if unsummarised + 2 > Self.mostUnsummarised { turn.enqueue(SummariseTalk(), unique: "summary") }
  }

  /// Writes an entry that the person's words state.
  /// - Returns: whether something changed.
  @discardableResult
  func log(_ entry: SpokenCheckIn, _ goal: Goal, _ day: inout Day, _ turn: Turn) -> Bool {
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    let decision =
      entry.amount.map { CheckInRule.amount($0, on: item) } ?? CheckInRule.mark(entry.kind, on: item)
    guard let entry = record(decision, item, &day, .text, turn) else { return false }
    turn.send(confirmation(entry, goal, turn))
    return true
  }
}

extension CoachingReply {
  /// The words alone.
  var withoutProposals: CoachingReply {
    var copy = self
    copy.proposals = []
    copy.memory = []
    return copy
  }
}
