import Contracts
import PluginAPI

/// Hears what was noted and paid, and sometimes cannot take it: its part must come later, once.
struct TallyPlugin: Plugin {
  static let line = Table("line", of: "tally", .person(column: "person"))
  static let money = Table("money", of: "tally", .person(column: "person"))

  static let manifest = PluginManifest(
    id: "tally", summary: "Counts what was noted.", tables: [line, money],
    migrations: [
      Migration(
        "001_line",
        [line, money].map { .create($0, [.int64("person").key, .int64("number").key, .text("text")]) })
    ],
    texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])

  struct NotNow: Error {}

  /// Whether it can take an event just now. The simulation's, on its one thread.
  nonisolated(unsafe) static var isWilling: () -> Bool = { true }

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    Subscription(to: LineNoted.self) { turn, events in try await keep(events.map(\.text), Self.line, turn) }
    Subscription(to: EntitlementChanged.self) { turn, events in
      try await keep(events.map(\.cause.rawValue), Self.money, turn)
    }
  }

  private func keep(_ texts: [String], _ table: Table, _ turn: Turn) async throws {
    if !Self.isWilling() { throw NotNow() }
    let last = try await turn.value(
      "SELECT number FROM \(table) WHERE person = \(turn.person.id) ORDER BY number DESC LIMIT 1", as: Int.self)
    for (index, text) in texts.enumerated() {
      turn.write(
        """
        INSERT INTO \(table) (person, number, text) VALUES (\(turn.person.id), \((last ?? 0) + 1 + index), \(text))
        """, expecting: .exactly(1))
    }
  }
}
