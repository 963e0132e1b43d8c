import PluginAPI

/// What the coach keeps.
enum CoachTables {
  /// What was said, 90 days.
  static let turn = Table("coach_turn", of: "goals", .person(column: "person"))
  /// The conversation before, in few words.
  static let summary = Table("coach_summary", of: "goals", .person(column: "person"))
  /// The question under way, and what was counted of a day.
  static let state = Table("coach_state", of: "goals", .person(column: "person"))
  /// What was proposed and waits for a tap.
  static let proposal = Table("coach_proposal", of: "goals", .person(column: "person"))
  /// Whether the card of help lines was answered.
  static let safety = Table("safety", of: "goals", .person(column: "person"))
  /// Category and time of what was heard, 30 days. No words.
  static let safetyEvent = Table("safety_event", of: "goals", .person(column: "person"))

  static let all = [turn, summary, state, proposal, safety, safetyEvent]

  static let migrations = [
    Migration(
      "010_create_coach",
      [
        .create(
          turn,
          [
            .uuid("id").key, .int64("person"), .text("role"), .int64("number"), .text("content"), .text("language"),
            // Telegram's number of the message orders those of one instant.
            // 0 waits, 1 is being answered, 2 is answered.
            .int64("state"), .uuid("batch").nullable, .date("date"), .instant("at"), .json("basis").nullable,
          ]),
        .index(turn, ["person", "at"]), .index(turn, ["at"]),
        .create(
          summary, [.int64("person").key, .instant("upto"), .text("content"), .text("model"), .instant("at")]),
        .create(
          state,
          [
            .int64("person").key, .uuid("in_flight").nullable, .instant("since").nullable,
            .date("strikes_date").nullable, .int64("strikes").defaulting(to: 0),
          ]),
        .create(
          proposal,
          [.uuid("id").key, .int64("person"), .json("content"), .bool("is_taken"), .instant("at")]),
        .index(proposal, ["at"]),
        .create(
          safety, [.int64("person").key, .text("category"), .bool("is_open"), .instant("until")]),
        .create(
          safetyEvent, [.uuid("id").key, .int64("person"), .text("category"), .text("action"), .instant("at")]),
        .index(safetyEvent, ["at"]),
      ])
  ]

  /// Those that came after the tables of photos.
  static let later = [
    Migration("012_ask_before_abroad", [.add(.instant("asked_abroad_at").nullable, to: state)])
  ]
}
