import PluginAPI

/// The tables of this plugin and how they came to be.
enum OnboardingMigrations {
  static let consent = Table("consent", of: "onboarding", .person(column: "person"))
  static let profile = Table("profile", of: "onboarding", .person(column: "person"))
  static let erasure = Table("erasure", of: "onboarding", .person(column: "person"))
  static let tables = [consent, profile, erasure]

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
      ])
  ]
}
