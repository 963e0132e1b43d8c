import Contracts
import Goals
import Onboarding
import PluginAPI
import PluginTesting
import Testing

/// A model in another country: nothing goes there before a consent of its own.
@Suite struct AbroadTests {
  private static let plugins: [any Plugin.Type] = [OnboardingPlugin.self, GoalsPlugin.self]

  private func model(_ language: Language, _ questions: Questions) -> ScriptedModel {
    ScriptedModel(abilities: ModelAbilities(vision: true, isAbroad: true)) { question throws(ModelError) in
      questions.add(question)
      switch question.purpose {
      case "onboarding.profile": return Answers.profile(language)
      case "onboarding.moodboard": return Answers.moodboard(language)
      case "goals.coaching_reply":
        let reply = language == .russian ? "Слышу вас хорошо." : "I hear you well."
        return """
          {"safety":"ok","language":"\(language.rawValue)","intent":"update","reply":"\(reply)","question":null,
          "quick_answers":[],"proposals":[],"memory":[],"tone_check":"supportive"}
          """
      default: throw .off
      }
    }
  }

  private func agreed(_ alice: Newcomer) async throws -> [String] {
    try await alice.bot.rows("SELECT kind FROM onboarding_consent WHERE revoked_at IS NULL ORDER BY kind")
      .map { try $0.get("kind") }
  }

  private func name(_ alice: Newcomer) async throws {
    try await alice.press("На «ты»", "Alice")
    try await alice.send("Europe/Samara")
  }

  @Test(arguments: Language.allCases) func itIsAQuestionOfItsOwn(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await alice.send("/start")
      try await alice.press("Быстрый старт", "Quick start")
      await alice.sees("работает в другой стране", "is in another country")
      #expect(try await agreed(alice) == ["model", "terms"])
      // Words are no answer to it, and /start asks it again.
      try await alice.send("да", "yes")
      await alice.latest()
      try await alice.send("/start")
      await alice.sees("работает в другой стране", "is in another country")
      #expect(try await agreed(alice) == ["model", "terms"])
      try await alice.press("Можно", "Yes, it may")
      #expect(try await agreed(alice) == ["abroad", "model", "terms"])
      try await name(alice)
      try await alice.wish()
      try await alice.finish()
      await alice.sees("догадка ИИ-модели", "a guess")
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      #expect(questions.all.map(\.purpose) == ["onboarding.profile"])
      // Asked once: doing it again does not ask again.
      try await alice.send("/restart")
      try await alice.press("Быстрый старт", "Quick start")
      await alice.sees("1/5", "1/5")
    }
  }

  @Test(arguments: Language.allCases) func withoutItNothingGoesAbroad(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await alice.send("/start")
      try await alice.press("Подробно", "In detail")
      #expect(try await agreed(alice) == ["model", "photos", "terms"])
      try await alice.press("Без ИИ-модели", "Without the AI model")
      #expect(try await agreed(alice) == ["terms"])
      try await name(alice)
      try await alice.wish()
      try await alice.finish()
      await alice.sees("твоими словами", "your own words")
      try await alice.press("Верно", "That’s right")
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.latest()
      await alice.bot.advance(by: .days(2))
      // Who wants no model is not asked about one abroad.
      #expect(!(await alice.bot.transcript(of: alice.person)).contains("🌍 ИИ-модель этого бота работает"))
      #expect(!(await alice.bot.transcript(of: alice.person)).contains("🌍 The AI model of this bot is in"))
    }
    #expect(questions.all.isEmpty)
  }

  /// Somebody who agreed to a model when it was at home.
  private func settled(_ alice: Newcomer) async throws {
    try await alice.send("/start")
    try await alice.press("Быстрый старт", "Quick start")
    try await alice.press("Можно", "Yes, it may")
    try await name(alice)
    try await alice.wish()
    try await alice.finish()
    try await alice.press("Верно", "That’s right")
    await alice.latest()
    try await alice.store("DELETE FROM onboarding_consent WHERE kind = 'abroad'")
  }

  @Test(arguments: Language.allCases) func theFirstTextToTheCoachAsks(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await settled(alice)
      let before = questions.all.count
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees(
        "🌍 ИИ-модель этого бота работает в другой стране", "🌍 The AI model of this bot is in another country")
      // Once, not under every text.
      try await alice.send("и ещё вот это", "and another thing")
      await alice.bot.advance(by: .seconds(3))
      #expect(!(await alice.latest().contains("🌍")))
      #expect(questions.all.count == before)
      try await alice.press("Можно", "Yes, it may")
      #expect(try await agreed(alice) == ["abroad", "model", "terms"])
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees("Слышу вас хорошо", "I hear you well")
    }
  }

  @Test(arguments: Language.allCases) func aNoIsKeptAndCanBeChanged(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await settled(alice)
      let before = questions.all.count
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.bot.advance(by: .seconds(3))
      await alice.latest()
      try await alice.press("Без ИИ-модели", "Without the AI model")
      #expect(try await agreed(alice) == ["terms"])
      await alice.bot.advance(by: .days(40))
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.bot.advance(by: .seconds(3))
      #expect(!(await alice.latest().contains("🌍")))
      try await alice.send("/privacy")
      await alice.sees("Модель работает в другой стране", "The model is in another country")
      // Abroad is about the model: that one first.
      #expect(
        try await alice.press("Разрешить за границу", "Allow abroad").contains(
          alice.word("сначала нужно согласие", "needs your consent first")))
      try await alice.press("Разрешить ИИ-модель", "Allow the AI model")
      try await alice.press("Разрешить за границу", "Allow abroad")
      await alice.sees("✅ передавать это для неё за границу", "✅ pass it on to another country for that")
      #expect(questions.all.count == before)
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees("Слышу вас хорошо", "I hear you well")
    }
  }

  @Test(arguments: Language.allCases) func whatIsTakenBackStopsWhatWaits(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await settled(alice)
      try await alice.send("/privacy")
      try await alice.press("Разрешить за границу", "Allow abroad")
      let before = questions.all.count
      // Within the two seconds in which texts are gathered.
      try await alice.person.send(alice.word("как-то не идёт", "it does not work out"))
      try await alice.person.press(alice.word("Отозвать: за границу", "Withdraw: abroad"))
      await alice.bot.advance(by: .seconds(30))
      await alice.latest()
      #expect(questions.all.count == before)
      #expect(try await agreed(alice) == ["model", "terms"])
    }
  }
}
