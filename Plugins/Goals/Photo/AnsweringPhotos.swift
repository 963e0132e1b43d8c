import Contracts
import PluginAPI

extension GoalsPlugin {
  /// The model looked at a photo, or could not. It only proposes; what the caption itself states is logged, and can be
  /// taken back, as a text would be.
  func see(_ turn: Turn, _ request: LookAtPhoto, _ result: WorkResult<LookAtPhoto.Output>) async throws {
    let person = turn.person.id
    let isOpen = try await SafetyStore.isOpen(for: person, now: turn.now, turn)
    // The person was faster, or something graver came.
    guard let photo = try await PhotoStore.photo(request.photo, of: person, turn), photo.state == .asked,
      let ref = photo.card, !isOpen
    else { return }
    let running = try await GoalStore.goals(of: person, [.active, .paused], turn)
    switch result.output ?? .nothing(.failed) {
    case .crisis(let category): try await answer(category, photo, turn)
    case .nothing(let reason):
      if reason != .sensitive { giveBack(photo, turn) }
      turn.edit(ref, asking(photo, running, "photo.\(reason.rawValue)", turn))
    case .answer(let answer, let refs):
      switch answer.category {
      case let category? where category.isCrisis: try await self.answer(category, photo, turn)
      case .eatingRisk?:
        turn.edit(ref, asking(photo, running, lead: helpCard.eating(for: turn.reader), "photo.ask", turn))
      case .some: turn.edit(ref, asking(photo, running, "photo.sensitive", turn))
      case nil where answer.safety == "unreadable":
        turn.edit(ref, asking(photo, running, "photo.unreadable", turn))
      case nil where answer.safety != "ok": turn.edit(ref, asking(photo, running, "photo.sensitive", turn))
      case nil: try await propose(answer, refs, photo, running, turn)
      }
    }
  }

  /// What nobody could look at is not taken off the allowance.
  private func giveBack(_ photo: Photo, _ turn: Turn) {
    var after = photo
    after.looked = 0
    PhotoStore.save(after, turn)
  }

  private func answer(_ category: SafetyCategory, _ photo: Photo, _ turn: Turn) async throws {
    PhotoStore.use(photo, turn)
    if let ref = photo.card { turn.removeKeyboard(of: ref) }
    try await answerCrisis(category, turn)
  }

  /// The question with all goals, in other words.
  private func asking(_ photo: Photo, _ running: [Goal], lead: Text? = nil, _ key: String, _ turn: Turn) -> Card {
    let card = PhotoCard(turn: turn, photo: photo, goals: running)
    let text = [lead, card.question(key)].compactMap { $0 }.joined(separator: "\n\n")
    return card.card(text, indices: photo.choices.indices)
  }

  private func propose(
    _ answer: PhotoAnswer, _ refs: [String: RowID], _ photo: Photo, _ running: [Goal], _ turn: Turn
  ) async throws {
    guard let ref = photo.card else { return }
    let person = turn.person.id
    let goals = refs.compactMapValues { id in running.first { $0.id == id } }
    let open = photo.choices.map(\.goal)
    let reading = CheckInReading(photo.caption, running: running, open: open)
    let facts = ReplyFacts(
      language: turn.reader.language, told: "", message: photo.caption, refs: Set(refs.keys))
    let review = ProposalReview(
      answer.reply(dayOffset: reading?.statement.dayOffset ?? 0), goals: goals, reading: reading, facts: facts)
    if let entry = review.applied.first, review.applied.count == 1,
      let goal = running.first(where: { $0.id == entry.goal })
    {
      let date = photo.date.adding(days: entry.dayOffset)
      var day = try await CheckInStore.day(date, today: turn.today, of: person, turn)
      let item = day.item(goal.id) ?? DayItem(goal: goal)
      let decision = entry.amount.map { CheckInRule.amount($0, on: item) } ?? CheckInRule.mark(entry.kind, on: item)
      if let logged = record(decision, item, &day, .photo, turn) {
        PhotoStore.use(photo, turn)
        try closeQuestion(about: goal.id, on: date, turn)
        return turn.edit(ref, confirmation(logged, goal, turn))
      }
    }
    offer(answer, goals, reading, photo, running, turn)
  }

