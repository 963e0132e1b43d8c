extension Turn {
  /// Opens a dialog; its card is shown after the handler. An open one is replaced, after a question if it holds
  /// something unsaved.
  public func begin<D: Dialog>(_ dialog: D.Type, _ initial: D.State) {
    change(D.self) { .begin(name: D.name, version: D.version, state: try CanonicalJSON.text(initial)) }
  }

  /// Moves the open dialog to another state, from outside its own answers (a job, a result of slow work).
  /// Nothing happens when it is not open.
  public func show<D: Dialog>(_ dialog: D.Type, _ next: D.State) {
    guard state.dialog?.name == D.name else { return }
    change(D.self) { .show(name: D.name, version: D.version, state: try CanonicalJSON.text(next)) }
  }

  /// Shows the card of the open dialog again below.
  public func resumeDialog() { state.decision.dialog = state.decision.dialog ?? .resume }

  /// Closes the open dialog; its card loses its buttons.
  public func endDialog() { state.decision.dialog = .end }

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
