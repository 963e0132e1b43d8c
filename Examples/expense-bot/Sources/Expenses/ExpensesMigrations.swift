import PluginAPI

enum ExpensesTables {
  static let entry = Table("entry", of: "expenses", .person(column: "person"))
  static let plan = Table("plan", of: "expenses", .person(column: "person"))

  static let all = [entry, plan]
}

enum ExpensesMigrations {
  static let all = [
    Migration(
      "001_create_tables",
      [
        // Amounts in hundredths: sums of whole numbers are exact.
        .create(
          ExpensesTables.entry,
          [.uuid("id").key, .int64("person"), .date("day"), .int64("hundredths"), .text("note")]),
        .index(ExpensesTables.entry, ["person", "day"]),
        .create(ExpensesTables.plan, [.int64("person").key, .int64("budget").nullable]),
      ])
  ]
}
