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

  /// Fetches a picture.
  struct Develop: WorkRequest {
    typealias Output = Int
    static let name = "notebook.develop"
    var text: String
    var file: String
  }

  /// An album has come, however many pictures it has.
  struct Album: JobPayload {
    static let name = "notebook.album"
  }

  struct Refused: Error {}

  var contributions: Contributions {
    MessageHandler(.text) { turn, message in try await hear(message.text, turn) }
    MessageHandler(.photo, handle: see)
    Job(Album.self) { turn, _ in try await keep("album", "album", turn) }
    SlowWork(
      Develop.self, maximumAttempts: 1000,
      run: { try await $1.telegram.download($0.file, limit: 1000).count },
      then: { turn, request, result in
        try await keep(request.text, result.output == 7 ? "picture" : "failed", turn)
      })
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

  /// A picture, or a part of an album.
  private func see(_ turn: Turn, _ message: IncomingMessage) async throws {
    if let album = message.albumID { turn.enqueue(Album(), .after(.seconds(2)), unique: album) }
    if message.text.isEmpty { return try await keep("part", "photo", turn) }
    try await hear(message.text, turn)
    guard message.albumID == nil, let file = try message.decoded().photo?.last?.fileID else { return }
    turn.start(Develop(text: String(message.text.prefix { $0 != " " }), file: file))
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
