import Expenses
import PluginAPI
import PluginTesting
import Testing

@Suite struct RussianTests {
  @Test func говоритПоРусски() async throws {
    try await withBot(ExpensesPlugin.self, settings: "expenses: { currency: ₽ }") { bot in
      let anna = try await bot.person("Анна", language: .russian)
      try await anna.send("/spent")
      try await anna.expect("Напишите, например: кофе 250.")
      try await anna.send("кофе 250")
      try await anna.expect("250 ₽ – кофе\nЗа месяц: 250 ₽")
      try await anna.send("1234,5 продукты")
      try await anna.expect("1 234,50 ₽ – продукты\nЗа месяц: 1 484,50 ₽")
      try await anna.press("Отменить")
      try await anna.expect("Отменено: 1 234,50 ₽ – продукты")
      try await anna.send("/budget")
      try await anna.expect("Сколько можно потратить за месяц?")
      try await anna.send("много")
      try await anna.expect("Нужна сумма")
      try await anna.send("200")
      try await anna.expect("в 19:00 по вашему времени?")
      try await anna.press("По воскресеньям")
      try await anna.expect("Бюджет на месяц: 200 ₽.")
      try await anna.send("/spent")
      try await anna.expect("За месяц: 250 ₽, сверх бюджета 50 ₽\nСамое крупное\n250 ₽ – кофе")
      await bot.advance(by: .days(7))
      try await anna.expect("За семь дней: 250 ₽. Единственная трата:\n250 ₽ – кофе")
    }
  }
}
