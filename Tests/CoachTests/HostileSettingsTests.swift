import PluginAPI
import PluginTesting
import Testing

/// Bad input at every step of the dialogs that change settings.
@Suite struct HostileSettingsTests {
  /// A person who has finished the first conversation.
  private func known(_ language: Language, _ bot: TestBot) async throws -> TestPerson {
    let isRussian = language == .russian
    let alice = try await bot.person(isRussian ? "Алиса" : "Alice", language: language)
    try await alice.send("/start")
    try await alice.press(isRussian ? "Быстрый старт" : "Quick start")
    if isRussian { try await alice.press("На «ты»") } else { try await alice.send("Alice") }
    try await alice.send("UTC")
    try await alice.send(isRussian ? "Хочу бегать по утрам" : "I want to run in the morning")
    for press in isRussian ? ["Готово", "Вечером", "Верно"] : ["Done", "Evenings", "That’s right"] {
      try await alice.press(press)
    }
    await alice.ignoreAll()
    return alice
  }

  @Test(arguments: Language.allCases) func theProfile(_ language: Language) async throws {
    let isRussian = language == .russian
    @Sendable func word(_ russian: String, _ english: String) -> String { isRussian ? russian : english }
    try await withBot(coach) { bot in
      let alice = try await known(language, bot)
      try await alice.send("/profile")
      let old = try await alice.data(of: word("Имя", "Name"))
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send(Hostile.markup)
      #expect(await alice.latest().lowercased().contains(word("кнопк", "button")))
      try await alice.send("/profile")
      _ = try await alice.pressForged(old)
      await alice.ignoreAll()
      try await alice.send("/profile")
      await alice.ignoreAll()

      try await alice.press(word("Имя", "Name"))
      try await Hostile.abuse(alice, bot, stale: old)
      for wrong in ["\u{202E}\u{200B}", String(repeating: "я", count: 41), "* _ `"] {
        try await alice.send(wrong)
        await alice.ignoreAll()
        #expect(try await name(bot) == alice.name, "\(wrong)")
      }
      try await alice.send("<b>Аня</b>\u{202E}")
      await alice.ignoreAll()
      #expect(try await name(bot) == "bАняb")

      if isRussian {
        for page in ["Ты / вы", "Род"] {
          try await alice.press(page)
          try await Hostile.abuse(alice, bot, stale: old)
          try await alice.press("Назад")
        }
      }
      try await alice.press(word("Начало дня", "Start of day"))
      try await Hostile.abuse(alice, bot, stale: old)
      try await alice.send("25:00")
      await alice.ignoreAll()
      try await alice.press("04:00")
      try await alice.press(word("Желание", "Wish"))
      try await Hostile.abuse(alice, bot, stale: old)
      try await alice.send("\u{202E}")
      await alice.ignoreAll()
      try await alice.send("да")
      try await alice.press(word("Готово", "Done"))
      #expect(await alice.latest() != "", "a wish of one word is asked about again")
      try await alice.send("\(Hostile.markup) \(Hostile.override)")
      try await alice.press(word("Готово", "Done"))
      await alice.ignoreAll()
      let wish: String? = try await bot.rows("SELECT wish FROM onboarding_profile").first?.get("wish")
      #expect(wish?.contains(Hostile.markup) == true && wish?.contains("\u{202E}") == false, "\(wish ?? "none")")
      try await Hostile.abuse(alice, bot, stale: old)
      try await alice.press(word("Закрыть", "Close"))
      await alice.ignoreAll()
      #expect(
        try await bot.rows("SELECT day_start FROM roost_person").first?.get("day_start", as: String.self) == "04:00")
    }
  }

  private func name(_ bot: TestBot) async throws -> String? {
    try await bot.rows("SELECT name FROM roost_person").first?.get("name")
  }

  @Test(arguments: Language.allCases) func theTimeZone(_ language: Language) async throws {
    let isRussian = language == .russian
    @Sendable func word(_ russian: String, _ english: String) -> String { isRussian ? russian : english }
    try await withBot(coach) { bot in
      let alice = try await known(language, bot)
      try await alice.send("/timezone")
      try await alice.expect(word("оторый", "hat time"))
      let old = try await alice.data(of: word("Другие минуты", "Other minutes"))
      try await Hostile.abuse(alice, bot, stale: nil, takesLocation: true)
      for wrong in [Hostile.markup, Hostile.override, "25:99", "Мордор", "../../etc/passwd", "+99:00", "\u{0}"] {
        _ = try? await alice.send(wrong)
        await alice.ignoreAll()
        #expect(try await zone(bot) == "UTC", "\(wrong)")
      }
      try await alice.press(word("Другие минуты", "Other minutes"))
      try await Hostile.abuse(alice, bot, stale: old, takesLocation: true)
      try await alice.press(word("По месту", "By location"))
      try await Hostile.abuse(alice, bot, stale: old, takesLocation: true)
      // The middle of the ocean has no town; the question stays, or the nearest towns are offered.
      try await alice.sendLocation(latitude: -48.9, longitude: -123.4)
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: old, takesLocation: true)
      #expect(try await zone(bot) == "UTC")
      try await alice.send("Europe/Berlin")
      await alice.ignoreAll()
      #expect(try await zone(bot) == "Europe/Berlin")
      // The dialog is over: its buttons are too.
      _ = try await alice.pressForged(old)
      await alice.ignoreAll()
      #expect(try await zone(bot) == "Europe/Berlin")
    }
  }

  private func zone(_ bot: TestBot) async throws -> String? {
    try await bot.rows("SELECT zone FROM roost_person").first?.get("zone")
  }

  @Test(arguments: Language.allCases) func theTimeOfAReminder(_ language: Language) async throws {
    let isRussian = language == .russian
    @Sendable func word(_ russian: String, _ english: String) -> String { isRussian ? russian : english }
    try await withBot(coach) { bot in
      let alice = try await known(language, bot)
      try await alice.send("/reminders")
      await alice.ignoreAll()
      let evening = word("Вечерняя отметка", "Evening check-in")
      let old = try await alice.data(of: evening)
      try await alice.press(evening)
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: nil)
      for wrong in [Hostile.markup, Hostile.override, "24:01", "soon", "-1:00", "7:60", "99999999999999999999"] {
        try await alice.send(wrong)
        #expect(await alice.latest().contains(word("Не похоже на время", "look like a time")), "\(wrong)")
      }
      // In quiet hours: asked about; nonsense does not count as a yes.
      try await alice.send("23:30")
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send(word("ну да", "sure"))
      #expect(await alice.latest().contains(word("Не похоже на время", "look like a time")))
      let yes = try await alice.data(of: "23:30")
      try await alice.press("23:30")
      #expect(await alice.latest().contains("23:30"))
      // The answered question is over: its button changes nothing any more.
      _ = try await alice.pressForged(yes)
      await alice.ignoreAll()
      // The list's button opens the dialog anew, also from an old card.
      _ = try await alice.pressForged(old)
      await alice.ignoreAll()
      try await alice.send("\u{200B}20:15")
      let end = await alice.latest()
      let chat = await bot.transcript(of: alice)
      #expect(end.contains("20:15"), "\(chat)")
      Reading.check(await bot.transcript(of: alice), by: alice, language: language)
    }
  }
}
