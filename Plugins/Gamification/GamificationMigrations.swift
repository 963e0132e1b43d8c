import Contracts
import PluginAPI

/// The tables of Gamification.
enum GamificationTables {
  /// Settings of a person, and caches that may be lost: they are folded again from the log.
  static let person = Table("person", of: "gamification", .person(column: "person"))
  static let ledger = Table("ledger", of: "gamification", .person(column: "person"))
  /// What goals asked for before they were changed.
  static let terms = Table("terms", of: "gamification", .person(column: "person"))
  static let closure = Table("closure", of: "gamification", .person(column: "person"))

  static let achievement = Table("achievement", of: "gamification", .person(column: "person"))
  /// Until when nothing is said.
  static let silence = Table("silence", of: "gamification", .person(column: "person"))

  static let all = [person, ledger, terms, closure, achievement, silence]
}

enum GamificationMigrations {
  static let all = [
    Migration(
      "001_create_tables",
      [
        .create(
          GamificationTables.person,
          [
            .int64("person").key, .text("mode").defaulting(to: "full"), .text("closes_at").nullable,
            .text("previous_zone").nullable, .instant("zone_changed").nullable, .date("closed_through").nullable,
            .json("base").nullable, .json("closed").nullable,
          ]),
        .create(
          GamificationTables.ledger,
          [
            .uuid("id").key, .int64("person"), .text("source"), .text("reason"), .int64("amount"), .date("date"),
            .uuid("goal").nullable, .instant("at"),
          ], unique: [["person", "source", "reason"]]),
        .index(GamificationTables.ledger, ["person", "date"]),
        .create(
          GamificationTables.terms,
          [.int64("person").key, .uuid("goal").key, .date("through").key, .json("terms").nullable]),
        .create(
          GamificationTables.closure,
          [
            .int64("person").key, .date("date").key, .instant("at"), .text("closed_by"), .json("ended"),
            .json("saved"), .int64("freezes_left"),
          ]),
      ]),
    Migration(
      "002_create_achievements",
      [
        .create(
          GamificationTables.achievement, [.int64("person").key, .text("name").key, .instant("at")])
      ]),
    Silence.migration("010_create_silence", GamificationTables.silence),
  ]
}
