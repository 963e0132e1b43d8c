import Contracts
import PluginAPI

/// Asks a model to word the review of a week, which is sent when the answer is there or its time is over.
struct WordWeek: WorkRequest {
  static let name = "reminders.word_week"

  enum Output: Codable, Sendable {
    /// Words, and the facts that they are about.
    case prose(WeekProse, WeekFacts)
    /// The model heard a crisis in what the goals are called.
    case crisis(SafetyCategory)
    /// Off, spent, busy, down, refused, no good: the numbers go alone.
    case nothing
  }

  /// The day of the review.
  var date: LocalDate
  var asked: Instant
}

extension RemindersPlugin {
  /// How long the review waits for its words.
  static let patience: Duration = .seconds(30)

  @ContributionBuilder var slowWork: Contributions {
    // One attempt: who waits gets the numbers.
    SlowWork(WordWeek.self, timeLimit: Self.patience, maximumAttempts: 1, run: word, then: sendReview)
  }

  /// Whether a model may be asked about somebody's week.
  func mayBeWorded(_ turn: Turn) async throws -> Bool {
    guard hasModel, configuration.wordsReview else { return false }
    guard try await memory().hasAgreed(to: .model, turn.person.id, turn) else { return false }
    return try await !crisis().isOpen(for: turn.person.id, now: turn.now, turn)
  }

  /// Whatever changed since the review was due counts; the model may not be wanted any more.
  func askForWords(_ turn: Turn, _ job: AskForWords) async throws {
    let local = turn.person.zone.localDateTime(at: turn.now)
    if let rule = try await rules.find(Slot(.review), of: turn.person.id, turn), rule.isEnabled,
      rule.time > local.time, local.date == job.date, local.date.weekday == configuration.reviewDay
    {
      // Moved to later on this day: it comes then.
      return
    }
    guard try await mayBeWorded(turn) else { return try await sendReview(turn, on: job.date, .nothing) }
    turn.start(WordWeek(date: job.date, asked: turn.now))
  }

  private func word(_ request: WordWeek, _ context: WorkContext) async throws -> WordWeek.Output {
    let person = context.person
    guard let review = try await reviewWeek(of: person, on: request.date, context.database) else { return .nothing }
    let facts = WeekFacts(review)
    let profile = try await memory().profile(of: person.id, context.database)
    let question = WeekPrompt.question(facts, for: person.reader, profile)
    do {
      let summary = try await context.model.ask(question, for: person).value
      if let category = summary.category, category.isCrisis { return .crisis(category) }
      return summary.isUsable ? .prose(WeekProse(summary, facts), facts) : .nothing
    } catch {
      if error == .cancelled { throw CancellationError() }
      return .nothing
    }
  }

  private func sendReview(_ turn: Turn, _ request: WordWeek, _ result: WorkResult<WordWeek.Output>) async throws {
    // The host was down meanwhile.
    guard turn.now - request.asked <= .hours(24) else { return }
    try await sendReview(turn, on: request.date, result.output ?? .nothing)
  }

  /// Everything is looked at anew: the person may have logged, muted or left since.
  private func sendReview(_ turn: Turn, on date: LocalDate, _ output: WordWeek.Output) async throws {
    let kind = Kind.review
    guard let rule = try await rules.find(Slot(kind), of: turn.person.id, turn),
      let review = try await reviewWeek(of: turn.person, on: date, turn)
    else { return }
    let (template, recent) = choose(Array(1...kind.templates), rule.recent, turn)
    let mayStill = try await mayBeWorded(turn)
    switch try await admit(rule, on: date, isAgain: false, turn) {
    case .no: return
    case .later(let instant):
      turn.enqueue(RemindLater(kind: kind, date: date), .at(instant), unique: kind.rawValue)
    case .send(var fired, let announced):
      if case .crisis(let category) = output {
        let isTeen = try await memory().profile(of: turn.person.id, turn)?.isTeen ?? false
        return crisis().answer(category, isTeen: isTeen, turn)
      }
      var prose: WeekProse?
      if mayStill, case .prose(let words, let facts) = output, facts == WeekFacts(review) { prose = words }
      fired.recent = recent
      let card = ReviewMessage(review: review, template: template, prose: prose).card(turn)
      deliver(
        card, fired, on: date, template: template, announcing: announced,
        until: expiry(kind, date, turn), turn)
    }
  }
}
