import PluginAPI

/// Finds who handles an update, and lets them.
struct Router: Sendable {
  let routes: Routes
  let codec: CallbackCodec
  let gate: FeatureGate
  let breaker: Breaker
  let dialogs: DialogRunner
  let commands: LiveCommands
  let botUsername: String
  let database: any DatabaseDriver
  let clock: any HostClock
  let catalogues: [PluginID: Catalogue]

  func route(_ handling: Handling) async throws -> Verdict {
    guard let update = handling.update, let state = handling.state else { return .handled }
    switch update.kind {
    case .message: try await message(handling, update, state)
    case .callbackQuery: try await press(handling, update, state)
    case .myChatMember: try await membership(handling, update, state)
    default: break
    }
    if let kind = update.kind, let handlers = routes.updateHandlers[kind], !handlers.isEmpty {
      let decoded = try RawJSON(handling.item.payload).decode(Update.self)
      for handler in handlers.sorted(by: { $0.plugin < $1.plugin }) where try permits(handler.plugin, handling) {
        handling.plugin = handler.plugin
        try await handler.element.handle(Turn(state: state, plugin: handler.plugin), decoded)
      }
    }
    try await dialogs.finish(handling)
    return .handled
  }

  // MARK: Messages

  private func message(_ handling: Handling, _ update: SlimUpdate, _ state: TurnState) async throws {
    guard let message = incoming(handling, update) else { return }
    if message.content.isDisjoint(with: [.successfulPayment, .refundedPayment]) {
      if let command = CommandText(message.text) {
        if let bot = command.bot, bot.lowercased() != botUsername.lowercased() { return }
        if try await run(command, message, handling, state) { return }
      }
      // Groups hear commands only, unless a plugin asks for an update kind.
      guard handling.place.isPrivate else { return }
      if handling.dialog != nil, try await dialogs.answer(.message(message), handling) { return }
    }
    for handler in routes.messageHandlers where !handler.element.content.isDisjoint(with: message.content) {
      // Money is never turned away: not by a switch, not by a rest.
      let isMoney = !message.content.isDisjoint(with: [.successfulPayment, .refundedPayment])
      guard
        isMoney
          || (gate.isOn(handler.plugin, for: handling.person.id, in: handling.place)
            && !breaker.isResting(handler.plugin, now: clock.now))
      else { continue }
      handling.plugin = handler.plugin
      try await handler.element.handle(Turn(state: state, plugin: handler.plugin), message)
      if !state.passed { return }
      state.passed = false
      let person = state.decision.person
      state.decision = Decision()
      state.decision.person = person
    }
    if handling.place.isPrivate, update.messageID != nil, update.content.isDisjoint(with: [.migration, .pinnedMessage])
    {
      handling.notice = ("message.unhandled", [:])
    }
  }

  private func incoming(_ handling: Handling, _ update: SlimUpdate) -> IncomingMessage? {
    guard let id = update.messageID, let raw = RawJSON(handling.item.payload)["message"] else { return nil }
    var text = update.text ?? ""
    if text.utf8.contains(0) { text = text.replacing("\0", with: "") }
    return IncomingMessage(
      id: id, text: text, content: IncomingMessage.Content(update.content), albumID: update.mediaGroupID,
      raw: raw.bytes)
  }

  /// False when nobody knows the command and a dialog may want the text.
  private func run(_ command: CommandText, _ message: IncomingMessage, _ handling: Handling, _ state: TurnState)
    async throws -> Bool
  {
    if command.name == "start", !command.arguments.isEmpty,
      let link = routes.deepLinks.first(where: { command.arguments.hasPrefix($0.element.prefix) }),
      try permits(link.plugin, handling)
    {
      handling.plugin = link.plugin
      let rest = String(command.arguments.dropFirst(link.element.prefix.count).prefix(64))
      try await link.element.handle(Turn(state: state, plugin: link.plugin), rest)
      return true
    }
    guard let owned = routes.commands[command.name] else { return builtIn(command, handling, state) }
    guard handling.place.isPrivate || owned.element.worksInGroups else {
      let link = "https://t.me/\(botUsername)?start=\(command.name)"
      handling.notice = ("guard.private", ["link": .string(link)])
      return true
    }
    guard try permits(owned.plugin, handling), passes(owned.element.guards, handling) else { return true }
    handling.plugin = owned.plugin
    try await owned.element.handle(
      Turn(state: state, plugin: owned.plugin), Command.Arguments(text: command.arguments, message: message))
    return true
  }

  private func builtIn(_ command: CommandText, _ handling: Handling, _ state: TurnState) -> Bool {
    switch command.name {
    case "cancel":
      if handling.dialog != nil { state.decision.dialog = .end(deletesCard: false) }
      handling.notice = (handling.dialog == nil ? "cancel.nothing" : "cancel.done", [:])
    case "help": help(handling, state)
    case "start": handling.notice = ("start.hello", ["name": .string(handling.person.name)])
    default:
      guard handling.place.isPrivate else { return true }
      handling.notice = ("command.unknown", ["command": .string(UserText.clean(command.name, limit: 32))])
    }
    return true
  }

  private func help(_ handling: Handling, _ state: TurnState) {
    let turn = Turn(state: state, plugin: "roost")
    var parts = [turn.text("help.title")]
    let lines = commands.commands(for: handling.person).map {
      turn.text("help.line", ["command": .string($0.name), "summary": .string($0.summary)])
    }
    if !lines.isEmpty { parts.append(.lines(lines)) }
    for section in routes.orderedHelp where gate.isOn(section.plugin, for: handling.person.id, in: handling.place) {
      parts.append(turn.scoped(to: section.plugin).text(section.element.key))
    }
    turn.send(parts.joined(separator: "\n\n"))
  }