  /// Buttons for what the picture may be about; what the caption says of a goal comes first and counts more.
  private func offer(
    _ answer: PhotoAnswer, _ goals: [String: Goal], _ reading: CheckInReading?, _ photo: Photo, _ running: [Goal],
    _ turn: Turn
  ) {
    guard let ref = photo.card else { return }
    let said = (reading?.goals ?? []).compactMap { reading?.entry(for: $0) }
      .map { PhotoChoice($0, today: photo.date) }
    let found = answer.choices(among: goals, on: photo.date).filter { choice in
      !said.contains { $0.goal == choice.goal }
    }
    let offers = said + found
    var after = photo
    after.choices += offers
    PhotoStore.save(after, turn)
    let card = PhotoCard(turn: turn, photo: after, goals: running)
    let seen = answer.caption.map { turn.text("photo.seen", ["seen": .string($0)]) }
    let question: Text
    switch offers.count {
    case 0: question = card.question("photo.none")
    case 1:
      let title = running.first { $0.id == offers[0].goal }?.title ?? ""
      question = turn.text("photo.one", ["title": .string(title)])
    default: question = card.question("photo.which")
    }
    let text = [seen, question].compactMap { $0 }.joined(separator: " ")
    let shown = offers.isEmpty ? photo.choices.indices : photo.choices.count..<after.choices.count
    turn.edit(ref, card.card(text, all: offers.isEmpty, indices: shown))
  }

  // MARK: Taps

  /// A photo of the person that nothing was made of yet; else they are told.
  private func open(_ id: RowID, _ turn: Turn) async throws -> Photo? {
    if let photo = try await PhotoStore.photo(id, of: turn.person.id, turn), photo.state == .asked { return photo }
    // The message stays as it is: it may be the confirmation, with its undo.
    turn.toast(turn.text("photo.gone.toast"))
    return nil
  }

  /// Checks everything again: a lot may have happened between a photo and its tap.
  func tickPhoto(_ turn: Turn, _ press: TickPhoto) async throws {
    guard let photo = try await open(press.photo, turn), photo.choices.indices.contains(press.index) else { return }
    let choice = photo.choices[press.index]
    guard let goal = try await loggable(choice.goal, on: choice.date, turn) else { return }
    switch (goal.snapshot.kind, choice.kind) {
    case (.milestone, _): turn.send(try await stepsCard(goal.id, turn))
    case (.open, _) where photo.caption.isEmpty: try await askNote(turn, date: choice.date, goal: goal.id)
    case (.open, _):
      PhotoStore.use(photo, turn)
      try closeQuestion(about: goal.id, on: choice.date, turn)
      turn.show(try await saveNote(photo.caption, date: choice.date, of: goal.id, turn))
    case (.target, .full):
      let state = AmountDialog.State(
        goal: goal.id, date: choice.date, title: goal.title, unit: goal.snapshot.unit,
        isMeasured: goal.snapshot.start != nil ? true : nil)
      turn.begin(AmountDialog.self, state)
    default: try await log(choice, goal, photo, turn)
    }
  }

  private func log(_ choice: PhotoChoice, _ goal: Goal, _ photo: Photo, _ turn: Turn) async throws {
    var day = try await CheckInStore.day(choice.date, today: turn.today, of: turn.person.id, turn)
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    let decision = choice.amount.map { CheckInRule.amount($0, on: item) } ?? CheckInRule.mark(choice.kind, on: item)
    guard let entry = record(decision, item, &day, .photo, turn) else {
      return turn.toast(turn.text("log.already.toast"))
    }
    PhotoStore.use(photo, turn)
    try closeQuestion(about: goal.id, on: choice.date, turn)
    turn.show(confirmation(entry, goal, turn))
  }

  func showPhotoGoals(_ turn: Turn, _ press: ShowPhotoGoals) async throws {
    guard let photo = try await open(press.photo, turn) else { return }
    let running = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
    let day = try await CheckInStore.day(photo.date, today: turn.today, of: turn.person.id, turn)
    var after = photo
    after.choices += PhotoChoice.all(on: day, caption: nil).filter { !photo.choices.contains($0) }
    if after.choices != photo.choices { PhotoStore.save(after, turn) }
    turn.show(asking(after, running, "photo.ask", turn))
  }

  func notePhoto(_ turn: Turn, _ press: NotePhoto) async throws {
    guard let photo = try await open(press.photo, turn) else { return }
    guard !photo.caption.isEmpty else { return try await askNote(turn, date: turn.today) }
    PhotoStore.use(photo, turn)
    turn.show(try await saveNote(photo.caption, date: photo.date, turn))
  }
}
