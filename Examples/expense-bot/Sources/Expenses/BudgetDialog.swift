import PluginAPI

/// Asks for the budget of a month, then on which day the week is to be summed up.
struct BudgetDialog: Dialog {
  static let name = "expenses.budget"
  static let timeToLive: Duration = .hours(24)

  enum State: Codable, Sendable {
    case amount
    /// Hundredths; nil for no budget.
    case summary(budget: Int?)
  }

  enum Choice: Codable, Sendable {
    case noBudget
    case sunday
    case monday
    case never
  }

  let plugin: ExpensesPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    switch state {
    case .amount:
      let none = Button(turn.string("budget.none.button"), choose: Choice.noBudget)
      return Card(turn.text("budget.ask"), keyboard: Keyboard(row: [none]))
    case .summary:
      let days: [(String, Choice)] = [("sunday", .sunday), ("monday", .monday), ("never", .never)]
      let buttons = days.map { Button(turn.string("summary.\($0.0).button"), choose: $0.1) }
      let time = plugin.configuration.summaryAt.description
      return Card(turn.text("summary.ask", ["time": .string(time)]), keyboard: Keyboard(row: buttons))
    }
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch (state, input) {
    case (.amount, .message(let message)):
      let typed = UserText.clean(message.text, limit: 40)
      guard let budget = Amount(typed: typed, largest: plugin.configuration.largest) else {
        return .retry(turn.text("budget.retry"))
      }
      return .show(.summary(budget: budget.hundredths))
    case (.amount, .choice(.noBudget)): return .show(.summary(budget: nil))
    case (.summary(let budget), .choice(.sunday)): return finish(budget, .sunday, turn)
    case (.summary(let budget), .choice(.monday)): return finish(budget, .monday, turn)
    case (.summary(let budget), .choice(.never)): return finish(budget, nil, turn)
    // Written instead of pressed: an expense is noted as ever, and the question stays.
    case (.summary, .message): return .ignore
    case (.amount, .choice), (.summary, .choice(.noBudget)): return .show(state)
    }
  }

  private func finish(_ hundredths: Int?, _ day: Weekday?, _ turn: Turn) -> DialogStep<State> {
    let budget = hundredths.map { Amount(hundredths: $0) }
    turn.write(plugin.store.setBudget(budget, of: turn.person.id), expecting: .exactly(1))
    if let day {
      turn.schedule(
        SumUpWeek(), .weekly(day, at: plugin.configuration.summaryAt), unique: "week", late: .sameLogicalDay)
    } else {
      turn.cancel(SumUpWeek.self, unique: "week")
    }
    return .finish(
      Card(
        budget.map { turn.text("budget.set", ["budget": .string(plugin.money($0, turn))]) } ?? turn.text("budget.off")))
  }
}
