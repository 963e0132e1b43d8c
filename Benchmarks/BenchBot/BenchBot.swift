import HostCommands
import PluginAPI

/// The bot that `Benchmarks/run` measures. `bench-bot requests URL COUNT AT_ONCE` measures the HTTP client alone instead,
/// `bench-bot commits URL SCRIPT CONNECTIONS CLIENTS TRANSACTIONS` that of PostgreSQL.
@main
enum BenchBot {
  static func main() async throws {
    let arguments = CommandLine.arguments
    if arguments.count == 5, arguments[1] == "requests" {
      await Requests.main(url: arguments[2], count: Int(arguments[3]) ?? 0, atOnce: Int(arguments[4]) ?? 1)
    } else if arguments.count == 7, arguments[1] == "commits" {
      try await Commits.main(
        url: arguments[2], script: arguments[3], connections: Int(arguments[4]) ?? 1, clients: Int(arguments[5]) ?? 1,
        transactions: Int(arguments[6]) ?? 1)
    } else {
      await Roost.main(plugins: [BenchPlugin.self])
    }
  }
}

/// Answers every text; `in` opens the dialog of a check-in.
struct BenchPlugin: Plugin {
  static let checkIn = Table("check_in", of: "bench", .person(column: "person"))
  static let streak = Table("streak", of: "bench", .person(column: "person"))
  static let ledger = Table("ledger", of: "bench", .person(column: "person"))
  static let level = Table("level", of: "bench", .person(column: "person"))

  static let manifest = PluginManifest(
    id: "bench", summary: "Is measured.", tables: [checkIn, streak, ledger, level],
    migrations: [
      Migration(
        "001_check_in",
        [
          .create(checkIn, [.int64("person").key, .int64("day").key, .instant("at")]),
          .create(streak, [.int64("person").key, .int64("days")]),
          .create(ledger, [.uuid("id").key, .int64("person"), .int64("points"), .instant("at")]),
          .create(level, [.int64("person").key, .int64("points")]),
        ])
    ],
    texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  struct Tick: JobPayload { static let name = "bench.tick" }

  var contributions: Contributions {
    MessageHandler(.text) { turn, message in
      if message.text == "in" { return turn.begin(CheckInDialog.self, CheckInDialog.State()) }
      turn.send("you said \(message.text)")
    }
    DialogContribution(CheckInDialog())
    Job(Tick.self) { _, _ in }
  }
}

/// Two updates: the first asks, the second changes four tables and answers.
struct CheckInDialog: Dialog {
  static let name = "bench.check_in"
  struct State: Codable, Sendable {}
  enum Choice: Int, Codable, Sendable { case done, skip }

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    Card(
      "How was it?",
      keyboard: Keyboard(row: [Button("Done", choose: Choice.done), Button("Not today", choose: Choice.skip)]))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard case .choice(.done) = input else { return .ignore }
    let person = turn.person.id
    let days =
      try await turn.value(
        "SELECT days FROM \(BenchPlugin.streak) WHERE person = \(person)", as: Int.self) ?? 0
    turn.write(
      "INSERT INTO \(BenchPlugin.checkIn) (person, day, at) VALUES (\(person), \(days + 1), \(turn.now))",
      expecting: .exactly(1))
    turn.write(
      """
      INSERT INTO \(BenchPlugin.streak) (person, days) VALUES (\(person), 1)
      ON CONFLICT (person) DO UPDATE SET days = \(days + 1)
      """)
    turn.write(
      "INSERT INTO \(BenchPlugin.ledger) (id, person, points, at) VALUES (\(turn.newID()), \(person), 10, \(turn.now))")
    turn.write(
      """
      INSERT INTO \(BenchPlugin.level) (person, points) VALUES (\(person), 10)
      ON CONFLICT (person) DO UPDATE SET points = \(BenchPlugin.level).points + 10
      """)
    return .finish(Card("Day \(days + 1) is in. 🔥"))
  }
}
