import Contracts
import Goals
import Onboarding
import PluginAPI
import PluginTesting
import Testing

/// A text that sounds like danger is answered first, in code, whatever the step; nothing is lost, and nothing of it kept.
@Suite struct CrisisTests {
  @Test(arguments: Language.allCases) func inTheWishItPausesTheConversation(_ language: Language) async throws {
    let questions = Questions()
    try await converse(
      language, plugins: [OnboardingPlugin.self, Listener.self], model: goodModel(language, questions)
    ) { alice in
      try await alice.begin()
      try await alice.send("Хочу научиться петь", "I want to learn to sing")
      await alice.latest()
      try await alice.send("я не хочу больше жить", "I want to kill myself")
      let card = try await alice.person.expect("112")
      #expect(card.contains(alice.word("помощи не хватит", "112")))
      await alice.sees("Продолжить можно в любой момент", "go on at any moment")
      #expect(try await alice.value("SELECT what FROM listener_heard") == "self_harm")
      try await alice.press("Продолжить", "Go on")
      let wish = await alice.latest()
      #expect(wish.contains(alice.word("научиться петь", "learn to sing")))
      #expect(!wish.contains(alice.word("жить", "kill")))
    }
    #expect(questions.all.isEmpty)
  }

  @Test(arguments: Language.allCases) func everywhereElseToo(_ language: Language) async throws {
    try await converse(language, model: goodModel(language, Questions())) { alice in
      let cry = alice.word("хочу умереть", "I want to die")
      try await alice.send("/start")
      await alice.latest()
      try await alice.send(cry)
      try await alice.person.expect("112")
      await alice.latest()
      try await alice.press("Продолжить", "Go on")
      await alice.sees("не человек и не врач", "not a human and not a doctor")
      try await alice.begin(inFull: true)
      try await alice.send("Хочу пробежать десять километров", "I want to run ten kilometres")
      try await alice.press("Готово", "Done")
      try await alice.press("Пропустить", "Skip")
      await alice.latest()
      try await alice.send(cry)
      try await alice.person.expect("112")
      await alice.latest()
      try await alice.press("Продолжить", "Go on")
      await alice.sees("чаще всего мешает", "gets in the way")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      await alice.latest()
      try await alice.send(cry)
      try await alice.person.expect("112")
      await alice.latest()
      try await alice.press("Продолжить", "Go on")
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      for (command, open) in [("/profile", ("Желание", "Wish")), ("/memory", ("Добавить", "Add"))] {
        try await alice.send(command)
        try await alice.press(open.0, open.1)
        await alice.latest()
        try await alice.send(cry)
        try await alice.person.expect("112")
        await alice.latest()
        try await alice.press("Продолжить", "Go on")
        await alice.latest()
      }
      #expect(try await alice.bot.rows("SELECT wish FROM onboarding_profile WHERE wish = \(cry)").isEmpty)
      #expect(try await alice.bot.rows("SELECT text FROM onboarding_memory_fact WHERE text = \(cry)").isEmpty)
    }
  }

  @Test(arguments: Language.allCases) func anIdiomIsNone(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      await alice.latest()
      try await alice.send("Убил весь день на сериалы, хочу читать", "Killing time with series, I want to read")
      await alice.sees("Записано", "Written down")
    }
  }
}
