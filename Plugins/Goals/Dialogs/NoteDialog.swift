import Contracts
import PluginAPI

/// Asks for a note about a day or a goal.
struct NoteDialog: Dialog {
  static let name = "goals.note"
  static let timeToLive = Duration.days(1)

  struct State: Codable, Sendable, Hashable {
    var date: LocalDate
    var goal: RowID?
    var title: String?
  }

  enum Choice: Int, Codable, Sendable {
    case cancel = 0
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let text =
      state.title.map { turn.text("note.ask.goal", ["title": .string($0)]) }
      ?? turn.text("note.ask", ["day": .string(turn.words.day(state.date, today: turn.today))])
    return Card(text, keyboard: Keyboard(row: [Button(turn.string("cancel.button"), choose: Choice.cancel)]))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard case .message(let message) = input else { return .finish(Card(turn.text("note.cancelled"))) }
    if message.passesBy(takesCaption: true) { return .ignore }
    guard message.isWritten else { return .retry(turn.text("form.text_only")) }
    guard !UserText.isTooLong(message.text, limit: Limits.note, multiline: true) else {
      return .retry(turn.text("form.too_long", ["limit": .int(Limits.note)]))
    }
    let text = UserText.clean(message.text, limit: Limits.note, multiline: true)
    guard !text.isEmpty else { return .retry(turn.text("form.empty")) }
    guard let goal = state.goal else { return .finish(try await plugin.saveNote(text, date: state.date, turn)) }
    return .finish(try await plugin.saveNote(text, date: state.date, of: goal, turn))
  }
}
