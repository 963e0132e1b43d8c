import Contracts
import Logging
import Onboarding
import PluginAPI
import Testing

/// One person's chat with the plugin: runs its contributions the way a host does, without one.
final class Chat {
  var person: Person
  var now = Instant(unixSeconds: 1_795_363_200)  // 2026-11-22T16:00:00Z, as in every test here
  let rows = StoredRows()
  let plugin: OnboardingPlugin
  private let contributions: [Contribution]
  private let catalogue: Catalogue
  private(set) var dialog: OpenDialog?
  /// The card of the open dialog.
  private(set) var card: Card?
  /// What the last turn decided.
  private(set) var decision = Decision()
  private(set) var isErased = false

  init(
    _ language: Language = .russian, name: String = "Алиса", configuration: OnboardingConfiguration = .init(),
    services: [String: any Sendable] = [:]
  ) throws {
    let zones = try TimeZoneDatabase()
    catalogue = try Catalogue(plugin: "onboarding", files: OnboardingPlugin.manifest.texts)
    let provided: [String: any Sendable] = [
      "roost.commands": FixedCommands() as any CommandDirectory,
      "roost.personal_data": FixedData() as any PersonalData,
      "goals.starter": NoGoalStarter() as any GoalStarter,
    ].merging(services) { $1 }
    let context = PluginContext(
      id: "onboarding", logger: .init(label: "test"),
      services: Services(provided: provided, allowed: Set(OnboardingPlugin.manifest.requires.map(\.name))),
      botUsername: "roost_bot", zones: zones)
    plugin = try OnboardingPlugin(configuration: configuration, context: context)
    contributions = plugin.contributions.list
    person = Person(
      id: PersonID(7), name: name, language: language,
      zone: try zones.zone(language == .russian ? "Europe/Moscow" : "UTC"), since: now)
  }

  // MARK: What the person does

  func send(_ text: String) async throws {
    if text.hasPrefix("/") {
      let parts = text.dropFirst().split(separator: " ", maxSplits: 1)
      let message = message(text, .text)
      for case .command(let command) in contributions where command.name == parts[0] {
        let arguments = Command.Arguments(text: parts.count > 1 ? String(parts[1]) : "", message: message)
        return try await run { turn in
          try await command.handle(turn, arguments)
          return nil
        }
      }
      Issue.record("no command \(text)")
      return
    }
    try await receive(message(text, .text))
  }

  func sendLocation(_ latitude: String, _ longitude: String) async throws {
    let json = """
      {"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"location":{"latitude":\(latitude),"longitude":\(longitude)}}
      """
    try await receive(IncomingMessage(id: 5, text: "", content: .location, albumID: nil, raw: Array(json.utf8)))
  }

  func sendPhoto() async throws { try await receive(message("caption", [.photo, .text])) }