  // MARK: Buttons

  private func press(_ handling: Handling, _ update: SlimUpdate, _ state: TurnState) async throws {
    guard let data = update.callbackData, let press = codec.decode(data, chat: handling.place.id) else {
      return outdated(state)
    }
    switch press {
    case .callback(let route, let version, let payload):
      try await callback(route, version, payload, handling, state)
    case .choice(let route, let revision, let payload):
      try await choice(route, revision, payload, handling, state)
    case .stored(let id, let isChoice, let route, let version):
      let payload: [UInt8]? = try await database.value(
        """
        SELECT payload FROM \(HostTables.callback)
        WHERE id = \(id) AND person = \(handling.place.id) AND expires_at > \(state.now)
        """)
      guard let payload else { return outdated(state) }
      if isChoice {
        try await choice(route, version, payload, handling, state)
      } else {
        try await callback(route, Int(version), payload, handling, state)
      }
    }
  }

  private func callback(
    _ route: UInt32, _ version: Int, _ payload: [UInt8], _ handling: Handling, _ state: TurnState
  ) async throws {
    if route == CallbackCodec.route(InterruptDialog.name) {
      var decoder = CompactDecoder(payload)
      return try await dialogs.interrupt(try decoder.decode(InterruptDialog.self), handling)
    }
    guard let owned = routes.callbacks[route], owned.element.version == version else {
      // The button of a plugin that is switched off, or of an older version.
      return outdated(state)
    }
    guard try permits(owned.plugin, handling), passes(owned.element.guards, handling) else { return }
    handling.plugin = owned.plugin
    var decoder = CompactDecoder(payload)
    do {
      try await owned.element.handle(Turn(state: state, plugin: owned.plugin), &decoder)
    } catch is CompactError {
      outdated(state)
    }
  }

  private func choice(
    _ route: UInt32, _ revision: Int64, _ payload: [UInt8], _ handling: Handling, _ state: TurnState
  ) async throws {
    guard let open = handling.dialog, CallbackCodec.route(open.name) == route, open.revision == revision else {
      // The second tap of an impatient finger: the card has moved on under it, and keeps its buttons.
      if try await isOpenCard(state.pressed, handling) { return }
      let turn = Turn(state: state, plugin: "roost")
      turn.toast(turn.text("card.outdated"))
      if let pressed = state.pressed { turn.removeKeyboard(of: pressed) }
      return
    }
    do {
      _ = try await dialogs.answer(.choice(CompactDecoder(payload)), handling)
    } catch is CompactError {
      outdated(state)
    }
  }

  /// Whether the message is the card of the open dialog.
  private func isOpenCard(_ message: MessageRef?, _ handling: Handling) async throws -> Bool {
    guard let message, let card = handling.dialog?.card else { return false }
    if card == message { return true }
    guard card.telegramID == nil, let id = message.telegramID else { return false }
    return try await database.value(
      "SELECT message_id FROM \(HostTables.outbox) WHERE ref = \(card) AND message_id IS NOT NULL", as: Int.self) == id
  }

  private func outdated(_ state: TurnState) {
    let turn = Turn(state: state, plugin: "roost")
    turn.toast(turn.text("callback.outdated"))
  }

  // MARK: Guards

  /// Whether the plugin may handle something now; otherwise the person is told.
  private func permits(_ plugin: PluginID, _ handling: Handling) throws -> Bool {
    if !gate.isOn(plugin, for: handling.person.id, in: handling.place) {
      say("feature.off", handling)
      return false
    }
    if breaker.isResting(plugin, now: clock.now) {
      say("feature.resting", handling)
      return false
    }
    return true
  }

  private func passes(_ guards: [Guard], _ handling: Handling) -> Bool {
    for needed in guards {
      switch needed {
      case .role(let role):
        if handling.person.role < role {
          say("guard.role", handling)
          return false
        }
      case .privateChat:
        if !handling.place.isPrivate {
          handling.notice = ("guard.private", ["link": .string("https://t.me/\(botUsername)")])
          return false
        }
      }
    }
    return true
  }

  /// A toast for a press, a message otherwise.
  private func say(_ key: String, _ handling: Handling) {
    guard handling.update?.kind == .callbackQuery, let state = handling.state else {
      handling.notice = (key, [:])
      return
    }
    let turn = Turn(state: state, plugin: "roost")
    turn.toast(turn.text(key))
  }

  // MARK: Membership

  private func membership(_ handling: Handling, _ update: SlimUpdate, _ state: TurnState) async throws {
    guard handling.place.isPrivate, let member = RawJSON(handling.item.payload)["my_chat_member"] else { return }
    let status = member["new_chat_member"]?["status"]?.string
    handling.change { $0.isBlocked = status == "kicked" || status == "left" }
  }
}

extension IncomingMessage.Content {
  init(_ content: SlimUpdate.Content) {
    self = []
    let pairs: [(SlimUpdate.Content, IncomingMessage.Content)] = [
      (.text, .text), (.photo, .photo), (.document, .document), (.location, .location), (.contact, .contact),
      (.voice, .voice), (.video, .video), (.sticker, .sticker), (.audio, .audio),
      (.successfulPayment, .successfulPayment), (.refundedPayment, .refundedPayment),
    ]
    for (from, to) in pairs where content.contains(from) { insert(to) }
    if isEmpty { insert(.other) }
  }
}
