import Foundation
import HostCommands
import PluginAPI

/// The bot that crash tests kill: keeps every text it hears in order, answers it, and reminds of it. What begins with
/// `say` and the id of a group is said there too; what begins with `think` is asked of the language model.
@main
enum CrashBot {
  static func main() async { await Roost.main(plugins: [LedgerPlugin.self]) }
}

struct LedgerPlugin: Plugin {
  static let entry = Table("entry", of: "ledger", .person(column: "person"))

  /// `LEDGER_VERSION=2` is the next version of this program: it has a column more and another kind of job.
  private static let isSecond = ProcessInfo.processInfo.environment["LEDGER_VERSION"] == "2"

  static let manifest = PluginManifest(
    id: "ledger", summary: "Keeps what it hears.", tables: [entry],
    migrations: [
      Migration(
        "001_entry",
        [.create(entry, [.int64("person").key, .int64("number").key, .text("text"), .text("source")])])
    ] + (isSecond ? [Migration("002_version", [.add(.int64("version").nullable, to: entry)])] : []),
    texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  struct Echo: JobPayload {
    static let name = "ledger.echo"
    var text: String
  }

  struct EchoAnew: JobPayload {
    static let name = "ledger.echo_anew"
    var text: String
  }

  struct Think: WorkRequest {
    static let name = "ledger.think"
    typealias Output = String
    var text: String
  }

  struct Thought: Codable, Sendable { var thought: String }

  var contributions: Contributions {
    SlowWork(Think.self, shows: .thinking) { request, context in
      let question = ModelQuestion<Thought>(
        purpose: "ledger.thought", prompt: Prompt(version: "thought/v1", text: "Think."),
        schema: AnswerSchema(name: "thought", json: #"{"type":"object"}"#), data: request.text)
      return try await context.model.ask(question, for: context.person).value.thought
    } then: { turn, request, result in
      try await note(request.text + ": " + (result.output ?? "nothing"), "thought", turn)
    }
    MessageHandler(.text) { turn, message in
      if message.text.hasPrefix("think ") { return turn.start(Think(text: message.text)) }
      // What a fault in a C library would do: no error to catch, the whole process is gone.
      if message.text == "die" { kill(getpid(), SIGKILL) }
      let text = said(message.text, turn)
      try await note(text, "message", turn)
      guard text.hasSuffix("0") else { return }
      if Self.isSecond {
        turn.enqueue(EchoAnew(text: text), .after(.milliseconds(50)))
      } else {
        turn.enqueue(Echo(text: text), .after(.milliseconds(50)))
      }
    }
    Job(Echo.self) { turn, job in try await note(job.text, "job", turn) }
    if Self.isSecond {
      Job(EchoAnew.self) { turn, job in try await note(job.text, "job", turn) }
    }
  }

  /// `say -4001 17` is heard as `17`, and the group -4001 reads who said it and which process heard it.
  private func said(_ text: String, _ turn: Turn) -> String {
    let words = text.split(separator: " ")
    guard words.count == 3, words[0] == "say", let group = Int64(words[1]) else { return text }
    turn.send(Card("\(turn.person.id) \(words[2]) \(getpid())"), to: Place(id: group, kind: .group))
    return String(words[2])
  }

  /// The next number is computed from what is stored: two owners of a lane would write the same one.
  private func note(_ text: String, _ source: String, _ turn: Turn) async throws {
    let last = try await turn.value(
      "SELECT number FROM \(Self.entry) WHERE person = \(turn.person.id) ORDER BY number DESC LIMIT 1", as: Int.self)
    let next = (last ?? 0) + 1
    turn.write(
      Self.isSecond
        ? """
        INSERT INTO \(Self.entry) (person, number, text, source, version)
        VALUES (\(turn.person.id), \(next), \(text), \(source), 2)
        """
        : """
        INSERT INTO \(Self.entry) (person, number, text, source)
        VALUES (\(turn.person.id), \(next), \(text), \(source))
        """, expecting: .exactly(1))
    turn.send("\(source) \(text)")
  }
}
