import PluginAPI

/// Keeps every line it hears, in order, and does with it what the line's verb says: every way in which the host makes
/// things happen has one.
struct NotebookPlugin: Plugin {
  static let note = Table("note", of: "notebook", .person(column: "person"))
  static let total = Table("total", of: "notebook", .shared)

  static let manifest = PluginManifest(
    id: "notebook", summary: "Keeps what it hears.", tables: [note, total],
    migrations: [
      Migration(
        "001_note",
        [
          .create(note, [.int64("person").key, .int64("number").key, .text("text"), .text("source")]),
          .create(total, [.text("name").key, .int64("count")]),
        ])
    ],
    texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])

  /// Where `group` is said too. The simulation's, on its one thread.
  nonisolated(unsafe) static var group: Int64 = 0

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  struct Later: JobPayload {
    static let name = "notebook.later"
    var text: String
  }

  struct Daily: JobPayload {
    static let name = "notebook.daily"
    var text: String
  }

  struct Press: CallbackPayload {
    static let name = "notebook.press"
    var text: String
  }

  struct Ponder: WorkRequest {
    typealias Output = String
    static let name = "notebook.ponder"
    var text: String
  }

  struct Refused: Error {}

  var contributions: Contributions {
    MessageHandler(.text) { turn, message in try await hear(message.text, turn) }
    Job(Later.self) { turn, job in try await keep(job.text, "job", turn) }
    Job(Daily.self) { turn, job in try await keep(job.text, "daily", turn) }
    Callback(Press.self) { turn, press in
      try await keep(press.text, "press", turn)
      turn.toast("pressed")
    }
    DialogContribution(AskDialog(notebook: self))
    SlowWork(
      Ponder.self, run: { request, _ in request.text },
      then: { turn, request, result in try await keep(request.text, result.output == nil ? "failed" : "work", turn) })
  }

  /// `<number> <verb>`.
  private func hear(_ text: String, _ turn: Turn) async throws {
    let number = String(text.prefix { $0 != " " })
    let verb = text.dropFirst(number.count + 1)
    if verb == "fail" { throw Refused() }
    try await keep(number, "message", turn, button: verb == "press")
    switch verb {
    case "job": turn.enqueue(Later(text: number), .after(.milliseconds(turn.random(in: 1...3000))))
    case "work": turn.start(Ponder(text: number))
    case "event": turn.publish(LineNoted(text: number))
    case "group": turn.send(Card("\(turn.person.id) \(number)"), to: Place(id: Self.group, kind: .group))
    case "dialog": turn.begin(AskDialog.self, AskDialog.State(number: number))
    case "daily":
      let minute = turn.person.zone.time(at: turn.now + .seconds(75))
      turn.schedule(
        Daily(text: number), .daily(at: LocalTime(hour: minute.hour, minute: minute.minute) ?? .midnight),
        unique: number, late: .always)
    case "twice":
      turn.write(
        """
        INSERT INTO \(Self.total) (name, count) VALUES ('twice', 2)
        ON CONFLICT (name) DO UPDATE SET count = \(Self.total).count + 2
        """, expecting: .exactly(1))
    default: break
    }
  }

  /// The next number is computed from what is stored: two owners of a lane would write the same one.
  func keep(_ text: String, _ source: String, _ turn: Turn, button: Bool = false) async throws {
    let last = try await turn.value(
      "SELECT number FROM \(Self.note) WHERE person = \(turn.person.id) ORDER BY number DESC LIMIT 1", as: Int.self)
    turn.write(
      """
      INSERT INTO \(Self.note) (person, number, text, source)
      VALUES (\(turn.person.id), \((last ?? 0) + 1), \(text), \(source))
      """, expecting: .exactly(1))
    let keyboard = button ? Keyboard(row: [Button("press", Press(text: text))]) : nil
    turn.send(Card("\(source) \(text)", keyboard: keyboard))
  }
}

/// Asks for one line more.
struct AskDialog: Dialog {
  struct State: Codable, Sendable { var number: String }
  enum Choice: Codable, Sendable { case none }
  static let name = "notebook.ask"

  let notebook: NotebookPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card { Card("and after \(state.number)?") }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard case .message(let message) = input else { return .ignore }
    try await notebook.keep(String(message.text.prefix { $0 != " " }), "dialog", turn)
    return .finish(nil)
  }
}

/// A line was kept.
struct LineNoted: DomainEvent {
  static let name = "notebook.line_noted.v1"
  var text: String
}

/// Hears what was noted, and sometimes cannot take it: its part must come later, once.
struct TallyPlugin: Plugin {
  static let line = Table("line", of: "tally", .person(column: "person"))

  static let manifest = PluginManifest(
    id: "tally", summary: "Counts what was noted.", tables: [line],
    migrations: [
      Migration(
        "001_line", [.create(line, [.int64("person").key, .int64("number").key, .text("text")])])
    ],
    texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])

  struct NotNow: Error {}

  /// Whether it can take an event just now. The simulation's, on its one thread.
  nonisolated(unsafe) static var isWilling: () -> Bool = { true }

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    Subscription(to: LineNoted.self) { turn, events in
      if !Self.isWilling() { throw NotNow() }
      let last = try await turn.value(
        "SELECT number FROM \(Self.line) WHERE person = \(turn.person.id) ORDER BY number DESC LIMIT 1", as: Int.self)
      for (index, event) in events.enumerated() {
        turn.write(
          """
          INSERT INTO \(Self.line) (person, number, text)
          VALUES (\(turn.person.id), \((last ?? 0) + 1 + index), \(event.text))
          """, expecting: .exactly(1))
      }
    }
  }
}
