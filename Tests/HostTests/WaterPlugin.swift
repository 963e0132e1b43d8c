import PluginAPI

/// Counts glasses of water, a day at a time.
struct WaterPlugin: Plugin {
  static let glasses = Table("glass", of: "water", .person(column: "person"))
  static let manifest = PluginManifest(
    id: "water", summary: "Counts glasses of water.", tables: [glasses],
    migrations: [
      Migration("001_glass", [.create(glasses, [.int64("person").key, .date("day").key, .int64("count")])])
    ],
    texts: [
      .english: Array(
        #"{"command": "A glass of water", "count": "{n, plural, one{# glass} other{# glasses}} today", "more.button": "One more"}"#
          .utf8),
      .russian: Array(
        #"{"command": "Стакан воды", "count": "Стаканов сегодня: {n}", "more.button": "Ещё один"}"#.utf8),
    ])

  struct OneMore: CallbackPayload { static let name = "water.one_more" }

  init(configuration: NoConfiguration, context: PluginContext) throws {}

  var contributions: Contributions {
    Command("water", "command") { turn, _ in turn.send(try await drink(turn)) }
    Callback(OneMore.self) { turn, _ in
      let card = try await drink(turn)
      if let pressed = turn.pressed { turn.edit(pressed, card) }
    }
  }

  /// Reads, decides, and returns what to show. Nothing is changed before the handler returns.
  func drink(_ turn: Turn) async throws -> Card {
    let (person, day) = (turn.person.id, turn.person.logicalDate(turn.now))
    let before = try await turn.value(
      "SELECT count FROM \(Self.glasses) WHERE person = \(person) AND day = \(day)", as: Int.self)
    let count = (before ?? 0) + 1
    turn.write(
      """
      INSERT INTO \(Self.glasses) (person, day, count) VALUES (\(person), \(day), \(count))
      ON CONFLICT (person, day) DO UPDATE SET count = excluded.count
      """, expecting: .exactly(1))
    let more = Button(turn.string("more.button"), OneMore())
    return Card(turn.text("count", ["n": .int(count)]), keyboard: Keyboard(row: [more]))
  }
}
