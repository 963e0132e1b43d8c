import PluginAPI

/// The tables of the host itself. A lane row is the one thing that several hosts contend for.
enum HostTables {
  static let lane = Table(host: "lane", .shared)
  static let inbox = Table(host: "inbox", .shared)
  static let outbox = Table(host: "outbox", .shared)
  static let job = Table(host: "job", .person(column: "person"))
  static let work = Table(host: "work", .person(column: "person"))
  static let person = Table(host: "person", .person(column: "id"))
  static let dialog = Table(host: "dialog", .person(column: "person"))
  static let callback = Table(host: "callback", .person(column: "person"))
  static let cursor = Table(host: "cursor", .shared)
  static let feature = Table(host: "feature", .shared)
  static let lease = Table(host: "lease", .shared)
  static let host = Table(host: "host", .shared)

  static let modelCall = Table(host: "model_call", .person(column: "person"))
  static let modelBudget = Table(host: "model_budget", .person(column: "person"))

  static let all = [
    lane, inbox, outbox, job, work, person, dialog, callback, cursor, feature, lease, host, modelCall, modelBudget,
  ]

  static let migrations = [
    Migration(
      "001_lanes",
      [
        // due: NULL idle; at or before now: to be claimed; later: leased. tail: the number of the last item.
        // claimed_tail: the tail with which an idle lane was taken, so that its taker knows that nothing came before.
        .create(
          lane,
          [
            .text("key").key, .instant("due").nullable, .text("owner").nullable, .int64("fence").defaulting(to: 0),
            .int64("tail").defaulting(to: 0), .int64("claimed_tail").defaulting(to: 0),
            .int64("takeovers").defaulting(to: 0),
          ]),
        .index(lane, ["due"], when: "due IS NOT NULL"),
        .create(
          inbox,
          [
            .text("lane").key, .int64("seq").key, .text("source"), .text("source_id"), .text("kind"),
            .bytes("payload").nullable, .int64("state").defaulting(to: 0), .int64("attempts").defaulting(to: 0),
            .instant("received_at"),
            .instant("done_at").nullable, .text("reason").nullable, .text("error_id").nullable,
          ], unique: [["source", "source_id"]]),
        .index(inbox, ["lane", "seq"], unique: true, when: "state = 0"),
        .index(inbox, ["received_at"], when: "state = 3"),
        .index(inbox, ["done_at"], when: "done_at IS NOT NULL"),
        .create(cursor, [.text("name").key, .int64("next_offset"), .instant("moved_at")]),
      ]),
    Migration(
      "002_outbox",
      [
        // state: 0 queued, 1 in flight, 2 sent, 3 dropped as ambiguous, 4 refused, 5 expired, 6 merged.
        .create(
          outbox,
          [
            .uuid("id").key, .text("lane"), .int64("position"), .int64("chat"), .text("plugin"), .text("method"),
            .bytes("payload").nullable, .bytes("attachments").nullable, .uuid("ref").nullable, .uuid("target").nullable,
            .int64("priority"), .int64("policy"), .int64("state").defaulting(to: 0),
            .int64("attempts").defaulting(to: 0), .int64("ambiguous").defaulting(to: 0),
            .instant("expires_at").nullable,
            .instant("created_at"), .instant("done_at").nullable, .int64("message_id").nullable,
            .text("error").nullable,
          ]),
        .index(outbox, ["lane", "position"], when: "state < 2"),
        .index(outbox, ["ref"], unique: true, when: "ref IS NOT NULL"),
        .index(outbox, ["done_at"], when: "done_at IS NOT NULL"),
      ]),
    Migration(
      "003_people",
      [
        .create(
          person,
          [
            .int64("id").key, .text("name"), .text("username").nullable, .text("language"), .text("address"),
            .text("gender").nullable, .text("zone"), .bool("zone_confirmed"), .text("day_start"), .text("role"),
            .bool("blocked"), .bool("leaving"), .instant("since"),
          ]),
        .create(
          dialog,
          [
            .int64("person").key, .text("name"), .int64("version"), .int64("revision"), .json("state"),
            .uuid("card").nullable, .json("waiting").nullable, .instant("expires_at"),
          ]),
        .create(
          callback, [.uuid("id").key, .int64("person"), .bytes("payload"), .instant("expires_at")]),
        .index(callback, ["expires_at"]),
        .create(feature, [.text("plugin").key, .text("scope").key, .bool("enabled"), .instant("changed_at")]),
      ]),
    Migration(
      "004_jobs",
      [
        // state: 0 waiting, 1 in the inbox, 3 dead. A job that is done is deleted.
        .create(
          job,
          [
            .uuid("id").key, .text("plugin"), .text("name"), .text("lane"), .int64("person").nullable,
            .text("unique_key").nullable, .json("payload"), .int64("priority"), .instant("due_at").nullable,
            .int64("state").defaulting(to: 0), .int64("attempts").defaulting(to: 0), .int64("rev").defaulting(to: 0),
            .text("rule").nullable, .text("zone").nullable, .json("late").nullable, .text("next_local").nullable,
            .text("tz_version").nullable, .json("occurrence").nullable, .text("error").nullable,
            .instant("created_at"),
          ]),
        .index(job, ["lane", "name", "unique_key"], unique: true, when: "unique_key IS NOT NULL"),
        .index(job, ["due_at"], when: "state = 0"),
        .index(job, ["person"]), .index(job, ["state"], when: "state = 3"),
        .create(
          work,
          [
            .uuid("id").key, .text("plugin"), .text("name"), .text("lane"), .int64("person"), .json("request"),
            .text("dialog").nullable, .int64("dialog_revision").nullable, .instant("asked_at"), .instant("due_at"),
            .int64("attempts").defaulting(to: 0), .text("owner").nullable,
          ]),
        .index(work, ["due_at"]),
      ]),
    Migration(
      "005_hosts",
      [
        // What one of several hosts does at a time. An owner of NULL gave it back.
        .create(lease, [.text("name").key, .text("owner").nullable, .int64("fence"), .instant("ends_at")]),
        .create(host, [.text("id").key, .instant("ends_at")]),
        // Rows that change with every update: room on their pages, and vacuumed soon.
        .churning(lane), .churning(inbox), .churning(outbox), .churning(job),
      ]),
    // Where slow work was asked for: that chat shows that it is under way.
    Migration("006_work_chat", [.add(.int64("chat").nullable, to: work)]),
    Migration(
      "007_model",
      [
        // Each call of the language model, without what was said. rung: 1 schema, 2 object, 3 text, 0 a moderation.
        .create(
          modelCall,
          [
            .uuid("id").key, .instant("at"), .int64("person").nullable, .text("purpose"), .text("provider"),
            .text("model"), .text("prompt_version"), .int64("tokens_in").nullable, .int64("tokens_cached").nullable,
            .int64("tokens_out").nullable, .int64("cost_micro"), .int64("latency_ms"), .int64("rung"),
            .bool("repaired"), .text("outcome"),
          ]),
        .index(modelCall, ["at"]), .index(modelCall, ["person"], when: "person IS NOT NULL"),
        // What was spent on a day of UTC, by scope (person, purpose, deployment) and its name.
        .create(
          modelBudget,
          [
            .text("scope").key, .text("name").key, .date("day").key, .int64("person").nullable, .int64("calls"),
            .int64("cost_micro"),
          ]),
        .index(modelBudget, ["day"]), .index(modelBudget, ["person"], when: "person IS NOT NULL"),
      ]),
    // Old messages are found by their ids, which begin with the time.
    Migration("008_outbox_index", [.run("DROP INDEX roost_outbox_done_at_idx")]),
    // head: all items of the lane up to this one are done, and all that they sent. What waits is found behind it by the
    // keys, so that no index speaks of the state: PostgreSQL then changes a row's state in place.
    Migration(
      "009_lane_heads",
      [
        .add(.int64("head").defaulting(to: 0), to: lane),
        .run("DROP INDEX roost_inbox_lane_seq_key"), .run("DROP INDEX roost_inbox_received_at_idx"),
        .run("DROP INDEX roost_inbox_done_at_idx"), .run("DROP INDEX roost_outbox_lane_position_idx"),
        .index(inbox, ["received_at"]), .index(inbox, ["error_id"], when: "error_id IS NOT NULL"),
        .index(outbox, ["lane", "position"]),
      ]),
    // Many fall due at the same moment, at nine o'clock: the first of them are found without sorting all.
    Migration(
      "010_job_order",
      [.run("DROP INDEX roost_job_due_at_idx"), .index(job, ["due_at", "priority", "id"], when: "state = 0")]),
  ]
}