  /// Presses a button of the dialog's card, or of the last message that had buttons.
  func press(_ title: String) async throws {
    let button = buttons.first { $0.title.hasPrefix(title) }
    try await press(try #require(button, "no button \(title) among \(titles)"))
  }

  func press(_ button: Button) async throws {
    switch button.action {
    case .choice(let choice):
      let bytes = try CompactEncoder().encode(choice)
      #expect(bytes.count <= 35, "\(choice) must fit into a button")
      try await run(pressing: true) { turn in try await self.answer(.choice(CompactDecoder(bytes)), turn) }
    case .callback(let payload):
      let bytes = try CompactEncoder().encode(payload)
      #expect(bytes.count <= 37, "\(payload) must fit into a button")
      for case .callback(let callback) in contributions where callback.name == type(of: payload).name {
        return try await run(pressing: true) { turn in
          var decoder = CompactDecoder(bytes)
          try await callback.handle(turn, &decoder)
          return nil
        }
      }
      Issue.record("no callback for \(payload)")
    case .url, .pay: Issue.record("not a button of this plugin")
    }
  }

  func runJob() async throws {
    let wanted = try #require(decision.jobs.first)
    for case .job(let job) in contributions where job.name == wanted.name {
      now = wanted.due
      try await runJob(job, payload: wanted.payload)
    }
  }

  func runJob(_ job: Job, payload: String) async throws {
    try await run { turn in
      try await job.handle(turn, payload)
      return nil
    }
  }

  /// An update that the plugin subscribed to by its kind.
  func receive(update json: String) async throws {
    let update = try RawJSON(Array(json.utf8)).decode(Update.self)
    for case .updateHandler(let handler) in contributions {
      try await run { turn in
        try await handler.handle(turn, update)
        return nil
      }
    }
  }

  func deliverWork() async throws {
    let work = try #require(decision.work.first)
    for case .slowWork(let slow) in contributions where slow.name == work.name {
      let context = WorkContext(
        person: person, asked: now, attempt: 1, logger: .init(label: "test"), database: rows, telegram: NoTelegram())
      let output = try await slow.run(work.request, context)
      try await run { turn in
        try await slow.then(turn, work.request, output, nil, false)
        return nil
      }
    }
  }

  // MARK: What the person sees

  /// All texts of the last turn, in order, the dialog's card last.
  var seen: String {
    (sent.map(\.text.string) + [shown ? card?.text.string : nil].compactMap { $0 }).joined(separator: "\n---\n")
  }
  var sent: [Card] {
    decision.outgoing.compactMap {
      switch $0.content {
      case .send(let card), .edit(_, let card): card
      default: nil
      }
    }
  }
  var buttons: [Button] {
    if let rows = (dialog == nil ? last : card)?.keyboard?.rows { return rows.flatMap { $0 } }
    return last?.keyboard?.rows.flatMap { $0 } ?? []
  }
  var titles: [String] { buttons.map(\.title) }
  var events: [String] { decision.events.map(\.event.name) }
  private var last: Card?
  private var shown = false

  // MARK: The host's part

  private func message(_ text: String, _ content: IncomingMessage.Content) -> IncomingMessage {
    IncomingMessage(id: 5, text: text, content: content, albumID: nil, raw: Array("{}".utf8))
  }

  private func receive(_ message: IncomingMessage) async throws {
    try await run { turn in
      if self.dialog != nil {
        let step = try await self.answer(.message(message), turn)
        if case .ignore? = step {} else { return step }
      }
      for case .messageHandler(let handler) in self.contributions
      where !handler.content.isDisjoint(with: message.content) {
        try await handler.handle(turn, message)
        if turn.state.passed { Issue.record("nobody handled the message") }
      }
      return nil
    }
  }

  private func answer(_ input: AnyDialog.Input, _ turn: Turn) async throws -> AnyDialog.Step? {
    guard let dialog, let found = element(dialog.name) else { return nil }
    return try await found.answer(input, dialog.state, turn)
  }

  private func element(_ name: String) -> AnyDialog? {
    for case .dialog(let dialog) in contributions where dialog.name == name { return dialog }
    return nil
  }

  private var environment: TurnEnvironment {
    TurnEnvironment(
      reading: rows, wallClock: { Instant(unixSeconds: 0) },
      text: { [catalogue] _, key, arguments, reader in
        #expect(catalogue.contains(key), "no text \(key)")
        for name in catalogue.arguments(of: key) { #expect(arguments[name] != nil, "\(key) lacks \(name)") }
        return catalogue.text(key, arguments, for: reader)
      }, forbidsReadingOwnWrites: true)
  }

  private func run(pressing: Bool = false, _ body: (Turn) async throws -> AnyDialog.Step?) async throws {
    let state = TurnState(
      person: person, place: .direct(person.id), now: now, seed: 1, environment: environment,
      pressed: pressing ? MessageRef(RowID(high: 0, low: 1)) : nil, dialog: dialog)
    let turn = Turn(state: state, plugin: "onboarding")
    let step = try await body(turn)
    if let failure = state.failure { throw failure }
    shown = false
    if let change = state.decision.dialog {
      switch change {
      case .begin(let name, let version, let json), .show(let name, let version, let json):
        try await show(name, version, json, nil, turn)
      case .resume: try await showAgain(nil, nil, turn)
      case .end: dialog = nil
      }
    } else if let step {
      switch step {
      case .show(let json): try await showAgain(json, nil, turn)
      case .retry(let problem): try await showAgain(nil, problem, turn)
      case .finish(let card):
        dialog = nil
        if let card { turn.send(card) }
      case .ignore: break
      }
    }
    decision = state.decision
    decision.writes.forEach { rows.apply($0.sql) }
    person = decision.person ?? person
    isErased = decision.erasesPerson
    last = sent.last { $0.keyboard != nil } ?? last
    for card in sent + [card].compactMap({ $0 }) { check(card) }
  }

  private func showAgain(_ json: String?, _ problem: Text?, _ turn: Turn) async throws {
    let open = try #require(dialog)
    try await show(open.name, open.version, json ?? open.state, problem, turn)
  }

  private func show(_ name: String, _ version: Int, _ json: String, _ problem: Text?, _ turn: Turn) async throws {
    let found = try #require(element(name))
    var shown = try await found.card(json, turn.asChanged())
    try await checkInAllLanguages(found, json, turn.asChanged().person)
    if let problem { shown.text = problem + "\n\n" + shown.text }
    card = shown
    self.shown = true
    dialog = OpenDialog(
      name: name, version: version, revision: 1, state: json, card: nil, waiting: nil, expires: now + .days(7))
  }

  /// The state holds no rendered text, so the card can be shown anew to any reader.
  private func checkInAllLanguages(_ dialog: AnyDialog, _ json: String, _ person: Person) async throws {
    for (language, address) in [(Language.russian, FormOfAddress.ty), (.russian, .vy), (.english, .vy)] {
      var reader = person
      reader.language = language
      reader.address = address
      let state = TurnState(
        person: reader, place: .direct(person.id), now: now, seed: 1, environment: environment, dialog: self.dialog)
      let card = try await dialog.card(json, Turn(state: state, plugin: "onboarding"))
      check(card)
      let letters = card.text.string.unicodeScalars.filter { (0x410...0x44F).contains($0.value) }.count
      if language == .english { #expect(letters < card.text.string.count / 2, "\(card.text.string)") }
    }
  }

  private func check(_ card: Card) {
    #expect(!card.text.normalized().isEmpty)
    #expect(card.text.utf16Count <= 4096)
    for button in card.keyboard?.rows.flatMap({ $0 }) ?? [] {
      #expect((1...24).contains(button.title.count), "the button \(button.title)")
    }
  }
}

struct FixedCommands: CommandDirectory {
  func commands(for person: Person) -> [CommandSummary] {
    [CommandSummary(name: "goals", summary: "Цели"), CommandSummary(name: "paysupport", summary: "Помощь")]
  }
}

struct FixedData: PersonalData {
  var text = "{\"goals\":[]}"
  func export(_ person: PersonID) async throws -> [UInt8] { Array(text.utf8) }
}

struct NoTelegram: TelegramCalling {
  func download(_ fileID: String, limit: Int) async throws -> [UInt8] { [] }
  struct Unused: Error {}
  func call<Method: TelegramMethod>(_ method: Method) async throws -> Method.Response { throw Unused() }
}
