import PluginAPI
import PluginTesting
import Testing

/// The day's allowance of talks with the coach, and what more would take.
@Suite struct AllowanceTests {
  private func word(_ language: Language, _ russian: String, _ english: String) -> String {
    language == .russian ? russian : english
  }

  @Test(arguments: Language.allCases) func theDaysTalksEndWithAnOffer(_ language: Language) async throws {
    let asked = Tally()
    let model = ScriptedModel { question throws(ModelError) in
      guard question.purpose == "goals.coaching_reply" else { throw .off }
      asked.add()
      return """
        {"safety":"ok","language":"\(language.rawValue)","intent":"update",
        "reply":"\(language == .russian ? "Слышу хорошо." : "I hear you well.")","question":null,"quick_answers":[],
        "proposals":[],"memory":[],"tone_check":"supportive"}
        """
    }
    let settings = "payments: { free: { coach_turns: 2 }, premium: { coach_turns: 4 } }"
    try await withBot(coach, settings: settings, model: model) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      try await alice.go(bot, [">/start", word(language, "Быстрый старт", "Quick start"), ">/cancel"])
      func talk() async throws -> String {
        try await alice.send(word(language, "опять не получается", "it does not work out again"))
        await bot.advance(by: .seconds(5))
        return await alice.latest()
      }
      let (answer, spent) = (
        word(language, "Слышу хорошо", "I hear you well"),
        word(language, "разговоры с коучем на сегодня закончились", "that was all the coaching for today")
      )
      for _ in 0..<2 { #expect(try await talk().contains(answer)) }
      // The third is not lost, costs nothing, and says what more would take.
      #expect(try await talk().contains(spent))
      #expect(asked.count == 2)
      #expect(try await bot.rows("SELECT id FROM goals_reflection").count == 1)
      #expect(await alice.titles() == [word(language, "💎 Больше разговоров", "💎 More coaching")])
      try await alice.press(word(language, "Больше разговоров", "More coaching"))
      #expect(await alice.latest().contains("Premium"))
      try await alice.press(word(language, "Не сейчас", "Not now"))
      await bot.advance(by: .seconds(3))
      await alice.ignoreAll()
      // "Not now" is remembered: the limit stands, the offer does not come again this week.
      #expect(try await talk().contains(spent))
      let offers = await bot.transcript(of: alice).split(separator: "\n")
        .filter { $0.contains(word(language, "💎 Больше разговоров", "💎 More coaching")) }
      #expect(offers.count == 1)
      // With Premium it goes on at once, to its own limit.
      try await alice.go(bot, [">/premium", "250"])
      _ = try await alice.pay()
      await bot.advance(by: .seconds(3))
      await alice.ignoreAll()
      for _ in 0..<2 { #expect(try await talk().contains(answer)) }
      #expect(try await talk().contains(spent))
      #expect(asked.count == 4)
      // Another day, another allowance.
      await bot.advance(by: .days(1))
      await alice.ignoreAll()
      #expect(try await talk().contains(answer))
      await alice.ignoreAll()
    }
  }

  @Test(arguments: Language.allCases) func deletingWarnsWhoPays(_ language: Language) async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      let warning = word(
        language, "Premium ещё действует: его продление остановится", "Premium is still on: its renewal")
      try await alice.send("/delete")
      #expect(!(await alice.latest().contains("Premium")))
      await bot.advance(by: .seconds(3))
      try await alice.go(bot, [">/premium", "250"])
      _ = try await alice.pay()
      await alice.ignoreAll()
      await bot.advance(by: .seconds(3))
      try await alice.send("/delete")
      #expect(await alice.latest().contains(warning))
      try await alice.go(bot, [word(language, "Удалить всё", "Delete everything")])
      try await alice.go(bot, [word(language, "Да, удалить", "Yes, delete")])
      await bot.advance(by: .days(8))
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT person FROM onboarding_consent").isEmpty)
    }
    // Where nothing is sold nobody pays.
    try await withBot(coach, settings: "payments: { gateway: none }") { bot in
      let bob = try await bot.person("Bob", language: language)
      try await bob.send("/delete")
      #expect(!(await bob.latest().contains("Premium")))
    }
  }
}
