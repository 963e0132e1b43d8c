import Contracts
import Goals
import Onboarding
import PluginAPI
import PluginTesting
import Testing

/// The first conversation without a language model: everything works in the person's own words.
@Suite struct PathTests {
  @Test(arguments: Language.allCases) func theShortWay(_ language: Language) async throws {
    try await converse(language, plugins: [OnboardingPlugin.self, GoalsPlugin.self]) { alice in
      try await alice.send("/start")
      let welcome = await alice.sees("не человек и не врач", "not a human and not a doctor")
      #expect(welcome.contains(alice.word("без ИИ-модели", "without an AI model")))
      #expect(
        await alice.titles() == [alice.word("Быстрый старт", "Quick start"), alice.word("Подробно", "In detail")])
      try await alice.press("Быстрый старт", "Quick start")
      #expect(await alice.latest().contains("▰▱▱▱▱ 1/5"))
      let consents = try await alice.bot.rows("SELECT kind, version, granted_at, revoked_at FROM onboarding_consent")
      #expect(consents.count == 1)
      #expect(try consents[0].get("kind") == "terms" && consents[0].get("version") == 1)
      #expect(try consents[0].get("granted_at", as: Instant.self) == alice.bot.now)
      if language == .russian { try await alice.person.press("На «ты»") } else { try await alice.person.press("Alice") }
      #expect(await alice.latest().contains("2/5"))
      try await alice.send("Europe/Samara")
      #expect(await alice.latest().contains("3/5"))
      try await alice.send("Хочу пробежать", "I want")
      await alice.sees("хватит трёх слов", "three words are enough")
      try await alice.send("десять километров", "to run ten kilometres")
      try await alice.press("Готово", "Done")
      #expect(await alice.latest().contains("4/5"))
      try await alice.press("Прямо", "Direct")
      #expect(await alice.titles().contains(alice.word("● Прямо", "● Direct")))
      try await alice.press("Вечером", "Evenings")
      let review = await alice.latest()
      #expect(review.contains("5/5") && review.contains(alice.word("твоими словами", "your own words")))
      #expect(review.contains(alice.word("вечером, прямо", "evening, direct")))
      #expect(!review.contains(alice.word("не ответила", "did not answer")))
      try await alice.press("Верно", "That’s right")
      await alice.sees("превратим его в цель", "turn it into a goal")
      #expect(await alice.titles() == [alice.word("🎯 Первая цель", "🎯 First goal")])
      let row = try #require(try await alice.bot.rows("SELECT source, style, insight FROM onboarding_profile").first)
      #expect(try row.get("source") == "manual" && row.get("style") == "direct")
      #expect(try row.get("insight", as: String?.self) == nil)
      try await alice.press("Первая цель", "First goal")
      await alice.sees("робежать", "un ten kilometres")
      try await alice.send("/cancel")
    }
  }

  @Test(arguments: Language.allCases) func theLongWay(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.send("/start")
      try await alice.press("Подробно", "In detail")
      #expect(await alice.latest().contains("▰▱▱▱▱▱▱▱ 1/8"))
      if language == .russian { try await alice.person.press("На «вы»") } else { try await alice.person.press("Alice") }
      try await alice.send("Europe/Samara")
      await alice.sees("Что сейчас важнее?", "What matters most now?")
      // Nothing to go on with before one is chosen, and never more than three.
      #expect(!(await alice.titles().contains(alice.word("Дальше ›", "Next ›"))))
      for area in [("Здоровье", "Health"), ("Учёба", "Study"), ("Порядок", "Order"), ("Деньги", "Money")] {
        try await alice.press(area.0, area.1)
      }
      #expect(await alice.titles().filter { $0.hasPrefix("✓") }.count == 3)
      try await alice.press("✓ Учёба", "✓ Study")
      try await alice.press("Дальше", "Next")
      await alice.sees("за 3 месяца", "in 3 months")
      try await alice.send("Хочу пробежать десять километров", "I want to run ten kilometres")
      try await alice.press("Готово", "Done")
      // No promise of a model that is not there.
      let board = await alice.latest()
      #expect(board.contains("5/8") && board.contains(alice.word("Разобрать их сейчас некому", "nobody to read them")))
      try await alice.press("Пропустить", "Skip")
      await alice.sees("чаще всего мешает", "gets in the way")
      try await alice.send("страшно, что не получится", "I am afraid that it will not work")
      await alice.sees("7/8", "7/8")
      try await alice.press("Утром и вечером", "Mornings and evenings")
      let review = await alice.latest()
      #expect(review.contains("8/8"))
      for text in [
        ("здоровье, порядок", "health, order"), ("страшно, что не получится", "afraid that it will not work"),
        ("пробежать десять", "run ten"),
      ] { #expect(review.contains(alice.word(text.0, text.1)), "\(text)") }
      // Each field can be changed, and leads back.
      try await alice.press("Поправить", "Change")
      try await alice.press("Что мешает", "In the way")
      try await alice.press("Устаю", "too tired")
      await alice.sees("усталость к вечеру", "being too tired")
      try await alice.press("Поправить", "Change")
      try await alice.press("Что важно", "What matters")
      try await alice.press("Работа", "Work")
      try await alice.press("Дальше", "Next")
      await alice.sees("работа", "work")
      try await alice.press("Верно", "That’s right")
      await alice.sees("Готово", "All set")
      let row = try #require(try await alice.bot.rows("SELECT areas, obstacle FROM onboarding_profile").first)
      #expect(try row.get("obstacle") == alice.word("усталость к вечеру", "being too tired"))
      #expect(try row.get("areas", as: String.self) == #"["health","order","work"]"#)
    }
  }

  @Test(arguments: Language.allCases) func theWishIsMeasured(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.send("два слова", "two words")
      try await alice.press("Готово", "Done")
      await alice.sees("хотя бы 3 слова", "at least 3 words")
      try await alice.send(String(repeating: "ы", count: 4000))
      await alice.sees("Не помещается", "doesn’t fit")
      try await alice.send("и ещё три", "and three more")
      try await alice.press("Готово", "Done")
      await alice.sees("4/5", "4/5")
    }
  }

  @Test(arguments: Language.allCases) func aTeenagerIsTakenCareOf(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.send("Мне 13, хочу бегать по утрам", "I’m 13 years old and want to run")
      try await alice.press("Готово", "Done")
      try await alice.finish()
      await alice.sees("меньше 16", "under 16")
      try await alice.press("Верно", "That’s right")
      #expect(try await alice.bot.rows("SELECT is_teen FROM onboarding_profile").first?.get("is_teen") == true)
      try await alice.send("/profile")
      await alice.sees("меньше 16", "under 16")
      try await alice.press("Я старше", "I’m older")
      #expect(!(await alice.latest().contains("16")))
      #expect(try await alice.bot.rows("SELECT is_teen FROM onboarding_profile").first?.get("is_teen") == false)
    }
  }

  @Test func theAgeIsAnOperatorsMatter() async throws {
    try await converse(.english, settings: "onboarding: { adult_age: 13 }") { alice in
      try await alice.begin()
      try await alice.send("I’m 13 years old and want to run")
      try await alice.person.press("Done")
      try await alice.finish()
      #expect(!(await alice.latest().contains("under")))
    }
  }
}

@Suite struct StatedAgeTests {
  @Test(arguments: [
    ("Мне 13, хочу бегать", 13), ("мне 14 лет и я хочу", 14), ("Привет! Мне всего 12 лет", 12), ("мне тринадцать", 13),
    ("я 15-летний подросток", 15), ("мне 35 лет", 35), ("I'm 13 and want to run", 13), ("I am 14 years old", 14),
    ("im 12", 12), ("As a 15 year old I want", 15), ("I’m fifteen.", 15), ("мне 30, сыну 12 лет", 30),
  ])
  func hears(_ text: String, _ age: Int) { #expect(StatedAge.find(in: text) == age) }

  @Test(arguments: [
    "мне 13 задач надо закрыть", "когда мне было 13, я рисовал", "сыну 13 лет", "I'm 13 kg overweight",
    "run 13 km", "when I was 13 I ran", "мне нужно 12 минут", "хочу 12 книг", "I am on day 13", "Мне 1 год до пенсии",
  ])
  func leavesTheRest(_ text: String) { #expect(StatedAge.find(in: text) == nil) }
}
