import PluginAPI
import PluginTesting
import Testing

/// After a crisis nothing is counted aloud and nobody is nagged, for a day.
@Suite struct SilenceTests {
  private func begin(_ bot: TestBot) async throws -> TestPerson {
    let alice = try await bot.person("Алиса", language: .russian)
    for title in ["Читать", "Гулять"] {
      try await alice.send("/goal \(title)")
      for press in ["Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить"] {
        try await alice.press(press)
      }
      try await alice.press("Сохранить")
    }
    await alice.ignoreAll()
    // Younger goals bring no points.
    await bot.advance(by: .hours(2))
    await alice.ignoreAll()
    return alice
  }

  @Test func pointsAndRemindersAreSilentForADay() async throws {
    try await withBot(coach) { bot in
      let alice = try await begin(bot)
      try await alice.send("всем будет лучше без меня")
      try await alice.expect("это сказано вслух")
      try await alice.send("/done")
      await alice.ignoreAll()
      try await alice.press("Читать")
      let card = await alice.latest()
      #expect(card.contains("✅") && !card.contains("XP") && !card.contains("серия"), "\(card)")
      // The evening and the morning pass without a word.
      await bot.advance(by: .hours(23))
      try await alice.expectNothing()
      await bot.advance(by: .days(2))
      #expect(await alice.news().isEmpty == false, "the silence must end")
    }
  }

  @Test func itEndsWhenThePersonSaysSo() async throws {
    try await withBot(coach) { bot in
      let alice = try await begin(bot)
      try await alice.send("хочу умереть")
      try await alice.expect("это сказано вслух")
      try await alice.press("я о другом")
      try await alice.expect("это было о другом")
      try await alice.send("/done")
      await alice.ignoreAll()
      try await alice.press("Читать")
      #expect(await alice.latest().contains("XP"))
      // The other goal is asked about in the evening.
      await bot.advance(by: .hours(10))
      #expect(await alice.news().isEmpty == false)
    }
  }
}
