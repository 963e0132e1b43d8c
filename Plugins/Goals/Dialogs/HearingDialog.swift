import PluginAPI

/// A dialog that leaves a cry for help to the coach, who hears it first of all, and pictures to the check-ins; it stays open
/// meanwhile.
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
  private let takesCaption: @Sendable (String) -> Bool

  /// - Parameter takesCaption: whether the words under a picture answer it.
  init(_ dialog: Asking, takesCaption: @escaping @Sendable (String) -> Bool = { _ in false }) {
    self.dialog = dialog
    self.takesCaption = takesCaption
  }

  func card(_ state: State, _ turn: Turn) async throws -> Card { try await dialog.card(state, turn) }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    if case .message(let message) = input {
      if Heard.crisis(in: message.text) != nil { return .ignore }
      if message.passesBy(takesCaption: takesCaption(message.text)) { return .ignore }
    }
    return try await dialog.answer(input, state, turn)
  }

  func hasUnsavedText(_ state: State) -> Bool { dialog.hasUnsavedText(state) }
}
