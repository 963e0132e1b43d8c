import Contracts
import PluginAPI

/// The tables of Reminders.
enum RemindersTables {
  static let person = Table("person", of: "reminders", .person(column: "person"))
  static let rule = Table("rule", of: "reminders", .person(column: "person"))
  static let sent = Table("sent", of: "reminders", .person(column: "person"))
  static let review = Table("review", of: "reminders", .person(column: "person"))

  /// Until when nothing is sent.
  static let silence = Table("silence", of: "reminders", .person(column: "person"))

  /// Which experiment of a review was taken along.
  static let experiment = Table("experiment", of: "reminders", .person(column: "person"))

  static let all = [person, rule, sent, review, silence, experiment]
}

enum RemindersMigrations {
  static let all = [
    Migration(
      "001_create_tables",
      [
        .create(
          RemindersTables.person,
          [
            .int64("person").key, .text("quiet_from").nullable, .text("quiet_to").nullable,
            .instant("muted_until").nullable, .instant("last_active").nullable,
          ]),
        .create(
          RemindersTables.rule,
          [
            .int64("person").key, .text("slot").key, .text("kind"), .uuid("goal").nullable, .text("time"),
            .bool("is_enabled"), .bool("is_explicit"), .int64("level").defaulting(to: 0),
            .int64("unanswered").defaulting(to: 0), .date("last_sent").nullable, .json("recent").nullable,
          ]),
        .create(
          RemindersTables.sent,
          [
            .uuid("id").key, .int64("person"), .text("slot"), .text("kind"), .uuid("goal").nullable, .date("date"),
            .instant("at"), .int64("template"), .instant("acted_at").nullable,
          ]),
        .index(RemindersTables.sent, ["person", "date"]),
        .create(
          RemindersTables.review, [.int64("person").key, .date("week").key, .instant("at")]),
      ]),
    Silence.migration("010_create_silence", RemindersTables.silence), ExperimentStore.migration,
  ]
}
