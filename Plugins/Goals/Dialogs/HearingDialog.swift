import PluginAPI

/// A dialog that leaves a cry for help to the coach, who hears it first of all; it stays open meanwhile.
struct HearingDialog<Asking: Dialog>: Dialog {
  typealias State = Asking.State
  typealias Choice = Asking.Choice
  static var name: String { Asking.name }
  static var version: Int { Asking.version }
  static var timeToLive: Duration { Asking.timeToLive }
  static func migrate(_ json: String, from version: Int) throws -> State? {
    try Asking.migrate(json, from: version)
  }

  private let dialog: Asking

  init(_ dialog: Asking) { self.dialog = dialog }

  func card(_ state: State, _ turn: Turn) async throws -> Card { try await dialog.card(state, turn) }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    if case .message(let message) = input, Heard.crisis(in: message.text) != nil { return .ignore }
    return try await dialog.answer(input, state, turn)
  }

  func hasUnsavedText(_ state: State) -> Bool { dialog.hasUnsavedText(state) }
}
