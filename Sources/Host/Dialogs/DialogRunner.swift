import PluginAPI

/// Leads dialogs: gives them answers, shows their cards, keeps one live card.
struct DialogRunner: Sendable {
  let routes: Routes

  /// Gives the open dialog an answer.
  /// - Returns: false when the dialog does not want it.
  func answer(_ input: AnyDialog.Input, _ handling: Handling) async throws -> Bool {
    guard let state = handling.state, let open = handling.dialog, let owned = routes.dialogs[open.name],
      let json = try owned.element.load(open.state, open.version)
    else {
      // Its plugin is switched off, or cannot read the old state.
      handling.state?.decision.dialog = .end(deletesCard: false)
      handling.notice = ("dialog.expired", [:])
      return true
    }
    handling.plugin = owned.plugin
    let turn = Turn(state: state, plugin: owned.plugin)
    let step = try await owned.element.answer(input, json, turn)
    if case .ignore = step { return false }
    // A new dialog begun by the answer itself wins over its step.
    if state.decision.dialog == nil { handling.step = step }
    if case .message = input { handling.answersByText = true }
    return true
  }

  /// Shows what became of the dialog; runs after the handlers of the turn.
  func finish(_ handling: Handling) async throws {
    guard let state = handling.state else { return }
    switch (handling.step, state.decision.dialog) {
    case (_, .begin(let name, let version, let json)): try await begin(name, version, json, handling, state)
    case (_, .end(let deletesCard)): close(nil, deletesCard: deletesCard, handling, state)
    case (_, .resume): try await again(handling, state)
    case (_, .show(_, let version, let json, let cardPlace)):
      try await show(json, version: version, prefix: nil, at: cardPlace, handling, state)
    case (.show(let json), nil): try await show(json, version: nil, prefix: nil, handling, state)
    case (.retry(let problem), nil):
      guard let open = handling.dialog else { return }
      try await show(open.state, version: open.version, prefix: problem, handling, state)
    case (.finish(let card), nil): close(card, handling, state)
    case (.ignore, nil), (nil, nil):
      if let language = state.decision.person?.language, language != handling.person.language {
        try await redraw(handling, state)
      }
    }
  }

  // MARK: Steps

  private func begin(_ name: String, _ version: Int, _ json: String, _ handling: Handling, _ state: TurnState)
    async throws
  {
    if let open = handling.dialog, open.name != name, try hasUnsavedText(open) {
      let waiting = WaitingDialog(name: name, version: version, state: json)
      var kept = open
      kept.waiting = try CanonicalJSON.text(waiting)
      handling.dialogChange = .save(kept)
      let turn = Turn(state: state, plugin: "roost")
      let buttons = Keyboard(row: [
        Button(turn.string("dialog.interrupt.yes.button"), InterruptDialog(isYes: true), style: .danger),
        Button(turn.string("dialog.interrupt.no.button"), InterruptDialog(isYes: false)),
      ])
      turn.send(Card(turn.text("dialog.interrupt"), keyboard: buttons))
      return
    }
    dropCard(handling, state)
    try await place(name, version, json, prefix: nil, handling, state, inPlace: false)
  }

  /// The answer to "leave it and start the new one?".
  func interrupt(_ answer: InterruptDialog, _ handling: Handling) async throws {
    guard let state = handling.state else { return }
    let turn = Turn(state: state, plugin: "roost")
    if let pressed = state.pressed { turn.delete(pressed) }
    guard let open = handling.dialog, let json = open.waiting else { return }
    let waiting = try CanonicalJSON.decode(WaitingDialog.self, from: json)
    if answer.isYes {
      dropCard(handling, state)
      handling.pressedIsCard = false
      try await place(waiting.name, waiting.version, waiting.state, prefix: nil, handling, state, inPlace: false)
    } else {
      try await again(handling, state)
    }
  }

  private func show(
    _ json: String, version: Int?, prefix: Text?, at cardPlace: CardPlace = .below, _ handling: Handling,
    _ state: TurnState
  ) async throws {
    guard let open = handling.dialog else { return }
    let isPressed = handling.pressedIsCard && !handling.answersByText && state.pressed != nil
    let inPlace = isPressed || cardPlace == .inPlace && open.card != nil
    if !inPlace { dropCard(deletes: cardPlace == .instead, handling, state) }
    try await place(
      open.name, version ?? routes.dialogs[open.name]?.element.version ?? open.version, json, prefix: prefix, handling,
      state, inPlace: inPlace, isPressed: isPressed)
  }

