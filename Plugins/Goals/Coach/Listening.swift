import Contracts
import PluginAPI

/// Takes what was written within two seconds, and asks the model once.
struct CoachTurn: JobPayload {
  static let name = "goals.coach_turn"
  /// Of how many tries this is the next.
  var attempt = 0
}

extension GoalsPlugin {
  static let patience = Duration.seconds(2)
  /// How long a question waits for a model that does not answer.
  static let longestWait = Duration.minutes(10)
  static let mostRecent = 10
  static let mostStrikes = 3
  static let longestText = 4000

  /// A text to the coach: outside of a dialog, by command, or by a tap on a short answer.
  func hear(_ raw: String, replyTo: Int? = nil, _ turn: Turn) async throws {
    // First of all, before any limit, and whatever else the text is.
    if try await answersCrisis(in: raw, turn) { return }
    let person = turn.person.id
    if try await SafetyStore.isOpen(for: person, now: turn.now, turn) {
      turn.send(helpCard.stillHere(for: turn.reader))
      return
    }
    let text = UserText.clean(raw, limit: Self.longestText, multiline: true)
    guard !text.isEmpty else { return turn.show(Card(turn.text("media"))) }
    if answersConcern(in: text, turn) { return }
    let state = try await CoachStore.state(of: person, turn)
    guard hasModel, configuration.coach else {
      return try await answerAlone(text, raw: raw, replyTo: replyTo, turn)
    }
    let missing = try await memory().missing(for: .model, person, turn)
    guard missing.isEmpty else {
      try await answerAlone(text, raw: raw, replyTo: replyTo, turn)
      return askAbroad(missing, state, turn)
    }
    if state.strikes(on: turn.today) >= Self.mostStrikes {
      return try await answerAlone(text, raw: raw, isResting: true, replyTo: replyTo, turn)
    }
    let asked = try await CoachStore.asked(of: person, since: turn.now - .minutes(10), on: turn.today, turn)
    let limit = try await entitlements.limit(.coachTurns, of: person, now: turn.now, turn)
    guard asked.today < limit else {
      let offer = try await entitlements.offerButton(
        title: turn.string("coach.more.button"), to: person, now: turn.now, turn)
      return try await keepAsNote(text, "coach.spent", offer, turn)
    }
    guard asked.recent < Self.mostRecent else { return try await keepAsNote(text, "coach.slower", nil, turn) }
    CoachStore.insert(turn.newID(), .person, text, .waiting, number: replyTo ?? 0, turn)
    turn.enqueue(CoachTurn(), .after(Self.patience), unique: "turn")
    if UserText.isTooLong(raw, limit: Self.longestText, multiline: true) {
      turn.send(turn.text("coach.trimmed", ["limit": .int(Self.longestText)]))
    }
  }

  /// Before the first use, and seldom again: only somebody who wants a model is asked whether it may be one abroad.
  private func askAbroad(_ missing: [Consent], _ state: CoachState, _ turn: Turn) {
    guard missing == [.abroad], state.mayBeAskedAbroad(at: turn.now), let question = memory().abroadQuestion(turn)
    else { return }
    turn.send(question)
    CoachStore.saveAsked(abroadAt: turn.now, turn)
  }

  private func keepAsNote(_ text: String, _ key: String, _ offer: Button?, _ turn: Turn) async throws {
    _ = try await saveNote(UserText.clean(text, limit: Limits.note, multiline: true), date: turn.today, turn)
    turn.send(Card(turn.text(key), keyboard: offer.map { Keyboard(row: [$0]) }))
  }

  /// Starts the question, unless one is under way: its answer starts the next.
  func startCoachTurn(_ turn: Turn, _ job: CoachTurn) async throws {
    let person = turn.person.id
    let state = try await CoachStore.state(of: person, turn)
    if let since = state.since, state.inFlight != nil, turn.now - since < .minutes(3) { return }
    let waiting = try await CoachStore.lines(.waiting, of: person, turn)
    let isOpen = try await SafetyStore.isOpen(for: person, now: turn.now, turn)
    guard let first = waiting.first, !isOpen else { return }
    let batch = turn.newID()
    let message = UserText.clean(
      waiting.map(\.text).joined(separator: "\n"), limit: Self.longestText, multiline: true)
    CoachStore.mark(.waiting, as: .asked, batch: batch, turn)
    CoachStore.save(inFlight: batch, since: turn.now, turn)
    turn.start(AnswerAsCoach(batch: batch, message: message, first: first.at))
  }
}
