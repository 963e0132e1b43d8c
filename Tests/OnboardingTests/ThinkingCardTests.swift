import Onboarding
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Synchronization
import Testing

@testable import Host

/// The card that says to wait goes when there is nothing to wait for any more.
@Suite struct ThinkingCardTests {
  private static let says = ["Думаю над", "Thinking"]

  private func isShown(_ alice: Newcomer) async -> Bool {
    let chat = await alice.bot.transcript(of: alice.person)
    return Self.says.contains { chat.contains($0) }
  }

  private func slow(_ language: Language, _ wait: Duration) -> ScriptedModel {
    ScriptedModel { question throws(ModelError) in
      try await question.wait(wait)
      return Answers.profile(language)
    }
  }

  @Test(arguments: Language.allCases, [10, 60])
  func theReviewStandsInItsPlace(_ language: Language, _ seconds: Int) async throws {
    try await converse(language, model: slow(language, .seconds(seconds))) { alice in
      try await alice.begin()
      try await alice.wish()
      try await alice.finish()
      #expect(await isShown(alice))
      // Writing meanwhile puts it below what was written, once.
      try await alice.send("алло", "hello")
      await alice.bot.advance(by: .seconds(30))
      await alice.sees(
        seconds < 25 ? "догадка ИИ-модели" : "твоими словами", seconds < 25 ? "a guess" : "your own words")
      #expect(await !isShown(alice))
      try await alice.press("Верно", "That’s right")
      await alice.sees("Готово", "All set")
    }
  }

  @Test(arguments: Language.allCases) func alsoAfterTheHostWasKilled(_ language: Language) async throws {
    try await withTestDatabase { database in
      struct Gone: Error {}
      let faulty = Mutex<FaultyDatabase?>(nil)
      let last = Mutex<(message: Int, at: Instant)>((0, Instant(unixSeconds: 0)))
      do {
        try await withBot(
          [OnboardingPlugin.self],
          options: { options in
            options.database = database
            options.wrap = { inner, clock in
              let made = FaultyDatabase(inner, clock: clock)
              faulty.withLock { $0 = made }
              return made
            }
            let model = slow(language, .minutes(5))
            options.model = { clock, _ in model.model(clock) }
            options.settings.throttleInterval = .zero
          }
        ) { bot in
          let person = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
          let alice = Newcomer(bot: bot, person: person, language: language)
          try await alice.begin()
          try await alice.wish()
          try await alice.finish()
          await alice.sees("Думаю", "Thinking")
          let card = await bot.runtime.emulator.messages(in: person.id).last { !$0.buttons.isEmpty }
          last.withLock { $0 = (card?.id ?? 0, bot.now) }
          // A killed process writes nothing more.
          faulty.withLock { $0?.set(.down) }
          throw Gone()
        }
      } catch {}
      try await withBot(
        [OnboardingPlugin.self], start: last.withLock { $0.at } + .seconds(5),
        options: { options in
          options.database = database
          let model = slow(language, .seconds(1))
          options.model = { clock, _ in model.model(clock) }
        }
      ) { bot in
        let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
        // A new Telegram, which has to know the chat.
        try await alice.send("/privacy")
        await alice.ignoreAll()
        await bot.advance(by: .minutes(2))
        try await alice.expect(language == .russian ? "догадка ИИ-модели" : "a guess")
        let deleted = try await bot.rows("SELECT target FROM roost_outbox WHERE method = 'deleteMessage'")
        #expect(
          try deleted.map { try $0.get("target", as: MessageRef.self).telegramID } == [last.withLock { $0.message }])
      }
    }
  }
}
