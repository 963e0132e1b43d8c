import Contracts
import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// If–then plans, and making a goal easier or harder.
@Suite struct PlanConversations {
  private func makeGoal(_ alice: TestPerson, _ bot: TestBot) async throws {
    try await alice.go(
      bot,
      [
        ">/goal Бегать", "Пропустить", "Несколько раз в неделю", "3", "Без меры", ">если 7:00, то надеваю кроссовки",
        "7:00", "Пропустить",
      ])
  }

  private func plan(_ bot: TestBot) async throws -> [String?] {
    try await bot.rows("SELECT cue, action FROM goals_goal").flatMap {
      [try $0.get("cue", as: String?.self), try $0.get("action", as: String?.self)]
    }
  }

  @Test func theObstacleIsOneTapAway() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await makeGoal(alice, bot)
      try await alice.press("А что помешает?")
      try await alice.expect("скорее всего помешает")
      try await alice.send("лень вылезать из тепла")
      try await alice.expect("Если лень вылезать из тепла, то что поможет?")
      try await alice.send("то одежда у двери")
      #expect(await alice.latest().contains("Помеха: лень вылезать из тепла → одежда у двери"))
      #expect(await !alice.titles().contains("🪨 А что помешает?"))
      try await alice.press("Сохранить")
      #expect(await alice.latest().contains("вслух один раз"))
    }
  }

  @Test func upToThreePlansOneOfThemActive() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await makeGoal(alice, bot)
      try await alice.go(bot, ["Сохранить", ">/plan", "✏️ Бегать"])
      try await alice.press("Ещё план")
      try await alice.expect("Если…")
      try await alice.send("если обед, то выхожу на круг")
      try await alice.expect("скорее всего помешает")
      try await alice.send("много дел")
      try await alice.expect("то что поможет?")
      try await alice.send("хотя бы пять минут")
      let aloud = try await alice.expect("вслух один раз")
      #expect(aloud.contains("Если обед → выхожу на круг"))
      #expect(try await alice.press("Прочитано") == "Отлично. План на месте")
      let card = await alice.latest()
      #expect(
        card.contains("● Если 7:00 → надеваю кроссовки") && card.contains("Помеха: много дел → хотя бы пять минут"))
      #expect(try await plan(bot) == ["7:00", "надеваю кроссовки"])
      try await alice.go(bot, ["2. обед", "Для напоминаний"])
      #expect(try await plan(bot) == ["обед", "выхожу на круг"])
      try await alice.go(bot, ["Ещё план", ">если вечер, то растяжка", "Пропустить"])
      #expect(try await plan(bot) == ["обед", "выхожу на круг"])
      try await alice.go(bot, [">/plan", "✏️ Бегать"])
      // Three are enough.
      #expect(await !alice.titles().contains("➕ Ещё план"))
      try await alice.go(bot, ["2. обед", "Убрать"])
      #expect(try await plan(bot) == ["7:00", "надеваю кроссовки"])
      try await alice.go(bot, ["1. 7:00", "Переписать", ">если 8:00, то бегу", "Пропустить"])
      #expect(try await plan(bot) == ["8:00", "бегу"])
    }
  }

  @Test func easierFromTheNextWeekHarderAtOnce() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await makeGoal(alice, bot)
      try await alice.go(bot, ["Сохранить", ">/goals", "🎯 Бегать"])
      try await alice.press("🪶 Легче")
      let ask = await alice.latest()
      #expect(ask.contains("Сейчас: 3 раза в неделю") && ask.contains("С 9 марта: 2 раза в неделю"), "\(ask)")
      try await alice.press("Давайте так")
      let card = await alice.latest()
      #expect(card.contains("Ритм: 3 раза в неделю") && card.contains("С 9 марта: 2 раза в неделю"), "\(card)")
      await bot.advance(by: .days(8))
      try await alice.go(bot, [">/goals"])
      try await alice.press("🎯 Бегать")
      let later = await alice.latest()
      #expect(later.contains("Ритм: 2 раза в неделю"), "\(later)")
      try await alice.press("⛰ Сложнее")
      #expect(await alice.latest().contains("Уже с сегодня: 3 раза в неделю"))
      try await alice.press("Давайте так")
      #expect(await alice.latest().contains("Ритм: 3 раза в неделю"))
    }
  }

  @Test func twoWeeksAtAGlance() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.go(
        bot,
        [
          ">/goal Read", "Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save", ">/done", "✅ Read",
        ])
      await bot.advance(by: .days(1))
      try await alice.go(bot, [">/done", "🟡"])
      await bot.advance(by: .days(1))
      try await alice.go(bot, [">/done", "⏭"])
      await bot.advance(by: .days(2))
      try await alice.go(bot, [">/goals"])
      try await alice.press("🎯 Read")
      let card = await alice.latest()
      #expect(card.contains("🟩🟨🟦⬜⬜\n2 days of the last 5"), "\(card)")
    }
  }

  @Test func somebodyElsesPlansStayTheirs() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      let boris = try await bot.person("Борис", language: .russian)
      try await makeGoal(alice, bot)
      try await alice.go(bot, ["Сохранить", ">/goals", "🎯 Бегать"])
      let easier = try await alice.data(of: "🪶 Легче")
      try await boris.send("/goals")
      await boris.ignoreAll()
      _ = try? await boris.pressForged(easier)
      await boris.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_revision WHERE is_applied = \(false)").isEmpty)
    }
  }
}
