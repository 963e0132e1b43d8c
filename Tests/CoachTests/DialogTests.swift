import PluginAPI
import PluginTesting
import Testing

/// Leaving dialogs, coming back to them, and changing the language in their middle.
@Suite struct DialogTests {
  @Test func theFirstConversationIsTakenUpAgain() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/start")
      try await alice.press("Быстрый старт")
      try await alice.press("На «ты»")
      try await alice.send("Казань")
      await alice.ignoreAll()
      await bot.advance(by: .days(1))
      try await alice.send("/start")
      try await alice.expect("Продолжим с шага 3 из 5?")
      try await alice.press("Да")
      try await alice.expect("Чего ты хочешь за 3 месяца?")
      try await alice.send("выучить наизусть стихи")
      await alice.ignoreAll()
      try await alice.send("/cancel")
      try await alice.expect("Отменено.")
      try await alice.send("/cancel")
      try await alice.expect("Отменять нечего.")
      // Name and place were given already; they are not asked for again.
      try await alice.send("/start")
      try await alice.expect("Продолжим с шага 3 из 5?")
      try await alice.press("Да")
      try await alice.expect("Чего ты хочешь за 3 месяца?")
    }
  }

  @Test func theLanguageOfTheFirstConversationChanges() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/start")
      try await alice.press("Быстрый старт")
      try await alice.press("На «ты»")
      try await alice.send("Казань")
      await alice.ignoreAll()
      try await alice.send("/language en")
      let texts = await alice.news()
      #expect(texts.contains { $0.contains("What do you want in 3 months?") }, "\(texts)")
      try await alice.send("read more books")
      try await alice.expect("Written down:")
      try await alice.send("/language")
      try await alice.expect("language")
      try await alice.press("Русский")
      let back = await alice.news()
      #expect(back.contains { $0.contains("Записано:\nread more books") }, "\(back)")
    }
  }

  @Test func theLanguageOfTheFormChanges() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal Read")
      try await alice.expect("Why does it matter to you?")
      try await alice.send("/language ru")
      let texts = await alice.news()
      #expect(texts.contains { $0.contains("Зачем вам это?") && $0.contains("🎯 Read") }, "\(texts)")
      try await alice.press("Пропустить")
      try await alice.expect("Как часто?")
    }
  }

  @Test func anotherCommandAsksBeforeWordsAreLost() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal Читать")
      try await alice.expect("🎯 Читать")
      // Looking at something else keeps the form.
      try await alice.send("/goals")
      try await alice.expect("Целей пока нет")
      try await alice.send("/goal Бегать")
      await alice.ignoreAll()
      try await alice.send("/profile")
      try await alice.expect("Есть несохранённое. Оставить его и начать новое?")
      try await alice.press("Вернуться")
      let texts = await alice.news()
      #expect(texts.contains { $0.contains("Читать") }, "\(texts)")
      try await alice.send("/cancel")
      try await alice.expect("Отменено.")
      try await alice.send("/done")
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_goal").isEmpty)
    }
  }

  /// An impatient finger: the second tap comes from the card as it was, and must not take the next step's buttons away.
  @Test func aDoubleTapIsOneTap() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal Read")
      let skip = try await alice.data(of: "Skip")
      try await alice.press("Skip")
      try await alice.expect("How often?")
      #expect(try await alice.pressForged(skip) == "")
      #expect(await alice.titles().contains("Every day"))
      try await alice.press("Every day")
      try await alice.expect("Is there an amount for each time?")
    }
  }
}
