import Contracts
import PluginAPI

extension OnboardingPlugin {
  @ContributionBuilder var commandList: Contributions {
    Command("start", "start.command.summary", order: 1, handle: start).unlisted
    Command("restart", "restart.command.summary", order: 71, handle: restart).unlisted
    Command("profile", "profile.command.summary", order: 70, handle: profile)
    Command("memory", "memory.command.summary", order: 72, handle: showMemory)
    Command("timezone", "timezone.command.summary", order: 75, handle: timeZone)
    Command("language", "language.command.summary", order: 80, handle: language)
    Command("privacy", "privacy.command.summary", order: 92, handle: privacy)
    Command("export", "export.command.summary", order: 93, handle: export)
    Command("delete", "delete.command.summary", order: 94, handle: delete)
    HelpSection(model == nil ? "help.section" : "help.section.model")
  }

  // MARK: The first conversation

  /// Begins the first conversation, offers to go on with it, or shows what to do here.
  func start(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    let known = try await store.profile(of: turn.person.id, turn)
    let grants = try await consents.grants(of: turn.person.id, turn)
    let hasConsented = grants[.terms]?.version == configuration.consentVersion
    if turn.person.isLeaving { stay(turn, card: nil) }
    if let state = try turn.dialogState(of: FirstDialog.self) { return goOn(state, turn) }
    guard known != nil else { return turn.begin(FirstDialog.self, firstState(hasConsented: hasConsented, turn)) }
    home.show(hasConsented: hasConsented, turn)
  }

  private func goOn(_ state: FirstDialog.State, _ turn: Turn) {
    // Clients that unblock a bot send /start too, right after the offer to go on.
    if let offeredAt = state.offeredAt, state.isResuming, turn.now - offeredAt < .seconds(10) { return }
    if state.step == .welcome || state.step == .abroad { return turn.resumeDialog() }
    turn.show(FirstDialog.self, state.resuming(at: turn.now))
  }

  /// Where the first conversation begins: after what was answered before it was cancelled or ran out.
  func firstState(hasConsented: Bool, _ turn: Turn) -> FirstDialog.State {
    guard hasConsented else { return FirstDialog.State(.welcome, at: turn.now) }
    let step: FirstDialog.Step =
      turn.person.isZoneConfirmed && !turn.person.name.isEmpty ? .wish : .address
    return FirstDialog.State(step, at: turn.now).resuming(at: turn.now)
  }

  /// Goals stay; only the profile is made anew, and only once it was accepted.
  func restart(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    let isKnown = try await store.profile(of: turn.person.id, turn) != nil
    if turn.person.isLeaving { stay(turn, card: nil) }
    var state = FirstDialog.State(.welcome, at: turn.now)
    state.isAgain = isKnown
    turn.begin(FirstDialog.self, state)
  }

  // MARK: Settings

  func profile(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    turn.begin(ProfileDialog.self, ProfileDialog.State(try await store.profile(of: turn.person.id, turn)))
  }

  func showMemory(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    turn.begin(MemoryDialog.self, MemoryDialog.State(try await memory.facts(of: turn.person.id, now: turn.now, turn)))
  }

  /// `/timezone` asks, `/timezone Samara` sets.
  func timeZone(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    let question = ZoneStep(shownAt: turn.now)
    if arguments.text.isEmpty {
      // The question is open already.
      if let state = try turn.dialogState(of: FirstDialog.self), state.step == .zone { return turn.resumeDialog() }
      return turn.begin(ZoneDialog.self, ZoneDialog.State(zone: question))
    }
    switch asker.find(arguments.text, question, turn) {
    case .chosen(let zone, let place):
      let text = try await zoneDialog.done(zone, place: place, turn)
      turn.adopt(zone)
      turn.send(text)
    case .ask(let step): turn.begin(ZoneDialog.self, ZoneDialog.State(zone: step))
    case .problem(let problem):
      turn.send(problem)
      turn.begin(ZoneDialog.self, ZoneDialog.State(zone: question))
    case .unusable, nil:
      turn.send(turn.text("zone.unknown"))
      turn.begin(ZoneDialog.self, ZoneDialog.State(zone: question))
    }
  }

  /// `/language` asks, `/language ru` sets.
  func language(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    if let language = Language(rawValue: arguments.text.lowercased()) {
      adopt(language, turn)
      turn.send(turn.text("language.done"))
      return
    }
    let buttons = Language.allCases.map { language in
      Button(turn.string("language.\(language.rawValue).button"), LanguagePress(language: language))
    }
    turn.send(Card(turn.text("language.ask"), keyboard: Keyboard(row: buttons)))
  }

  // MARK: Data

  func export(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    turn.send(turn.text("export.started"))
    turn.start(ExportRequest())
  }
}
