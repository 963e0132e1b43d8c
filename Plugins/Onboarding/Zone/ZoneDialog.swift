import Contracts
import PluginAPI

/// `/timezone`: the time zone on its own.
struct ZoneDialog: Dialog {
  static let name = "onboarding.zone"
  static let timeToLive = Duration.days(1)

  struct State: WordsOnly {
    var zone: ZoneStep
    var refusedAt: Instant?
  }

  enum Choice: Codable, Sendable {
    case zone(ZoneChoice)
    case close
  }

  let asker: ZoneAsker
  let store: ProfileStore

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let rows = asker.rows(state.zone, turn) { Choice.zone($0) }
    let close = Button(turn.string("close.button"), choose: Choice.close)
    return Card(state.noting(asker.text(state.zone, turn), turn), keyboard: Keyboard(rows + [[close]]))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    let outcome: ZoneOutcome
    switch input {
    case .choice(.close):
      turn.dropLocationKey(state.zone, wasUsed: false)
      return .finish(nil)
    case .choice(.zone(let choice)): outcome = asker.answer(choice, state.zone, turn)
    case .message(let message): outcome = asker.answer(message, state.zone, turn)
    }
    switch outcome {
    case .ask(var step):
      if step.source == .location {
        turn.dropLocationKey(step, wasUsed: true)
        step.hasLocationKey = false
      }
      return .show(State(zone: step))
    case .problem(let problem): return .retry(problem)
    case .unusable: return state.refusing(turn)
    case .chosen(let zone, let place):
      turn.dropLocationKey(state.zone, wasUsed: false)
      turn.adopt(zone)
      return .finish(Card(try await done(zone, place: place, turn)))
    }
  }

  /// What is known now, and the way back to the first conversation for those who have not finished it.
  func done(_ zone: Zone, place: String, _ turn: Turn) async throws -> Text {
    let text = turn.text("zone.done", ["zone": .text(asker.line(zone, place: place, turn))])
    if try await store.profile(of: turn.person.id, turn) != nil { return text }
    return text + "\n\n" + turn.text("zone.onward")
  }
}
