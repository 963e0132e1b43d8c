import Glibc
import HostCommands
import PluginAPI

/// The bot that crash tests kill: keeps every text it hears in order, answers it, and reminds of it.
@main
enum CrashBot {
  static func main() async { await Roost.main(plugins: [LedgerPlugin.self]) }
}

struct LedgerPlugin: Plugin {
  static let entry = Table("entry", of: "ledger", .person(column: "person"))

  static let manifest = PluginManifest(
    id: "ledger", summary: "Keeps what it hears.", tables: [entry],
    migrations: [
      Migration(
        "001_entry",
        [.create(entry, [.int64("person").key, .int64("number").key, .text("text"), .text("source")])])
    ],
    texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  struct Echo: JobPayload {
    static let name = "ledger.echo"
    var text: String
  }

  var contributions: Contributions {
    MessageHandler(.text) { turn, message in
      // What a fault in a C library would do: no error to catch, the whole process is gone.
      if message.text == "die" { kill(getpid(), SIGKILL) }
      try await note(message.text, "message", turn)
      if message.text.hasSuffix("0") { turn.enqueue(Echo(text: message.text), .after(.milliseconds(50))) }
    }
    Job(Echo.self) { turn, job in try await note(job.text, "job", turn) }
  }

  /// The next number is computed from what is stored: two owners of a lane would write the same one.
  private func note(_ text: String, _ source: String, _ turn: Turn) async throws {
    let last = try await turn.value(
      "SELECT number FROM \(Self.entry) WHERE person = \(turn.person.id) ORDER BY number DESC LIMIT 1", as: Int.self)
    let next = (last ?? 0) + 1
    turn.write(
      """
      INSERT INTO \(Self.entry) (person, number, text, source)
      VALUES (\(turn.person.id), \(next), \(text), \(source))
      """, expecting: .exactly(1))
    turn.send("\(source) \(text)")
  }
}
