import Contracts
import PluginAPI

/// A goal's reminder, at the time the person chose.
struct RemindGoal: JobPayload {
  static let name = "reminders.remind_goal"
  var goal: RowID
}

/// The same once more, after a snooze.
struct RemindAgain: JobPayload {
  static let name = "reminders.remind_again"
  var goal: RowID
}

/// Morning plan, evening check-in or weekly review.
struct Remind: JobPayload {
  static let name = "reminders.remind"
  var kind: Kind
}

/// The same, put off to the end of quiet hours.
struct RemindLater: JobPayload {
  static let name = "reminders.remind_later"
  var kind: Kind
  var date: LocalDate
}

/// Asks the model about a week, a while after the review was due; see ``Spread``.
struct AskForWords: JobPayload {
  static let name = "reminders.ask_for_words"
  var date: LocalDate
}

/// Asks a person who fell silent.
struct ComeBack: JobPayload {
  static let name = "reminders.come_back"
  /// Silent days; after the last step nothing is asked any more.
  static let steps = [3, 7, 21]
  var step: Int
}

/// Brings a schedule in line with its row.
struct Arrange: JobPayload {
  static let name = "reminders.arrange"
  var slot: Slot
}

extension RemindersPlugin {
  @ContributionBuilder var jobs: Contributions {
    Job(RemindGoal.self, maximumAttempts: 3) { turn, job in try await remindGoal(turn, job.goal, isAgain: false) }
    Job(RemindAgain.self, maximumAttempts: 3) { turn, job in try await remindGoal(turn, job.goal, isAgain: true) }
    Job(Remind.self, maximumAttempts: 3, handle: remind)
    Job(RemindLater.self, maximumAttempts: 3) { turn, job in
      guard let rule = try await rules.find(Slot(job.kind), of: turn.person.id, turn) else { return }
      try await remind(turn, rule, on: job.date)
    }
    Job(AskForWords.self, maximumAttempts: 3, handle: askForWords)
    Job(ComeBack.self, maximumAttempts: 3, handle: comeBack)
    Job(Arrange.self) { turn, job in try await arrange(turn, job.slot) }
  }

  private func remindGoal(_ turn: Turn, _ id: RowID, isAgain: Bool) async throws {
    let person = turn.person.id
    guard let goal = try await goals.goal(id, of: person, turn) else {
      turn.write(rules.delete(Slot(goal: id), of: person))
      turn.cancel(RemindGoal.self, unique: id.description)
      return
    }
    let slot = Slot(goal: id)
    let stored = try await rules.find(slot, of: person, turn)
    // A snooze asked for it, also where the goal has no reminder of its own.
    guard let rule = stored ?? (isAgain ? Rule(slot, at: .noon) : nil) else { return }
    let date = turn.person.logicalDate(turn.now)
    let days = try await days(of: person, from: date.startOfWeek(), to: date, turn)
    guard days.wantsReminder(goal, date), try await goals.isReminded(of: id, person, now: turn.now, turn) else {
      return
    }
    guard case .send(let fired, let announced) = try await admit(rule, on: date, isAgain: isAgain, turn) else { return }
    let eligible = GoalMessage.templates(for: goal)
    let (template, recent) = choose(eligible, fired.recent, turn)
    var next = fired
    next.recent = recent
    let message = GoalMessage(goal: goal, date: date, template: template)
    let card = message.card(buttons: goals.checkInButtons(for: goal, on: date, turn), turn)
    deliver(card, next, on: date, template: template, announcing: announced, until: turn.now + .hours(1), turn)
  }

  private func remind(_ turn: Turn, _ job: Remind) async throws {
    guard let rule = try await rules.find(Slot(job.kind), of: turn.person.id, turn) else { return }
    if let occurrence = turn.occurrence, occurrence.local.time != rule.time || !rule.isEnabled {
      return schedule(rule, turn)
    }
    // Late ones are about the day they were meant for.
    let date = turn.occurrence?.local.logicalDate(dayStart: turn.person.dayStart)
    try await remind(turn, rule, on: date ?? turn.person.logicalDate(turn.now))
  }

  private func remind(_ turn: Turn, _ rule: Rule, on date: LocalDate) async throws {
    let kind = rule.slot.kind
    let (template, recent) = choose(Array(1...kind.templates), rule.recent, turn)
    guard let card = try await card(kind, on: date, template: template, turn) else { return }
    switch try await admit(rule, on: date, isAgain: false, turn) {
    case .no: return
    case .later(let instant):
      turn.enqueue(RemindLater(kind: kind, date: date), .at(instant), unique: kind.rawValue)
    case .send(var fired, let announced):
      if kind == .review, try await mayBeWorded(turn) {
        // A time that somebody chose is kept.
        if rule.isExplicit { return turn.start(WordWeek(date: date, asked: turn.now)) }
        let delay = Spread.delay(for: turn.person.id)
        return turn.enqueue(AskForWords(date: date), .after(delay), unique: kind.rawValue)
      }
      fired.recent = recent
      deliver(card, fired, on: date, template: template, announcing: announced, until: expiry(kind, date, turn), turn)
    }
  }

  private func comeBack(_ turn: Turn, _ job: ComeBack) async throws {
    let person = turn.person
    let habits = try await people.find(person.id, default: configuration.quiet, turn)
    guard !person.isLeaving, let lastActive = habits.lastActive else { return }
    let date = person.logicalDate(turn.now)
    let rule = try await rules.find(Slot(.comeback), of: person.id, turn) ?? Rule(Slot(.comeback), at: .noon)
    let (template, recent) = choose(Array(1...Kind.comeback.templates), rule.recent, turn)
    let isLast = job.step >= ComeBack.steps.last ?? 0
    let card = try await comebackCard(on: date, template: template, isLast: isLast, turn)
    let admission = try await admit(rule, on: date, isAgain: false, turn)

    if let next = ComeBack.steps.first(where: { $0 > job.step }) {
      awaitComeback(after: next, since: person.logicalDate(lastActive), turn)
    }
    // After an outage nobody is asked why they were silent.
    let due = comebackTime(job.step, since: person.logicalDate(lastActive), turn)
    guard turn.now < due + .hours(2), let card, case .send(var fired, _) = admission else { return }
    fired.recent = recent
    turn.write(rules.add(fired, of: person.id))
    deliver(card, fired, on: date, template: template, announcing: nil, until: turn.now + .hours(12), turn)
  }

  func choose(_ eligible: [Int], _ recent: [Int], _ turn: Turn) -> (Int, [Int]) {
    let template = TemplateChoice.pick(eligible, recent: recent) { turn.random(in: 0...max(0, $0 - 1)) }
    return (template, TemplateChoice.remember(template, recent))
  }

  func expiry(_ kind: Kind, _ date: LocalDate, _ turn: Turn) -> Instant {
    if kind == .review { return turn.now + .hours(24) }
    return turn.person.zone.instant(of: LocalDateTime(date.adding(days: 1), turn.person.dayStart))
  }
}
