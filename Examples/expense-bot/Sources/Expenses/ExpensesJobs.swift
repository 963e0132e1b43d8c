import PluginAPI

/// The sum of a week, at the time of the person's own clock.
struct SumUpWeek: JobPayload {
  static let name = "expenses.sum_up_week"
}

extension ExpensesPlugin {
  func sumUpWeek(_ turn: Turn, _ job: SumUpWeek) async throws {
    // The occurrence, not the clock, says which week: it may come late.
    let day = turn.occurrence?.local.date ?? turn.person.logicalDate(turn.now)
    let week = day.adding(days: -6)...day
    let sum = try await store.total(week, of: turn.person.id, turn)
    guard sum.hundredths > 0 else { return }
    let largest = try await store.largest(3, week, of: turn.person.id, turn)
    let title = turn.text("week.title", ["sum": .string(money(sum, turn)), "n": .int(largest.count)])
    turn.send(
      Card(.lines([title] + largest.map { line($0, turn) })),
      options: SendOptions(priority: .reminder, whenAmbiguous: .drop, expires: turn.now + .hours(5)))
  }
}
