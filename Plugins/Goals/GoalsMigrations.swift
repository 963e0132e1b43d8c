import PluginAPI

/// The steps that made the plugin's tables.
enum GoalsMigrations {
  static let all = own + CoachTables.migrations + [PhotoStore.migration] + CoachTables.later

  private static let own = [
    Migration(
      "001_create_goals",
      [
        .create(
          GoalsTables.goal,
          [
            .uuid("id").key, .int64("person"), .text("title"), .text("why").nullable, .text("kind"), .text("status"),
            .json("schedule"), .double("target").nullable, .text("unit").nullable, .text("cue").nullable,
            .text("action").nullable, .text("remind_at").nullable, .text("minimum").nullable, .int64("effort"),
            .date("start_date"), .date("due_date").nullable, .instant("created_at"), .instant("activated_at").nullable,
            .instant("finished_at").nullable, .instant("archived_at").nullable, .text("learning").nullable,
          ]),
        .index(GoalsTables.goal, ["person", "status"]),
        .create(
          GoalsTables.tally, [.int64("person").key, .int64("activated")]),
      ]),
    Migration(
      "002_create_log",
      [
        .create(
          GoalsTables.checkIn,
          [
            .uuid("id").key, .int64("person"), .uuid("goal"), .date("logical_date"), .text("kind"),
            .double("amount").nullable, .instant("logged_at"), .bool("is_backdated"), .text("source"),
            // 0 counts, 1 was replaced by a later entry, 2 was taken back.
            .int64("state"),
          ]),
        .index(GoalsTables.checkIn, ["person", "logical_date"]),
        .index(
          GoalsTables.checkIn, ["goal", "logical_date"], unique: true, when: "state = 0 AND kind <> 'amount'"),
        .create(
          GoalsTables.pause,
          [
            .uuid("id").key, .int64("person"), .uuid("goal"), .date("from_date"), .date("to_date").nullable,
            // The pause of everything that this one belongs to: only those it paused does it resume.
            .uuid("batch").nullable,
          ]),
        .index(GoalsTables.pause, ["person", "goal"]),
        .create(
          GoalsTables.revision,
          [
            .uuid("id").key, .int64("person"), .uuid("goal"), .date("effective_date"), .json("snapshot"),
            .bool("is_applied"), .instant("created_at"),
          ]),
        .index(GoalsTables.revision, ["person", "goal"]),
        .create(
          GoalsTables.reflection,
          [
            .uuid("id").key, .int64("person"), .uuid("goal").nullable, .date("logical_date"), .text("content"),
            .instant("created_at"),
          ]),
        .index(GoalsTables.reflection, ["person", "logical_date"]),
        .create(
          GoalsTables.text, [.uuid("id").key, .int64("person"), .text("content"), .instant("created_at")]),
        .index(GoalsTables.text, ["person"]),
      ]),
    Migration(
      "003_plan_and_step",
      [
        // `cue` and `action` stay the active plan's, so that programs that know no others read and write it.
        .add(.json("plans").nullable, to: GoalsTables.goal), .add(.json("steps").nullable, to: GoalsTables.goal),
        .add(.double("start_value").nullable, to: GoalsTables.goal), .add(.text("area").nullable, to: GoalsTables.goal),
      ]),
  ]
}
