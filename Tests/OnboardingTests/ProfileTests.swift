import Contracts
import Onboarding
import PluginAPI
import PluginTesting
import Testing

@Suite struct ProfileTests {
  @Test(arguments: Language.allCases) func whatWasUnderstoodCanBeChanged(_ language: Language) async throws {
    try await converse(language, model: goodModel(language, Questions())) { alice in
      try await alice.begin()
      try await alice.wish()
      try await alice.finish()
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      try await alice.send("/profile")
      let profile = await alice.sees("чувствовать себя бодрее", "feel better")
      #expect(profile.contains(alice.word("Тон: мягко", "Tone: gentle")))
      try await alice.press("Опора", "To build on")
      try await alice.send("упрямство\nдрузья; собака", "being stubborn\nfriends; a dog")
      await alice.sees("упрямство, друзья, собака", "being stubborn, friends, a dog")
      try await alice.press("Что мешает", "In the way")
      try await alice.press("Убрать", "Leave empty")
      #expect(!(await alice.latest().contains("🪨")))
      try await alice.press("Тон", "Tone")
      try await alice.press("Прямо", "Direct")
      await alice.sees("Тон: прямо", "Tone: direct")
      try await alice.press("Что важно", "What matters")
      try await alice.press("Творчество", "Creativity")
      try await alice.press("Готово", "Done")
      await alice.sees("здоровье, творчество", "health, creativity")
      try await alice.press("Желание", "Wish")
      try await alice.send("Мне 14 лет, хочу рисовать", "I am 14 years old and want to draw")
      try await alice.press("Готово", "Done")
      await alice.sees("меньше 16", "under 16")
      try await alice.press("На чём основано?", "What is it based on?")
      await alice.sees("Сформулировала модель scripted", "Worded by the model scripted")
      try await alice.press("Назад", "Back")
      try await alice.press("Закрыть", "Close")
      let row = try #require(
        try await alice.bot.rows("SELECT wish, style, is_teen, insight, source FROM onboarding_profile").first)
      #expect(try row.get("style") == "direct" && row.get("is_teen") == true && row.get("source") == "llm")
      #expect(try row.get("insight", as: String.self).contains(alice.word("собака", "a dog")))
    }
  }

  @Test(arguments: Language.allCases) func settingsAreChanged(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.wish()
      try await alice.finish()
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      try await alice.send("/profile")
      await alice.sees("03:00", "03:00")
      if language == .russian {
        try await alice.person.press("Род")
        try await alice.person.press("Женский")
        await alice.sees("женский", "")
        try await alice.person.press("Ты / вы")
        try await alice.person.press("На «вы»")
        await alice.sees("Ваш профиль", "")
      } else {
        let titles = await alice.titles()
        #expect(!titles.contains("Gender") && !titles.contains("Form of address"))
      }
      try await alice.press("Начало дня", "Start of day")
      try await alice.person.press("05:00")
      await alice.sees("05:00", "05:00")
      try await alice.press("На чём основано?", "What is it based on?")
      await alice.sees("слова, 2 марта 2026", "Your own words only, March 2, 2026")
      try await alice.press("Назад", "Back")
      try await alice.press("Имя", "Name")
      try await alice.send(String(repeating: "я", count: 41))
      await alice.sees("до 40", "up to 40")
      try await alice.send("Аля")
      await alice.sees("Аля", "Аля")
      try await alice.press("Закрыть", "Close")
    }
  }

  @Test(arguments: Language.allCases) func beforeTheFirstConversationThereIsNoWish(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.send("/profile")
      await alice.sees("/start", "/start")
      #expect(!(await alice.titles().contains(alice.word("Желание", "Wish"))))
    }
  }

  @Test func languageIsChosenByButtonOrByWord() async throws {
    try await converse(.russian) { alice in
      try await alice.send("/language")
      try await alice.person.press("English")
      await alice.sees("English", "")
      try await alice.send("/language RU")
      await alice.sees("по-русски", "")
    }
  }
}
