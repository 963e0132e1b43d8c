import Contracts
import Goals
import Onboarding
import PluginAPI
import PluginTesting
import Testing

/// Leaving the first conversation and coming back, in another language, on another device, a year later.
@Suite struct ResumeTests {
  /// What leads from each step of the long way to the next.
  private func step(_ number: Int, _ alice: Newcomer) async throws {
    switch number {
    case 1: try await alice.send("Sasha")
    case 2: try await alice.send("Europe/Samara")
    case 3:
      // Either language may be on the buttons by now.
      for title in ["Здоровье", "Health", "Дальше", "Next"] { _ = try? await alice.press(title, title) }
    case 4:
      try await alice.send("run 10 km бегать")
      for title in ["Готово", "Done"] { _ = try? await alice.press(title, title) }
    case 5: for title in ["Пропустить", "Skip"] { _ = try? await alice.press(title, title) }
    case 6: for title in ["Откладываю", "put things off"] { _ = try? await alice.press(title, title) }
    default: for title in ["Вечером", "Evenings"] { _ = try? await alice.press(title, title) }
    }
    for title in ["На «вы»"] where number == 1 { _ = try? await alice.press(title, title) }
  }

  @Test(arguments: Language.allCases) func theLanguageChangesAtEachStep(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.send("/start")
      try await alice.press("Подробно", "In detail")
      for number in 1...8 {
        await alice.person.ignoreAll()
        for code in language == .russian ? ["en", "ru"] : ["ru", "en"] {
          try await alice.send("/language \(code)")
          let card = try #require(await alice.card())
          #expect(card.contains("\(number)/8"), "step \(number): \(card)")
          let own = card.replacing("бегать", with: "").replacing("Алиса", with: "")
          let cyrillic = own.unicodeScalars.filter { (0x410...0x44F).contains($0.value) }.count
          #expect(code == "en" ? cyrillic == 0 : cyrillic > 10, "step \(number) in \(code): \(card)")
        }
        if number < 8 { try await step(number, alice) }
      }
    }
  }

  @Test(arguments: Language.allCases) func startAgainOffersToGoOnFromEachStep(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.send("/start")
      try await alice.press("Подробно", "In detail")
      for number in 1...8 {
        await alice.bot.advance(by: .hours(20))
        await alice.person.ignoreAll()
        try await alice.send("/start")
        await alice.sees("Продолжим с шага \(number) из 8?", "go on from step \(number) of 8?")
        try await alice.press("Да", "Yes")
        #expect(await alice.latest().contains("\(number)/8"))
        if number < 8 { try await step(number, alice) }
      }
    }
  }

  @Test(arguments: Language.allCases) func afterAWeekOnlyNameAndZoneAreLeft(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.send("Хочу бегать по утрам", "I want to run")
      await alice.bot.advance(by: .days(8))
      await alice.person.ignoreAll()
      try await alice.send("/start")
      await alice.sees("Продолжим с шага 3 из 5?", "go on from step 3 of 5?")
      try await alice.press("Да", "Yes")
      #expect(!(await alice.latest().contains(alice.word("бегать", "to run"))))
    }
  }

  @Test(arguments: Language.allCases) func whoLetsTheBotInAgainIsAskedOnce(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      await alice.person.ignoreAll()
      await alice.person.block()
      await alice.bot.advance(by: .days(1))
      await alice.person.unblock()
      await alice.sees("Продолжим с шага 3 из 5?", "go on from step 3 of 5?")
      // Clients send this by themselves.
      try await alice.person.send("/start")
      try await alice.person.expectNothing()
      try await alice.press("Да", "Yes")
      await alice.sees("за 3 месяца", "in 3 months")
    }
  }

  @Test(arguments: Language.allCases) func theSecondDeviceComesTooLate(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.wish()
      let morning = try await alice.person.data(of: alice.word("🌅 Утром", "🌅 Mornings"))
      try await alice.press("Вечером", "Evenings")
      try await alice.person.pressForged(morning)
      let review = await alice.latest()
      #expect(review.contains(alice.word("вечером", "evening")) && !review.contains(alice.word("утром", "morning")))
    }
  }

  @Test(arguments: Language.allCases) func doneAgainGoalsStay(_ language: Language) async throws {
    try await converse(language, plugins: [OnboardingPlugin.self, GoalsPlugin.self, Listener.self]) { alice in
      try await alice.begin()
      try await alice.wish()
      try await alice.finish()
      try await alice.press("Верно", "That’s right")
      try await alice.send("/goal Читать", "/goal Read")
      for press in [
        ("Пропустить", "Skip"), ("Каждый день", "Every day"), ("Без меры", "No amount"), ("Пропустить", "Skip"),
        ("Без напоминания", "No reminder"), ("Пропустить", "Skip"), ("Сохранить", "Save"),
      ] { try await alice.press(press.0, press.1) }
      await alice.person.ignoreAll()
      try await alice.send("/start ref_abc")
      await alice.sees("С возвращением", "Welcome back")

      try await alice.send("/restart")
      await alice.sees("останутся на месте", "stay where they are")
      try await alice.begin(inFull: true)
      try await alice.send("Хочу читать больше книг", "I want to read more books")
      // Left in the middle, all is as before.
      try await alice.send("/cancel")
      #expect(
        try await alice.value("SELECT wish FROM onboarding_profile")?.contains(alice.word("пробежать", "run")) == true)
      try await alice.send("/restart")
      try await alice.press("Подробно", "In detail")
      if language == .russian { try await alice.person.press("На «ты»") } else { try await alice.person.press("Alice") }
      try await alice.press("Оставить", "Keep")
      try await alice.press("Учёба", "Study")
      try await alice.press("Дальше", "Next")
      try await alice.send("Хочу читать больше книг", "I want to read more books")
      try await alice.press("Готово", "Done")
      try await alice.press("Пропустить", "Skip")
      try await alice.press("Пропустить", "Skip")
      try await alice.finish()
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      #expect(
        try await alice.value("SELECT wish FROM onboarding_profile")?.contains(alice.word("книг", "books")) == true)
      #expect(try await alice.bot.rows("SELECT id FROM goals_goal WHERE status = 'active'").count == 1)
      #expect(
        try await alice.bot.rows("SELECT what FROM listener_heard ORDER BY id").map {
          try $0.get("what", as: String.self)
        }
          == ["fast,true,-", "full,false,-"])
    }
  }

  /// A conversation that an older version of the bot began goes on.
  @Test func aStateOfTheFirstVersionIsUnderstood() async throws {
    try await converse(.russian) { alice in
      try await alice.begin()
      try await alice.send("Хочу бегать по утрам")
      await alice.person.ignoreAll()
      let old = """
        {"step":3,"isFixing":false,"isChoosing":false,"isResuming":false,"zone":{"options":[],"showsOddMinutes":false,
        "shownAt":1772442000000000,"hasLocationKey":false},"hasNewZone":false,"wish":{"text":"Хочу петь в хоре"}}
        """
      let json = old.replacing("\n", with: "")
      let shown = try await alice.value("SELECT state FROM roost_dialog") ?? ""
      let instant = try #require(shown.firstMatch(of: #/"shownAt":([^,}]+)/#)).output.1
      let fitting = json.replacing("1772442000000000", with: String(instant))
      // Until the lane is let go, the host knows the dialog by heart.
      await alice.bot.advance(by: .seconds(15))
      try await alice.store(
        SQL(parts: [.text("UPDATE roost_dialog SET version = 1, state = "), .value(.json(fitting))]))
      try await alice.send("/start")
      await alice.sees("Продолжим с шага 3 из 5?", "")
      try await alice.person.press("Да")
      await alice.sees("Хочу петь в хоре", "")
      try await alice.person.press("Готово")
      try await alice.finish()
      try await alice.person.press("Верно")
      #expect(try await alice.value("SELECT wish FROM onboarding_profile") == "Хочу петь в хоре")
    }
  }
}
