import PluginAPI
import PluginTesting
import Testing

/// What people, clients and forgers send instead of an answer, at every step.
@Suite struct HostileInputTests {
  @Test(arguments: Language.allCases) func theFirstConversation(_ language: Language) async throws {
    let isRussian = language == .russian
    try await withBot(coach) { bot in
      let alice = try await bot.person(isRussian ? "Алиса" : "Alice", language: language)
      try await alice.send("/start")
      let begin = isRussian ? "Быстрый старт" : "Quick start"
      let welcome = try await alice.data(of: begin)
      try await alice.send(Hostile.markup)
      try await alice.send(Hostile.override)
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.press(begin)

      try await Hostile.abuse(alice, bot, stale: welcome)
      try await alice.send(Hostile.markup)
      await alice.ignoreAll()
      // A name loses its markup: it stands in many texts.
      #expect(try await bot.rows("SELECT name FROM roost_person").first?.get("name") == "bBoldb & ix(y)")
      try await alice.send(isRussian ? "Алиса" : "/help")
      if isRussian { try await alice.press("На «вы»") }
      await alice.ignoreAll()

      try await alice.send(Hostile.markup)
      try await alice.send(Hostile.override)
      try await Hostile.abuse(alice, bot, stale: welcome, takesLocation: true)
      try await alice.send("UTC")
      await alice.ignoreAll()
      #expect(await alice.titles().contains { $0.contains("🕐") })

      try await alice.send(Hostile.markup + " " + Hostile.override)
      let wish = await alice.latest()
      #expect(wish.contains(Hostile.markup))
      #expect(!wish.contains("\u{202E}"))
      try await Hostile.abuse(alice, bot, stale: welcome)
      try await alice.press(isRussian ? "Готово" : "Done")

      try await Hostile.abuse(alice, bot, stale: welcome)
      try await alice.press(isRussian ? "Вечером" : "Evenings")
      try await Hostile.abuse(alice, bot, stale: welcome)
      try await alice.press(isRussian ? "Верно" : "That’s right")
      #expect(await alice.latest().contains(isRussian ? "Готово" : "All set"))
    }
  }

  @Test(arguments: Language.allCases) func theGoalForm(_ language: Language) async throws {
    let isRussian = language == .russian
    @Sendable func word(_ russian: String, _ english: String) -> String { isRussian ? russian : english }
    try await withBot(coach) { bot in
      let alice = try await bot.person(word("Алиса", "Alice"), language: language)
      try await alice.send("/done")
      let stale = try await alice.data(of: word("Заметка", "Note"))
      try await alice.send("/goal")
      try await alice.expect("")
      try await Hostile.abuse(alice, bot, stale: nil, takesCaption: true)
      try await alice.send(Hostile.markup)
      #expect(await alice.latest().contains("🎯 \(Hostile.markup)"))
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send(Hostile.override)
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send(Hostile.markup)
      #expect(await alice.latest().contains(word("кнопкой", "button")))
      try await alice.press(word("По дням недели", "weekdays"))
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.press(word("пн", "Mon"))
      try await alice.press(word("Готово", "Done"))
      await alice.ignoreAll()
      for wrong in ["много", "0", "1e99", "999999999999 km", "-5", Hostile.markup] {
        try await alice.send(wrong)
        #expect(await alice.latest() != "", "\(wrong)")
      }
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send("5 <i>")
      #expect(await alice.latest().contains("4/5"))
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send(
        word("если \(Hostile.markup), то \(Hostile.override)", "if \(Hostile.markup) then \(Hostile.override)"))
      await alice.ignoreAll()
      for wrong in ["25:00", "soon", "7:60", "-1:00", Hostile.markup] {
        try await alice.send(wrong)
        #expect(await alice.latest().contains(word("Не похоже на время", "look like a time")), "\(wrong)")
      }
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send("6:45")
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send(Hostile.markup)
      let review = await alice.latest()
      #expect(review.contains("🎯 \(Hostile.markup)"))
      #expect(!review.contains("\u{202E}"))
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.press(word("Сохранить", "Save"))
      #expect(await alice.latest().contains("🎯 \(Hostile.markup)"))
      _ = try await alice.pressForged(stale)
      await alice.ignoreAll()
    }
  }

