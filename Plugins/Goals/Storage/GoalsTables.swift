import PluginAPI

/// The tables of the plugin.
enum GoalsTables {
  static let goal = Table("goal", of: "goals", .person(column: "person"))
  static let checkIn = Table("check_in", of: "goals", .person(column: "person"))
  static let pause = Table("pause", of: "goals", .person(column: "person"))
  static let revision = Table("revision", of: "goals", .person(column: "person"))
  static let reflection = Table("reflection", of: "goals", .person(column: "person"))
  /// Texts the person was offered to make something of.
  static let text = Table("text", of: "goals", .person(column: "person"))
  /// How many goals a person ever activated.
  static let tally = Table("tally", of: "goals", .person(column: "person"))

  static let all = [goal, checkIn, pause, revision, reflection, text, tally] + CoachTables.all + [PhotoStore.table]
}
