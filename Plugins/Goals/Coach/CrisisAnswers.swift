import Contracts
import PluginAPI

/// "It was about something else."
struct ClearCrisis: CallbackPayload {
  static let name = "goals.clear_crisis"
}

/// "Write to somebody close."
struct AskSomebody: CallbackPayload {
  static let name = "goals.ask_somebody"
}

/// The route for all plugins: the card with its two buttons.
struct CoachCrisisRoute: CrisisRoute {
  let card: CrisisCard

  func card(_ category: SafetyCategory, isTeen: Bool, _ turn: Turn) -> Card {
    Card(
      card.text(category, for: turn.reader, isTeen: isTeen),
      keyboard: Keyboard(column: [
        Button(card.fineButton(for: turn.reader), ClearCrisis()),
        Button(card.closeButton(for: turn.reader), AskSomebody(), style: .primary),
      ]))
  }

  func isOpen(for person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool {
    try await SafetyStore.isOpen(for: person, now: now, database)
  }
}

extension GoalsPlugin {
  var helpCard: CrisisCard { CrisisCard(lines: configuration.helpLines) }
  var crisisRoute: CoachCrisisRoute { CoachCrisisRoute(card: helpCard) }

  @ContributionBuilder var crisisAnswers: Contributions {
    ServiceExport(.crisis, crisisRoute as any CrisisRoute)
    Callback(ClearCrisis.self) { turn, _ in
      let wasOpen = try await SafetyStore.isOpen(for: turn.person.id, now: turn.now, turn)
      if let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
      guard wasOpen else { return }
      SafetyStore.close("cleared", turn)
      turn.publish(SafetyCleared())
      turn.send(helpCard.fine(for: turn.reader))
    }
    Callback(AskSomebody.self) { turn, _ in
      if try await SafetyStore.isOpen(for: turn.person.id, now: turn.now, turn) {
        SafetyStore.close("somebody", turn)
      }
      turn.send(helpCard.messageToSomebody(for: turn.reader))
    }
    // Heard by whichever plugin: what was asked of the model meanwhile is not answered any more.
    Subscription(to: SafetyTriggered.self) { turn, events in
      guard let event = events.last else { return }
      SafetyStore.open(event, turn)
      CoachStore.dropUnanswered(turn)
      CoachStore.save(inFlight: nil, since: nil, turn)
    }
  }

  /// Hears a crisis in a text, first of all, and answers it.
  /// - Returns: whether it was one.
  func answersCrisis(in text: String, _ turn: Turn) async throws -> Bool {
    guard let category = CrisisFilter.standard.category(of: text), category.isCrisis else { return false }
    try await answerCrisis(category, turn)
    return true
  }

  /// Answers a text about eating or medicine, of which a coach says one sentence and no more.
  /// - Returns: whether it was one.
  func answersConcern(in text: String, _ turn: Turn) -> Bool {
    switch CrisisFilter.standard.category(of: text) {
    case .eatingRisk: turn.send(helpCard.eating(for: turn.reader))
    case .medical: turn.send(helpCard.medical(for: turn.reader))
    default: return false
    }
    return true
  }

  func answerCrisis(_ category: SafetyCategory, _ turn: Turn) async throws {
    crisisRoute.answer(category, isTeen: try await isTeen(turn), turn)
  }

  /// Whether the person said to be under the age that the deployment names.
  func isTeen(_ turn: Turn) async throws -> Bool {
    try await memory().profile(of: turn.person.id, turn)?.isTeen ?? false
  }
}
