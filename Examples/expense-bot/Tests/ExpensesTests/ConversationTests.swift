import Expenses
import PluginAPI
import PluginTesting
import Testing

@Suite struct ConversationTests {
  @Test func contract() async throws { try await verifyContract(ExpensesPlugin.self) }

  @Test func notesWhatWasSpent() async throws {
    try await withBot(ExpensesPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/spent")
      try await alice.expect("Nothing was spent this month.")
      try await alice.send("coffee 4.50")
      try await alice.expect("4.50 € – coffee\nThis month: 4.50 €")
      try await alice.send("1200 rent")
      try await alice.expect("1,200 € – rent\nThis month: 1,204.50 €")
      try await alice.send("/spent")
      try await alice.expect("This month: 1,204.50 €\nThe largest\n1,200 € – rent\n4.50 € – coffee")
      // Another month begins with nothing.
      await bot.advance(by: .days(31))
      try await alice.send("/spent")
      try await alice.expect("Nothing was spent this month.")
    }
  }

  @Test func whatIsNoExpenseIsNotNoted() async throws {
    try await withBot(ExpensesPlugin.self, settings: "expenses: { largest: 500 }") { bot in
      let alice = try await bot.person("Alice")
      for text in ["hello", "coffee 4.505", "coffee -3", "coffee 0", "rent 501", "99999999999999999999", "٣ coffee"] {
        try await alice.send(text)
        try await alice.expect("I can’t do anything with that yet.")
      }
      #expect(try await bot.rows("SELECT id FROM expenses_entry").isEmpty)
      try await alice.send("rent 500")
      try await alice.expect("500 € – rent")
    }
  }

  @Test func anExpenseIsTakenBackOnce() async throws {
    try await withBot(ExpensesPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      let bob = try await bot.person("Bob")
      try await bob.send("tea 2")
      try await bob.expect("2 € – tea")
      try await alice.send("coffee 4.50")
      try await alice.expect("This month: 4.50 €")
      let undo = try await alice.data(of: "Undo")
      try await alice.press("Undo")
      try await alice.expect("Taken back: 4.50 € – coffee")
      #expect(try await alice.pressForged(undo) == "That is gone already.")
      // Somebody else's button is refused before the plugin sees it.
      _ = try await bob.pressForged(undo)
      try await alice.send("/spent")
      try await alice.expect("Nothing was spent this month.")
      try await bob.send("/spent")
      try await bob.expect("This month: 2 €")
    }
  }

  @Test func theBudgetIsWatched() async throws {
    try await withBot(ExpensesPlugin.self, settings: #"expenses: { currency: "USD" }"#) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/budget")
      try await alice.expect("How much may you spend in a month?")
      try await alice.send("not much")
      try await alice.expect("I need an amount, such as 400 or 399.90.")
      try await alice.send("100")
      try await alice.expect("When shall I sum up the week, at 19:00 your time?")
      // An expense is noted also while the question is open.
      try await alice.send("shoes 80")
      try await alice.expect("80 USD – shoes\nThis month: 80 USD")
      try await alice.press("Never")
      try await alice.expect("Your budget is 100 USD a month.")
      try await alice.send("socks 19.99")
      try await alice.expect("This month: 99.99 USD, 0.01 USD left")
      try await alice.send("soap 5")
      try await alice.expect("This month: 104.99 USD, 4.99 USD over the budget")
    }
  }

  @Test func theWeekIsSummedUp() async throws {
    // Monday, 2 March 2026, 09:00.
    try await withBot(ExpensesPlugin.self, settings: #"expenses: { summary_at: "18:30" }"#) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/budget")
      try await alice.expect("How much may you spend in a month?")
      try await alice.press("No budget")
      try await alice.expect("at 18:30 your time?")
      try await alice.press("Sundays")
      try await alice.expect("There is no budget now.")
      try await alice.send("book 12")
      try await alice.expect("12 € – book")
      await bot.advance(by: .days(3))
      try await alice.send("coffee 3")
      try await alice.expect("3 € – coffee")
      await bot.advance(by: .days(4))
      try await alice.expect("Seven days: 15 €. The largest:\n12 € – book\n3 € – coffee")
      // A week without an expense is a week without a message.
      await bot.advance(by: .days(7))
      try await alice.expectNothing()
      try await alice.send("/budget")
      try await alice.expect("How much may you spend in a month?")
      try await alice.press("No budget")
      try await alice.expect("When shall I sum up the week")
      try await alice.press("Never")
      try await alice.expect("There is no budget now.")
      try await alice.send("tea 1")
      try await alice.expect("1 € – tea")
      await bot.advance(by: .days(14))
      try await alice.expectNothing()
    }
  }
}
