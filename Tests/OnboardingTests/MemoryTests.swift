import Contracts
import Onboarding
import PluginAPI
import PluginTesting
import Testing

/// `/memory`: all that the coach knows can be seen, changed and deleted.
@Suite struct MemoryTests {
  @Test(arguments: Language.allCases) func factsAreAddedChangedAndDeleted(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.send("/memory")
      await alice.sees("Пока ничего", "Nothing yet")
      #expect(!(await alice.titles().contains(alice.word("Забыть всё", "Forget everything"))))
      try await alice.press("Добавить", "Add")
      try await alice.send(String(repeating: "ы", count: 201))
      await alice.sees("до 200 знаков", "up to 200 characters")
      try await alice.send("по вторникам до ночи на работе", "working late on Tuesdays")
      await alice.sees("Что это?", "What is it?")
      try await alice.press("Ограничение", "Limit")
      let list = await alice.latest()
      #expect(list.contains(alice.word("1. Ограничение: по вторникам", "1. Limit: working late")))
      // 90 days after the second of March.
      #expect(list.contains(alice.word("до 31 мая 2026", "until May 31, 2026")))
      try await alice.press("Добавить", "Add")
      try await alice.send("люблю короткие ответы", "likes short answers")
      try await alice.press("Предпочтение", "Preference")
      #expect(await alice.latest().contains(alice.word("2. Ограничение", "2. Limit")))

      try await alice.press("№\u{A0}1", "No.\u{A0}1")
      try await alice.press("Изменить", "Change")
      try await alice.send("люблю длинные ответы", "likes long answers")
      let changed = await alice.latest()
      #expect(changed.contains(alice.word("длинные", "long")) && !changed.contains(alice.word("короткие", "short")))
      try await alice.press("№\u{A0}2", "No.\u{A0}2")
      let delete = try await alice.person.data(of: alice.word("Удалить", "Delete"))
      try await alice.press("Удалить", "Delete")
      #expect(!(await alice.latest().contains(alice.word("вторникам", "Tuesdays"))))
      try await alice.person.pressForged(delete)
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact").count == 1)

      try await alice.press("Забыть всё", "Forget everything")
      await alice.sees("1 факт", "1 fact")
      try await alice.press("Да, забыть", "Yes, forget")
      await alice.sees("Пока ничего", "Nothing yet")
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact").isEmpty)
    }
  }

  @Test(arguments: Language.allCases) func whatIsConfirmedElsewhereIsKeptAndExpires(_ language: Language) async throws {
    try await converse(language, plugins: [OnboardingPlugin.self, Listener.self]) { alice in
      try await alice.send("/known")
      await alice.sees("teen false; style -; model false; nobody", "teen false; style -; model false; nobody")
      try await alice.send("/remember колено болит", "/remember a sore knee")
      try await alice.send("/remember колено болит", "/remember a sore knee")
      await alice.bot.advance(by: .days(1))
      try await alice.send("/remember вечером дети", "/remember children in the evening")
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact").count == 2)
      try await alice.send("/known")
      await alice.sees("вечером дети; колено болит; teen", "children in the evening; a sore knee; teen")
      await alice.bot.advance(by: .days(89) + .minutes(1))
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact").count == 1)
      try await alice.send("/known")
      await alice.sees("вечером дети; teen", "children in the evening; teen")
      await alice.bot.advance(by: .days(1) + .minutes(1))
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact").isEmpty)
    }
  }

  @Test(arguments: Language.allCases) func theCoachIsToldEightFactsAndTheProfile(_ language: Language) async throws {
    let questions = Questions()
    try await converse(
      language, plugins: [OnboardingPlugin.self, Listener.self], model: goodModel(language, questions)
    ) { alice in
      try await alice.begin()
      try await alice.wish()
      try await alice.press("С юмором", "With humour")
      try await alice.finish()
      try await alice.press("Верно", "That’s right")
      for number in 1...9 {
        try await alice.send("/remember fact \(number)")
        await alice.bot.advance(by: .minutes(1))
      }
      await alice.person.ignoreAll()
      try await alice.send("/known")
      let known = await alice.sees("чувствовать себя бодрее", "feel better")
      #expect(known.contains("fact 9; fact 8") && known.contains("fact 2;") && !known.contains("fact 1;"))
      #expect(known.contains("style humorous; model true"))
    }
  }

  @Test func itIsNoFile() async throws {
    try await converse(.english, plugins: [OnboardingPlugin.self, Listener.self]) { alice in
      for number in 1...41 {
        try await alice.send("/remember fact \(number)")
        if number % 10 == 0 { await alice.bot.advance(by: .minutes(1)) }
      }
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact").count == 40)
      await alice.person.ignoreAll()
      try await alice.send("/memory")
      await alice.latest()
      try await alice.person.press("Add")
      await alice.sees("", "40 facts")
      // Pages lead to the end and back.
      for _ in 1...6 { try await alice.person.press("Older") }
      #expect(await alice.latest().contains("37. "))
      #expect(!(await alice.titles().contains("Older ›")))
      try await alice.person.press("Newer")
      #expect(await alice.latest().contains("31. "))
    }
  }
}
