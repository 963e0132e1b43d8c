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
      case "goals.goal_analysis": return Self.plan(language)
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

  private static func plan(_ language: Language) -> String {
    let title = language == .russian ? "Читать перед сном" : "Read before sleep"
    let minimum = language == .russian ? "одна страница" : "one page"
    return """
      {"safety":"ok","language":"\(language.rawValue)","status":"ready","questions":[],"type":"habit","title":"\(title)",
      "why":null,"area":"study","measure":null,
      "schedule":{"kind":"daily","weekdays":[],"times_per_week":null,"local_time":null},"due_date":null,"effort":1,
      "minimum_version":"\(minimum)","wish_outcome":"","obstacles":[],"plans":[],"milestones":[],"stretch":null,
      "easier":null,"notes":null}
      """
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

  // MARK: A new goal

  private let asks = ("🌍 План составляет ИИ-модель", "🌍 The plan is made by an AI model")
  private let byHand = ("Заполню без ИИ", "Fill it in myself")

  private func begin(_ alice: Newcomer, _ words: (String, String)?) async throws {
    try await settled(alice)
    try await alice.send("/goal" + (words.map { " " + alice.word($0.0, $0.1) } ?? ""))
    let card = await alice.sees(asks.0, asks.1)
    if let words { #expect(card.contains(alice.word(words.0, words.1))) }
  }

  @Test(arguments: Language.allCases) func aNewGoalAsksAndGoesOn(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await begin(alice, ("читать", "read"))
      let before = questions.all.count
      // Words are no consent; they are not lost either, and nothing leaves the country.
      try await alice.send("перед сном", "before sleep")
      let card = await alice.sees(asks.0, asks.1)
      #expect(card.contains(alice.word("читать перед сном", "read before sleep")))
      #expect(questions.all.count == before)
      try await alice.press("Можно", "Yes, it may")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees("🎯 Читать перед сном", "🎯 Read before sleep")
      #expect(try await agreed(alice) == ["abroad", "model", "terms"])
      #expect(questions.of("goals.goal_analysis").map(\.data).allSatisfy { $0.contains(alice.word("перед", "before")) })
      #expect(questions.of("goals.goal_analysis").count == 1)
      #expect(!(await alice.bot.transcript(of: alice.person)).contains(alice.word(asks.0, asks.1)))
      try await alice.press("Сохранить", "Save")
      await alice.sees("Цель в деле", "The goal is on")
    }
  }

  @Test(arguments: Language.allCases) func withoutItTheFormBeginsAndItIsNotAskedAgain(_ language: Language) async throws
  {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await begin(alice, ("читать", "read"))
      let before = questions.all.count
      try await alice.press(byHand.0, byHand.1)
      await alice.sees("Зачем тебе это?", "Why does it matter")
      // Nothing was taken back: the same question may come up again in a month.
      #expect(try await agreed(alice) == ["model", "terms"])
      try await alice.send("/cancel")
      try await alice.send("/goal")
      await alice.sees("Какая цель?", "What is the goal?")
      try await alice.send("/cancel")
      // Asked once, whoever asks.
      try await alice.send("как-то не идёт", "it does not work out")
      await alice.bot.advance(by: .seconds(3))
      #expect(!(await alice.latest().contains("🌍")))
      await alice.bot.advance(by: .days(31))
      await alice.latest()
      try await alice.send("/goal")
      await alice.sees(asks.0, asks.1)
      // Without words the form begins with the first question.
      try await alice.press("Можно", "Yes, it may")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees("Какая цель?", "What is the goal?")
      #expect(questions.all.count == before)
      try await alice.send("читать", "read")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees("🎯 Читать перед сном", "🎯 Read before sleep")
    }
  }

  @Test(arguments: Language.allCases) func whoWantsNoModelAtAllGetsTheForm(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, plugins: Self.plugins, model: model(language, questions)) { alice in
      try await begin(alice, ("читать", "read"))
      let before = questions.all.count
      try await alice.send("/privacy")
      try await alice.press("Отозвать: ИИ-модель", "Withdraw: AI model")
      await alice.bot.advance(by: .seconds(3))
      await alice.sees("Зачем тебе это?", "Why does it matter")
      #expect(questions.all.count == before)
      // The card of the consents is what it was.
      #expect(
        (await alice.bot.transcript(of: alice.person)).contains(alice.word("Разрешить ИИ-модель", "Allow the AI")))
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
