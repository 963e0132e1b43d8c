import Gamification
import Goals
import Onboarding
import Payments
import PluginAPI
import PluginTesting
import Reminders
import Testing

/// Each plugin with all others switched off: what it says must not lead anywhere that is not there.
@Suite struct AloneTests {
  /// Sends these in both languages, and then follows every command that was mentioned on the way.
  private func talk(_ plugin: any Plugin.Type, _ messages: [String]) async throws {
    for language in Language.allCases {
      try await withBot(plugin) { bot in
        let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
        for message in ["/help"] + messages {
          try await alice.send(message)
          #expect(await alice.latest() != "", "\(message) got no answer")
          await bot.advance(by: .minutes(1))
        }
        await bot.advance(by: .days(8))
        await alice.ignoreAll()
        let chat = await bot.transcript(of: alice)
        Reading.check(chat, by: alice, language: language)
        for command in Reading.commands(Reading.answers(chat, to: alice)).subtracting(["help"]).sorted() {
          try await alice.send("/\(command)")
          let answer = await alice.latest()
          #expect(!answer.contains("мне незнакома") && !answer.contains("don’t know"), "/\(command) is not there")
          await bot.advance(by: .minutes(1))
        }
        await alice.ignoreAll()
      }
    }
  }

  @Test func onboarding() async throws {
    try await withBot(OnboardingPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/start")
      for press in ["Быстрый старт", "На «ты»"] { try await alice.press(press) }
      try await alice.send("Москва")
      try await alice.send("больше гулять пешком")
      for press in ["Готово", "Вечером", "Верно"] { try await alice.press(press) }
      let end = await alice.latest()
      // No goals here, so nothing promises one.
      #expect(end.contains("Что я умею: /help"))
      #expect(!end.contains("цель"))
      try await alice.send("/start")
      let home = try await alice.expect("С возвращением")
      #expect(Reading.commands(home) == ["help"])
    }
    try await talk(OnboardingPlugin.self, ["/privacy", "/language", "/export", "/delete", "/timezone UTC"])
  }

  @Test func goals() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal Читать")
      for press in ["Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить"] {
        try await alice.press(press)
      }
      try await alice.press("Сохранить")
      await alice.ignoreAll()
      try await alice.send("/done")
      await alice.ignoreAll()
      try await alice.press("Читать")
      let card = try await alice.expect("✅ Читать")
      #expect(!card.contains("XP"))
      try await alice.send("/goals")
      let list = try await alice.expect("Читать")
      #expect(!list.contains("🔥"))
    }
    try await talk(GoalsPlugin.self, ["/start", "/done", "/goals", "/plan", "/pause 400", "/pause 7", "run 5"])
  }

  @Test func gamification() async throws {
    try await talk(GamificationPlugin.self, ["/start", "/progress", "/freeze"])
  }

  @Test func reminders() async throws {
    try await talk(RemindersPlugin.self, ["/start", "/reminders", "/quiet", "/mute", "/unmute", "/snooze"])
  }

  @Test func payments() async throws {
    try await talk(PaymentsPlugin.self, ["/start", "/premium", "/subscription", "/paysupport", "/terms"])
  }
}
