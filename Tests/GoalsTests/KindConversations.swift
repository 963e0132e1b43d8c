import Contracts
import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// Every kind of goal from the form to its card.
@Suite struct KindConversations {
  private func open(_ alice: TestPerson, _ title: String) async throws -> String {
    try await alice.send("/goals")
    await alice.ignoreAll()
    try await alice.press(title)
    return await alice.latest()
  }

  @Test func aTargetThatIsCounted() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.go(
        bot,
        [
          ">/goal Прочитать 12 книг", "Пропустить", "Без расписания", ">12 книг", "Записи складываются",
          ">10.06.2026", "Пропустить", "Сохранить",
        ])
      for _ in 0..<4 {
        try await alice.go(bot, [">/done", "+1"])
        await bot.advance(by: .days(7))
      }
      let card = try await open(alice, "Прочитать")
      #expect(card.contains("4 из 12 книг") && card.contains("33 %"), "\(card)")
      // 28 of 100 days: 3.4 were due.
      #expect(card.contains("По плану к сегодня 3,4 – идём ровно"), "\(card)")
      #expect(card.contains("Если так и дальше, к 10 июня будет"), "\(card)")
    }
  }

  @Test func aTargetThatIsMeasured() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.go(
        bot,
        [
          ">/goal Type faster", "Skip", "No schedule", ">60 words", ">60", ">40", ">2026-06-10", "Skip", "Save",
        ])
      try await alice.send("/done")
      let day = try await alice.expect("Type faster")
      #expect(day.contains("40 / 60 words"), "\(day)")
      try await alice.press("✏️")
      try await alice.expect("What is it now?")
      try await alice.send("46")
      #expect(try await alice.expect("Type faster").contains("46 / 60 words"))
      // Another value of the same day takes its place; it does not add up.
      try await alice.press("✏️")
      await alice.ignoreAll()
      try await alice.send("45")
      #expect(try await alice.expect("Type faster").contains("45 / 60 words"))
      let card = try await open(alice, "Type faster")
      #expect(card.contains("40 → 60 words") && card.contains("45 now, the goal is 60 words"), "\(card)")
      #expect(card.contains("25%") && card.contains("ahead of it"), "\(card)")
      let rows = try await bot.rows("SELECT id FROM goals_check_in WHERE state = 0")
      #expect(rows.count == 1)
    }
  }

  @Test(arguments: Language.allCases) func steps(_ language: Language) async throws {
    @Sendable func word(_ russian: String, _ english: String) -> String { language == .russian ? russian : english }
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person(word("Алиса", "Alice"), language: language)
      try await alice.go(
        bot,
        [
          word(">/goal Диплом", ">/goal Thesis"), word("Пропустить", "Skip"), word("По шагам", "Step by step"),
          ">A\n2. B\nC", word("Без срока", "No deadline"), word("Пропустить", "Skip"), word("Сохранить", "Save"),
        ])
      // The day offers the next step.
      try await alice.send("/done")
      #expect(await alice.latest().contains(word("шаги: 0 из 3", "steps: 0 of 3")))
      let old = try await alice.data(of: "✅ A")
      try await alice.press("✅ A")
      #expect(await alice.latest().contains(word("шаги: 1 из 3", "steps: 1 of 3")))
      // A second finger on the same button changes nothing.
      #expect(try await alice.pressForged(old) == word("Это уже отмечено", "That is checked already"))
      let card = try await open(alice, word("Диплом", "Thesis"))
      #expect(card.contains(word("33 %", "33%")) && card.contains("✅ A") && card.contains("▫️ B"), "\(card)")
      try await alice.go(bot, [word("Шаги", "Steps"), word("Порядок", "Order"), "↑ C", word("Готово", "Done")])
      #expect(await alice.titles().prefix(3) == ["✅ A", "▫️ C", "▫️ B"])
      try await alice.go(bot, [word("➕ Шаг", "➕ Step"), ">D", "▫️ C", "▫️ B", "▫️ D"])
      #expect(await alice.titles().contains(word("🎉 Достигнута", "🎉 Reached")))
      // Opened again within ten minutes, its entry is gone, too.
      try await alice.go(bot, ["✅ D"])
      #expect(try await bot.rows("SELECT id FROM goals_check_in WHERE state = 0").count == 3)
      try await alice.send("/done")
      await alice.ignoreAll()
      try await alice.press("↩\u{FE0E}")
      #expect(await alice.latest().contains(word("шаги: 2 из 4", "steps: 2 of 4")))
    }
  }

  @Test func anOpenGoalLivesByNotes() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.go(bot, [">/goal Find my calling", "Skip", "No schedule", "No amount", "Skip", "Save"])
      try await alice.go(bot, [">/done", "📝 Find my calling", ">Teaching felt good today"])
      try await alice.send("/done")
      #expect(await alice.latest().contains("✅ Find my calling"))
      let entries = try await bot.rows("SELECT kind FROM goals_check_in WHERE state = 0")
      #expect(entries.count == 1)
      // A second note of the day is a note, no second entry.
      try await alice.go(bot, ["📝 Find my calling", ">And so did writing"])
      #expect(try await bot.rows("SELECT id FROM goals_check_in WHERE state = 0").count == 1)
      #expect(try await bot.rows("SELECT id FROM goals_reflection").count == 2)
    }
  }

  @Test func theSumOfADayIsCorrected() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.go(
        bot,
        [
          ">/goal Вода", "Пропустить", "Каждый день", ">8 стаканов", "Пропустить", "Без напоминания", "Пропустить",
          "Сохранить", ">/done", "+1", "+5", "✏️", ">= 4",
        ])
      try await alice.send("/done")
      #expect(await alice.latest().contains("4 / 8 стаканов"))
      #expect(try await bot.rows("SELECT id FROM goals_check_in WHERE state = 0").count == 1)
      try await alice.go(bot, ["✏️", ">=0"])
      try await alice.send("/done")
      #expect(await alice.latest().contains("▫️ Вода"))
      #expect(try await bot.rows("SELECT id FROM goals_check_in WHERE state = 0").isEmpty)
    }
  }

  @Test func olderDaysTakeNotesOnly() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/note 20.02 It was snowing all day")
      try await alice.expect("Noted.")
      try await alice.send("/note 2020-01-01 Long ago")
      try await alice.expect("about the last year")
      try await alice.send("/note 2.5 km today")
      try await alice.expect("Noted.")
      let rows = try await bot.rows("SELECT logical_date, content FROM goals_reflection ORDER BY logical_date")
      let dates = try rows.map { try $0.get("logical_date", as: LocalDate.self).description }
      #expect(dates == ["2026-02-20", "2026-03-02"])
    }
  }
}
