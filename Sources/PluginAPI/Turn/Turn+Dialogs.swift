extension Turn {
  /// Opens a dialog; its card is shown after the handler. An open one is replaced, after a question if it holds
  /// something unsaved.
  public func begin<D: Dialog>(_ dialog: D.Type, _ initial: D.State) {
    change(D.self) { .begin(name: D.name, version: D.version, state: try CanonicalJSON.text(initial)) }
  }

  /// Moves the open dialog to another state, from outside its own answers (a job, a result of slow work).
  /// Nothing happens when it is not open.
  /// - Parameter place: where the card goes.
  public func show<D: Dialog>(_ dialog: D.Type, _ next: D.State, _ place: CardPlace = .below) {
    guard state.dialog?.name == D.name else { return }
    change(D.self) { .show(name: D.name, version: D.version, state: try CanonicalJSON.text(next), place) }
  }

  /// Moves the card of the open dialog to the end of the chat.
  public func resumeDialog() { state.decision.dialog = state.decision.dialog ?? .resume }

  /// Closes the open dialog; its card loses its buttons.
  /// - Parameter deletesCard: the card goes altogether: it said to wait, and there is nothing to wait for any more.
  public func endDialog(deletesCard: Bool = false) { state.decision.dialog = .end(deletesCard: deletesCard) }

  /// The state of the open dialog, if it is of this type.
  public func dialogState<D: Dialog>(of dialog: D.Type) throws -> D.State? {
    guard let open = state.dialog, open.name == D.name else { return nil }
    if open.version == D.version { return try CanonicalJSON.decode(D.State.self, from: open.state) }
    return try D.migrate(open.state, from: open.version)
  }

  /// The name of the open dialog.
  public var openDialog: String? { state.dialog?.name }

  private func change<D: Dialog>(_ type: D.Type, _ make: () throws -> Decision.DialogChange) {
    do { state.decision.dialog = try make() } catch { state.failure = state.failure ?? error }
  }
}

/// Where the card of a dialog goes that changes from outside its own answers.
public enum CardPlace: Sendable, Hashable {
  /// Sent anew below; the card before loses its buttons and stays.
  case below
  /// Sent anew below; the card before is deleted, as when it said to wait. One that is older than a day stays.
  case instead
  /// The card before is edited, without a sound: nothing is asked that was not asked before.
  case inPlace
}
