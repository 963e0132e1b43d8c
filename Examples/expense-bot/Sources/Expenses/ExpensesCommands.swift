import PluginAPI

extension ExpensesPlugin {
  /// Notes an expense that somebody wrote; anything else is left to other plugins.
  func note(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard let expense = Expense(typed: message.text, largest: configuration.largest) else { return turn.pass() }
    let (person, today) = (turn.person.id, turn.person.logicalDate(turn.now))
    // A read never sees what this turn writes: the new sum is the stored one and this expense.
    let month = try await store.total(today.month(), of: person, turn)
    let budget = try await store.budget(of: person, turn)
    let id = turn.newID()
    turn.write(store.insert(expense, id: id, on: today, of: person), expecting: .exactly(1))
    let sum = Amount(hundredths: month.hundredths + expense.amount.hundredths)
    let undo = Button(turn.string("note.undo.button"), TakeBack(entry: id))
    turn.send(
      Card(.lines([noted(expense, turn), standing(sum, budget, turn)]), keyboard: Keyboard(row: [undo])))
  }

  /// `/spent`: the month so far.
  func showMonth(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    let (person, month) = (turn.person.id, turn.person.logicalDate(turn.now).month())
    let sum = try await store.total(month, of: person, turn)
    guard sum.hundredths > 0 else {
      turn.send(turn.text("month.nothing"))
      return
    }
    let budget = try await store.budget(of: person, turn)
    let largest = try await store.largest(5, month, of: person, turn)
    turn.send(.lines([standing(sum, budget, turn), turn.text("month.largest")] + largest.map { line($0, turn) }))
  }

  func noted(_ expense: Expense, _ turn: Turn) -> Text {
    expense.note.isEmpty
      ? turn.text("note.bare", ["amount": .string(money(expense.amount, turn))])
      : turn.text("note.noted", ["amount": .string(money(expense.amount, turn)), "note": .string(expense.note)])
  }

  func line(_ expense: Expense, _ turn: Turn) -> Text {
    let note = expense.note.isEmpty ? turn.string("line.unnamed") : expense.note
    return turn.text("line", ["amount": .string(money(expense.amount, turn)), "note": .string(note)])
  }

  /// "This month: 120 €, 30 € left".
  func standing(_ sum: Amount, _ budget: Amount?, _ turn: Turn) -> Text {
    let spent = money(sum, turn)
    guard let budget else { return turn.text("standing.plain", ["sum": .string(spent)]) }
    let left = Amount(hundredths: budget.hundredths - sum.hundredths)
    return left.hundredths >= 0
      ? turn.text("standing.left", ["sum": .string(spent), "left": .string(money(left, turn))])
      : turn.text(
        "standing.over", ["sum": .string(spent), "over": .string(money(Amount(hundredths: -left.hundredths), turn))])
  }

  func money(_ amount: Amount, _ turn: Turn) -> String {
    "\(amount.text(turn.reader.language))\u{A0}\(configuration.currency)"
  }
}

extension LocalDate {
  /// The days of this date's month up to this date.
  func month() -> ClosedRange<LocalDate> { adding(days: 1 - day)...self }
}