  @Test(arguments: Language.allCases) func theOtherDialogsOfGoals(_ language: Language) async throws {
    let isRussian = language == .russian
    @Sendable func word(_ russian: String, _ english: String) -> String { isRussian ? russian : english }
    try await withBot(coach) { bot in
      let alice = try await bot.person(word("Алиса", "Alice"), language: language)
      try await alice.send("/goal \(word("Вода", "Water"))")
      try await alice.press(word("Пропустить", "Skip"))
      try await alice.press(word("Каждый день", "Every day"))
      try await alice.send(word("2 стакана", "2 glasses"))
      for press in [word("Пропустить", "Skip"), word("Без напоминания", "No reminder"), word("Пропустить", "Skip")] {
        try await alice.press(press)
      }
      try await alice.press(word("Сохранить", "Save"))

      // How much.
      try await alice.send("/done")
      try await alice.press("✏️")
      await alice.ignoreAll()
      for wrong in [Hostile.markup, "0", "-3", "много", Hostile.override] {
        try await alice.send(wrong)
        #expect(await alice.latest().lowercased().contains(word("числ", "number")), "\(wrong)")
      }
      await bot.advance(by: .minutes(1))
      try await Hostile.abuse(alice, bot, stale: nil)
      try await alice.send("1,5")
      #expect(await alice.latest().contains(word("Вода", "Water")))
      #expect(try await bot.rows("SELECT amount FROM goals_check_in").count == 1)

      // A note.
      try await alice.send("/note")
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: nil, takesCaption: true)
      try await alice.send(Hostile.override)
      #expect(await alice.latest().contains(word("Записано", "Noted")))

      // A change.
      try await alice.send("/goals")
      try await alice.press(word("Вода", "Water"))
      try await alice.press(word("Изменить", "Change"))
      await alice.ignoreAll()
      let menu = try await alice.data(of: word("Название", "Title"))
      try await alice.press(word("Название", "Title"))
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: menu)
      try await alice.send("\u{200B}\u{202E}")
      await alice.ignoreAll()
      try await alice.send(Hostile.markup)
      #expect(await alice.latest().contains("🎯 \(Hostile.markup)"))

      // The end.
      try await alice.press(word("Отпустить", "Let go"))
      await alice.ignoreAll()
      try await Hostile.abuse(alice, bot, stale: menu)
      try await alice.send("/cancel")
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT status FROM goals_goal").first?.get("status") == "active")
      try await alice.send("/goals")
      try await alice.press("<b>")
      try await alice.press(word("Отпустить", "Let go"))
      try await alice.send(Hostile.markup)
      #expect(await alice.latest().contains("🍃 \(Hostile.markup)"))
      let chat = Reading.answers(await bot.transcript(of: alice), to: alice)
      #expect(!chat.contains("\u{202E}"))
    }
  }

  @Test func buttonsOfSomebodyElse() async throws {
    try await withBot(coach) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal Run")
      for press in ["Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"] {
        try await alice.press(press)
      }
      try await alice.send("/done")
      await alice.ignoreAll()
      let mark = try await alice.data(of: "Run")
      let bob = try await bot.person("Боб", language: .russian)
      try await bob.send("/done")
      await bob.ignoreAll()
      #expect(try await bob.pressForged(mark).contains("устарела"))
      await bob.ignoreAll()
      try await alice.send("/goals")
      await alice.ignoreAll()
      let open = try await alice.data(of: "Run")
      #expect(try await bob.pressForged(open).contains("устарела"))
      await bob.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_check_in").isEmpty)
    }
  }
}