  /// The card at the end of the chat, where it was before not any more.
  private func again(_ handling: Handling, _ state: TurnState) async throws {
    guard let open = handling.dialog else { return }
    dropCard(deletes: true, handling, state)
    try await place(open.name, open.version, open.state, prefix: nil, handling, state, inPlace: false)
  }

  /// The card in place, in another language.
  private func redraw(_ handling: Handling, _ state: TurnState) async throws {
    guard let open = handling.dialog, open.card != nil else { return }
    // Its own card, not the message whose button changed the language.
    try await place(
      open.name, open.version, open.state, prefix: nil, handling, state, inPlace: true, isPressed: false)
  }

  private func close(_ card: Card?, deletesCard: Bool = false, _ handling: Handling, _ state: TurnState) {
    guard let open = handling.dialog else { return }
    handling.dialogChange = .close
    let plugin = routes.dialogs[open.name]?.plugin ?? "roost"
    let turn = Turn(state: state, plugin: plugin)
    if let card {
      if handling.pressedIsCard, !handling.answersByText, let pressed = state.pressed {
        turn.edit(pressed, card)
      } else {
        dropCard(handling, state)
        turn.send(card)
      }
    } else {
      dropCard(deletes: deletesCard, handling, state)
    }
  }

  // MARK: Cards

  /// Renders a dialog's card and keeps its state.
  private func place(
    _ name: String, _ version: Int, _ json: String, prefix: Text?, _ handling: Handling, _ state: TurnState,
    inPlace: Bool, isPressed: Bool = true
  ) async throws {
    guard let owned = routes.dialogs[name], let current = try owned.element.load(json, version) else {
      handling.dialogChange = .close
      handling.notice = ("dialog.expired", [:])
      return
    }
    handling.plugin = owned.plugin
    let turn = Turn(state: state, plugin: owned.plugin)
    // Rendered in the language that this turn sets, if it sets one.
    var card = try await owned.element.card(current, turn.asChanged())
    if let prefix { card.text = prefix + "\n\n" + card.text }
    // Rises with every step, since a person's items do; three bytes of it are in the buttons.
    let revision = handling.item.seq & 0xFF_FFFF
    var ref = handling.dialog?.card
    if inPlace, let target = isPressed ? state.pressed ?? ref : ref {
      turn.edit(target, card)
      ref = target
    } else {
      ref = turn.send(card)
    }
    let last = state.decision.outgoing.count - 1
    if last >= 0 { state.decision.outgoing[last].dialog = (name, revision) }
    handling.dialogChange = .save(
      OpenDialog(
        name: name, version: owned.element.version, revision: revision, state: current, card: ref, waiting: nil,
        expires: state.now + owned.element.timeToLive))
  }

  private func dropCard(deletes: Bool = false, _ handling: Handling, _ state: TurnState) {
    guard let open = handling.dialog, let card = open.card else { return }
    let turn = Turn(state: state, plugin: "roost")
    let shown = open.expires - (routes.dialogs[open.name]?.element.timeToLive ?? .zero)
    // Telegram lets bots delete their messages for 48 hours; an edit in place was later than the message.
    if deletes, state.now - shown < .hours(24) { turn.delete(card) } else { turn.removeKeyboard(of: card) }
  }

  private func hasUnsavedText(_ open: OpenDialog) throws -> Bool {
    guard let owned = routes.dialogs[open.name], let json = try owned.element.load(open.state, open.version) else {
      return false
    }
    return try owned.element.hasUnsavedText(json)
  }
}

/// A dialog that waits for the person to leave another one.
struct WaitingDialog: Codable, Sendable {
  var name: String
  var version: Int
  var state: String
}

/// The host's own button: leave the open dialog for the waiting one, or not.
struct InterruptDialog: CallbackPayload {
  static let name = "roost.interrupt"
  var isYes: Bool
}

/// What the turn does to the dialog's row.
enum DialogRowChange: Sendable {
  case save(OpenDialog)
  case close
}
