import PluginAPI

/// The queries. Every one names the person: a button proves that the bot made it, not whose row it is about.
struct ExpenseStore: Sendable {
  func insert(_ expense: Expense, id: RowID, on day: LocalDate, of person: PersonID) -> SQL {
    """
    INSERT INTO \(ExpensesTables.entry) (id, person, day, hundredths, note)
    VALUES (\(id), \(person), \(day), \(expense.amount.hundredths), \(expense.note))
    """
  }

  func delete(_ id: RowID, of person: PersonID) -> SQL {
    "DELETE FROM \(ExpensesTables.entry) WHERE id = \(id) AND person = \(person)"
  }

  func find(_ id: RowID, of person: PersonID, _ turn: Turn) async throws -> Expense? {
    try await turn.row(
      "SELECT hundredths, note FROM \(ExpensesTables.entry) WHERE id = \(id) AND person = \(person)"
    ).map(Self.expense)
  }

  /// What was spent from a day to another, both counted.
  func total(_ days: ClosedRange<LocalDate>, of person: PersonID, _ turn: Turn) async throws -> Amount {
    let sum = try await turn.value(
      """
      SELECT CAST(COALESCE(SUM(hundredths), 0) AS BIGINT) AS total FROM \(ExpensesTables.entry)
      WHERE person = \(person) AND day >= \(days.lowerBound) AND day <= \(days.upperBound)
      """, as: Int.self)
    return Amount(hundredths: sum ?? 0)
  }

  /// The largest expenses of some days, largest first.
  func largest(_ count: Int, _ days: ClosedRange<LocalDate>, of person: PersonID, _ turn: Turn) async throws
    -> [Expense]
  {
    try await turn.rows(
      """
      SELECT hundredths, note FROM \(ExpensesTables.entry)
      WHERE person = \(person) AND day >= \(days.lowerBound) AND day <= \(days.upperBound)
      ORDER BY hundredths DESC, id LIMIT \(count)
      """
    ).map(Self.expense)
  }

  /// The budget of a month; nil without one.
  func budget(of person: PersonID, _ turn: Turn) async throws -> Amount? {
    let budget = try await turn.value(
      "SELECT budget FROM \(ExpensesTables.plan) WHERE person = \(person)", as: Int?.self)
    return (budget ?? nil).map { Amount(hundredths: $0) }
  }

  func setBudget(_ budget: Amount?, of person: PersonID) -> SQL {
    """
    INSERT INTO \(ExpensesTables.plan) (person, budget) VALUES (\(person), \(budget?.hundredths))
    ON CONFLICT (person) DO UPDATE SET budget = excluded.budget
    """
  }

  private static func expense(_ row: Row) throws -> Expense {
    Expense(amount: Amount(hundredths: try row.get("hundredths")), note: try row.get("note"))
  }
}
