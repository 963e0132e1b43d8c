import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// Goals come, are limited, and go.
@Suite struct LifeConversations {
  private let habit = ["Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"]

  @Test func aDeletedGoalWaitsThirtyDays() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      for title in ["Read", "Walk"] {
        try await alice.go(bot, [">/goal \(title)"] + habit + [">/done", "✅ \(title)"])
      }
      try await alice.go(bot, [">/goals", "🎯 Read", "🗑 Delete", "🗑 Delete"])
      let restore = try await alice.data(of: "Bring back")
      await bot.advance(by: .days(29))
      #expect(try await bot.rows("SELECT id FROM goals_goal").count == 2)
      _ = try await alice.pressForged(restore)
      #expect(await alice.latest().contains("A draft"))
      try await alice.go(bot, ["▶️ Start", ">/goals", "🎯 Read", "🗑 Delete", "🗑 Delete"])
      await bot.advance(by: .days(32))
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_goal").count == 1)
      #expect(try await bot.rows("SELECT id FROM goals_check_in").count == 1)
      _ = try await alice.pressForged(restore)
      #expect(await alice.latest().contains("isn’t here any more"))
    }
  }

  @Test func aLimitIsKeptOrNot() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.go(
        bot,
        [
          ">/goal Кофе", "Пропустить", "Не больше нормы в день", ">2 чашки", "Пропустить", "Без напоминания",
          "Сохранить", ">/done", "+1 Кофе", "+1 Кофе",
        ])
      try await alice.send("/done")
      #expect(await alice.latest().contains("2 / 2 чашки"))
      // Kept so far; confirmed in the evening.
      #expect(try await alice.press("✅") == "Засчитано ✅")
      await alice.ignoreAll()
      try await alice.press("+1 Кофе")
      let over = await alice.latest()
      #expect(over.contains("🔹 Кофе · 3 / 2 чашки"), "\(over)")
      // A limit of calories is no goal here.
      try await alice.go(bot, [">/goal Есть спокойно", "Пропустить", "Не больше нормы в день"])
      try await alice.send("1500 ккал")
      try await alice.expect("диетолог")
      await alice.ignoreAll()
    }
  }

  @Test(arguments: Language.allCases) func lettingGoTeaches(_ language: Language) async throws {
    let isRussian = language == .russian
    let steps =
      isRussian
      ? [">/goal Читать", "Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить"]
        + ["Сохранить", ">/goals", "🎯 Читать", "🍃 Отпустить", ">Утром мне лучше", ">/goals", "🏆 Завершённые"]
      : [">/goal Read"] + habit + [">/goals", "🎯 Read", "🍃 Let go", ">Mornings suit me", ">/goals"]
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person(isRussian ? "Алиса" : "Alice", language: language)
      try await alice.go(bot, Array(steps.prefix(isRussian ? steps.count - 1 : steps.count)))
      try await alice.press(isRussian ? "🏆 Завершённые" : "🏆 Finished")
      let card = await alice.latest()
      #expect(card.contains(isRussian ? "Утром мне лучше" : "Mornings suit me") && card.contains("🍃"), "\(card)")
    }
  }
}
