import PluginAPI

/// The tables of this plugin and how they came to be.
enum OnboardingMigrations {
  static let consent = Table("consent", of: "onboarding", .person(column: "person"))
  static let profile = Table("profile", of: "onboarding", .person(column: "person"))
  static let erasure = Table("erasure", of: "onboarding", .person(column: "person"))
  static let fact = Table("memory_fact", of: "onboarding", .person(column: "person"))
  static let picture = Table("picture", of: "onboarding", .person(column: "person"))
  static let moodboard = Table("moodboard", of: "onboarding", .person(column: "person"))
  static let proposal = Table("proposal", of: "onboarding", .person(column: "person"))
  static let tables = [consent, profile, erasure, fact, picture, moodboard, proposal]

  static let all = [
    Migration(
      "001_create_profile",
      [
        .create(consent, [.int64("person").key, .text("kind").key, .int64("version").key, .instant("granted_at")]),
        .create(
          profile,
          [
            .int64("person").key, .text("wish"), .text("rhythm"), .text("source"), .instant("first_completed_at"),
            .instant("completed_at"),
          ]),
        .create(erasure, [.int64("person").key, .instant("erase_at")]),
      ]),
    Migration(
      "002_remember_what_was_understood",
      [
        .add(.instant("revoked_at").nullable, to: consent),
        .add(.text("style").defaulting(to: "soft"), to: profile),
        .add(.json("areas").nullable, to: profile),
        .add(.text("obstacle").defaulting(to: ""), to: profile),
        .add(.json("insight").nullable, to: profile),
        .add(.uuid("moodboard").nullable, to: profile),
        .add(.bool("is_teen").defaulting(to: false), to: profile),
        .add(.text("language").nullable, to: profile),
        .create(
          fact,
          [
            .int64("person").key, .uuid("id").key, .text("kind"), .text("text"), .text("language"), .text("origin"),
            .instant("created_at"), .instant("expires_at").nullable,
          ]),
        .create(
          picture,
          [
            .int64("person").key, .uuid("id").key, .uuid("round"), .text("file_id"), .text("unique_id"),
            .text("status"), .instant("received_at"),
          ], unique: [["person", "round", "unique_id"]]),
        .create(
          moodboard,
          [
            .int64("person").key, .uuid("round").key, .text("status"), .json("sight").nullable, .instant("asked_at"),
          ]),
        .create(proposal, [.int64("person").key, .json("insight"), .instant("made_at")]),
      ]),
  ]
}
