import PluginAPI
import PluginTesting
import Testing

/// More goals than the free plan allows, after Premium ended: nothing is locked, the youngest one is only quiet.
@Suite struct ExtraGoalTests {
  private func go(_ alice: TestPerson, _ bot: TestBot, _ steps: [String]) async throws {
    for step in steps {
      if step.hasPrefix(">") { try await alice.send(String(step.dropFirst())) } else { try await alice.press(step) }
      await alice.ignoreAll()
      await bot.advance(by: .seconds(3))
    }
    await alice.ignoreAll()
  }

  private func makeGoal(_ title: String, _ alice: TestPerson, _ bot: TestBot) async throws {
    try await go(
      alice, bot,
      [">/goal \(title)", "Пропустить", "Каждый день", "Без меры", "Пропустить", ">12:00", "Пропустить", "Сохранить"])
  }

  @Test func expired_keeps_goals_loggable() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await go(alice, bot, [">/premium", "250"])
      _ = try await alice.pay()
      await alice.ignoreAll()
      for title in ["Один", "Два", "Три", "Четыре"] { try await makeGoal(title, alice, bot) }
      try await go(alice, bot, [">/paysupport", "Вернуть 250", "Да, вернуть"])
      try await bot.advance(to: .at(3, 30), in: "Europe/Moscow")
      await alice.ignoreAll()
      try await bot.advance(to: .at(13), in: "Europe/Moscow")
      let reminders = await alice.news().filter { $0.contains("🎯") }
      #expect(reminders.contains { $0.contains("Два") } || reminders.contains { $0.contains("Три") }, "\(reminders)")
      #expect(!reminders.contains { $0.contains("🎯 Четыре") }, "\(reminders)")
      try await go(alice, bot, [">/goals"])
      try await alice.press("🎯 Четыре")
      #expect(await alice.latest().contains("сверх предела"))
      #expect(await alice.titles().contains("💎 Больше целей"))
      #expect(try await alice.press("Изменить").contains("сверх предела"))
      await alice.ignoreAll()
      // It can be logged as ever.
      try await alice.send("/done")
      await alice.ignoreAll()
      try await alice.press("✅ Четыре")
      #expect(await alice.latest().contains("✅ Четыре"))
      // A fourth new one has to wait, or another goes.
      try await alice.send("/goal")
      #expect(await alice.latest().contains("это предел"))
    }
  }
}
