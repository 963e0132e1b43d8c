import PluginAPI
import Testing

@testable import Expenses

@Suite struct ExpenseTests {
  @Test(arguments: [
    ("coffee 4.50", 450, "coffee"), ("4,5 coffee", 450, "coffee"), ("12", 1200, ""),
    ("  two  words 3.05 ", 305, "two words"), ("7 7", 700, "7"), ("0.01 x", 1, "x"),
  ])
  func reads(_ text: String, _ hundredths: Int, _ note: String) {
    #expect(
      Expense(typed: text, largest: 100) == Expense(amount: Amount(hundredths: hundredths), note: note))
  }

  @Test(arguments: ["", "coffee", "4.", ".5", "1.2.3", "1,234.5", "-1 x", "0", "101 x", "1e3", "١٢ x", "12345678901"])
  func refuses(_ text: String) {
    #expect(Expense(typed: text, largest: 100) == nil)
  }

  @Test func writesAmounts() {
    #expect(Amount(hundredths: 123_450).text(.english) == "1,234.50")
    #expect(Amount(hundredths: 123_405).text(.russian) == "1\u{A0}234,05")
    #expect(Amount(hundredths: 700).text(.english) == "7")
  }
}
