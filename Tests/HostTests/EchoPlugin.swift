import PluginAPI

/// The smallest plugin: says what it hears, counts, and reminds.
struct EchoPlugin: Plugin {
  static let counter = Table("counter", of: "echo", .person(column: "person"))

  static let manifest = PluginManifest(
    id: "echo", summary: "Echoes.", tables: [counter],
    migrations: [
      Migration("001_counter", [.create(counter, [.int64("person").key, .int64("count")])])
    ],
    texts: [
      .english: Array(
        #"{"echo.command": "Echoes", "echoed": "You said {text}", "count": "{n, plural, one{# time} other{# times}}", "later": "Later!"}"#
          .utf8),
      .russian: Array(
        #"{"echo.command": "Эхо", "echoed": "Вы сказали {text}", "count": "{n, plural, one{# раз} few{# раза} many{# раз} other{# раза}}", "later": "Позже!"}"#
          .utf8),
    ])

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  struct Later: JobPayload {
    static let name = "echo.later"
    var text: String
  }

  struct Again: CallbackPayload {
    static let name = "echo.again"
    var text: String
  }

  var contributions: Contributions {
    Command("echo", "echo.command") { turn, arguments in
      let count =
        try await turn.value("SELECT count FROM \(Self.counter) WHERE person = \(turn.person.id)", as: Int.self) ?? 0
      turn.write(
        """
        INSERT INTO \(Self.counter) (person, count) VALUES (\(turn.person.id), \(count + 1))
        ON CONFLICT (person) DO UPDATE SET count = excluded.count
        """, expecting: .exactly(1))
      let text = turn.text("echoed", ["text": .string(arguments.text)])
      turn.send(
        Card(
          text + "\n" + turn.text("count", ["n": .int(count + 1)]),
          keyboard: Keyboard(row: [Button("Again", Again(text: arguments.text))])))
    }
    Command("later", "echo.command") { turn, arguments in
      turn.enqueue(Later(text: arguments.text), .after(.hours(1)))
      turn.send(turn.text("later"))
    }
    Command("crash", "echo.command") { _, _ in throw CancelledPlugin() }
    Job(Later.self) { turn, job in turn.send(Text(job.text)) }
    Callback(Again.self) { turn, press in
      turn.toast(Text(press.text))
      if let pressed = turn.pressed { turn.edit(pressed, Card("Again: \(press.text)")) }
    }
  }

  struct CancelledPlugin: Error {}
}
