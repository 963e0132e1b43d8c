import Contracts
import Gamification
import Goals
import PluginAPI
import PluginTesting
import Testing

@testable import Reminders

/// The weekly review with a language model: on, slow, wrong, off.
@Suite struct ProseConversations {
  /// Until the Sunday of the first week, just before the review is due at 18:00 in the person's zone, which is UTC for
  /// English, and Moscow's for Russian.
  private func waitForSunday(_ bot: TestBot, _ alice: TestPerson, _ language: Language) async throws {
    await bot.advance(by: .days(5))
    let hour = language == .russian ? 14 : 17
    for _ in 0..<2 {
      try await bot.advance(to: .at(hour, 59))
      await alice.ignoreAll()
      // The review waits for its turn at the model.
      if Zone.utc.date(at: bot.now).weekday == .sunday {
        return await bot.advance(by: Spread.delay(for: alice.personID))
      }
    }
    Issue.record("it is not Sunday")
  }

  private func review(
    _ language: Language, _ script: WeekScript, plugins: [any Plugin.Type] = [], settings: String = "",
    _ body: @Sendable (TestBot, TestPerson) async throws -> Void
  ) async throws {
    let all: [any Plugin.Type] = [GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self] + plugins
    try await withBot(all, settings: settings, model: script.model) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      try await alice.logOneDay(language)
      try await waitForSunday(bot, alice, language)
      try await body(bot, alice)
    }
  }

  private func title(_ language: Language) -> String { language == .russian ? "Итоги недели" : "Your week" }

  /// The numbers as they are without a model, and nothing of its words.
  private func expectPlain(_ alice: TestPerson, _ language: Language) async throws {
    let text = try await alice.expect(title(language))
    let strength = language == .russian ? "1 из 7 · сила" : "1 of 7 · strength"
    #expect(text.contains("✅ · · · · · ·\n\(strength)"), "\(text)")
    for word in ["👏", "🔎", "Тихая", "quiet"] { #expect(!text.contains(word), "\(text)") }
  }

  @Test(arguments: Language.allCases) func itsWordsStandBesideTheNumbers(_ language: Language) async throws {
    let script = WeekScript(WeekScript.answer(language))
    try await review(language, script) { bot, alice in
      await bot.advance(by: .minutes(2))
      let text = try await alice.expect(title(language))
      #expect(text.contains("✅ · · · · · ·\n" + (language == .russian ? "1 из 7" : "1 of 7")))
      let words =
        language == .russian
        ? [
          "\n\nТихая неделя, в которой бег всё-таки был.\n\n", "👏 С пробежки начался 1 день из 7.",
          "🔎 Получилось один раз из 7", "Очки за неделю", "Эксперимент на неделю. Выходить сразу после утренней чашки",
          "\n\nЧто помогло начать?",
        ]
        : [
          "\n\nA quiet week with running in it all the same.\n\n", "👏 A run began 1 of 7 days.",
          "🔎 It happened on 1 day of 7", "Points this week", "Experiment for next week. Go out right after the morning",
          "\n\nWhat helped to begin?",
        ]
      for word in words { #expect(text.contains(word), "\(word) in \(text)") }
      #expect(
        await alice.buttons()
          == (language == .russian
            ? [["🧪 Беру", "Другое"], ["Готово"]] : [["🧪 I’ll try it", "Another one"], ["Done"]]))
      try await alice.expectNothing()
    }
    // What the person wrote is data, what code knows has ids, and nobody is named.
    let question = try #require(script.asked.first)
    #expect(script.asked.count == 1 && question.prompt.version == "weekly_summary/v1")
    #expect(question.data.contains(#""title":"\#(language == .russian ? "Бег" : "Run")""#))
    #expect(question.data.contains(language == .russian ? "надеваю кроссовки" : "I put on my shoes"))
    #expect(!question.context.contains(language == .russian ? "кроссовки" : "shoes"))
    #expect(question.context.contains(#"{"done":1,"due":7,"fact":"goal_week","goal":"g1","id":"f1"}"#))
    #expect(question.style.contains("language \"\(language.rawValue)\"") && question.style.contains("style `soft`"))
    #expect(question.style.contains("«вы»") == (language == .russian))
    #expect(!(question.context + question.data + question.style).contains(language == .russian ? "Алиса" : "Alice"))
  }

  @Test(arguments: Language.allCases) func whenItIsSlowTheNumbersGoAlone(_ language: Language) async throws {
    let script = WeekScript { (question: ScriptedQuestion) async throws(ModelError) -> String in
      try await question.wait(.minutes(10))
      return WeekScript.answer(language)
    }
    try await review(language, script) { bot, alice in
      await bot.advance(by: .seconds(89))
      try await alice.expectNothing()
      await bot.advance(by: .seconds(2))
      try await expectPlain(alice, language)
      await bot.advance(by: .minutes(30))
      try await alice.expectNothing()
    }
    #expect(script.asked.count == 1)
  }

  static let wrong: [[String: String]] = [
    ["headline": #""""#], ["language": #""de""#],
    ["headline": #""Шесть прекрасных дней. Six splendid days.""#],
    ["win": #""Смотри https://example.org, see https://example.org""#],
    ["experiment": #"{"goal_ref":"g7","change":"x","metric":"success_rate"}"#],
    ["pattern": #"{"text":"x","fact_id":"f99"}"#], ["safety": #""fine""#],
  ]

  @Test(arguments: Language.allCases, wrong)
  func whenItIsWrongTwiceTheNumbersGoAlone(_ language: Language, _ changes: [String: String]) async throws {
    let script = WeekScript(WeekScript.answer(language, changes))
    try await review(language, script) { bot, alice in
      await bot.advance(by: .seconds(61))
      try await expectPlain(alice, language)
      try await alice.expectNothing()
    }
    #expect(script.asked.count == 2 && script.asked.last?.problems.isEmpty == false)
  }

  @Test(arguments: Language.allCases) func aRepairIsTaken(_ language: Language) async throws {
    let script = WeekScript { (question: ScriptedQuestion) async throws(ModelError) -> String in
      question.problems.isEmpty ? "no JSON" : WeekScript.answer(language)
    }
    try await review(language, script) { bot, alice in
      await bot.advance(by: .seconds(61))
      let text = try await alice.expect(title(language))
      #expect(text.contains("👏"))
    }
  }

  @Test(arguments: [ModelError.off, .spent(.person), .busy, .unavailable(reason: "down"), .refused("no")])
  func withoutAnAnswerTheNumbersGoAtOnce(_ error: ModelError) async throws {
    for language in Language.allCases {
      try await review(language, WeekScript(failing: error)) { bot, alice in
        await bot.advance(by: .seconds(60))
        try await expectPlain(alice, language)
      }
    }
  }

  @Test func withoutConsentOrSwitchedOffNobodyIsAsked() async throws {
    let script = WeekScript(WeekScript.answer(.english))
    try await review(.english, script, plugins: [ReservedPlugin.self]) { bot, alice in
      await bot.advance(by: .seconds(60))
      try await expectPlain(alice, .english)
    }
    try await review(.english, script, settings: "reminders: { review_in_words: false }") { bot, alice in
      await bot.advance(by: .seconds(60))
      try await expectPlain(alice, .english)
    }
    #expect(script.asked.isEmpty)
  }

  @Test func theYoungReadNothingOfFood() async throws {
    let bad = WeekScript(WeekScript.answer(.english, ["win": #""Your diet will like that.""#]))
    try await review(.english, bad, plugins: [YoungPlugin.self]) { bot, alice in
      await bot.advance(by: .seconds(61))
      try await expectPlain(alice, .english)
    }
    #expect(bad.asked.first?.style.contains("under age") == true)
    #expect(bad.asked.first?.style.contains("style `direct`") == true)
    let good = WeekScript(WeekScript.answer(.english, ["safety": #""minor""#]))
    try await review(.english, good, plugins: [YoungPlugin.self]) { bot, alice in
      await bot.advance(by: .seconds(61))
      let text = try await alice.expect("Your week")
      #expect(text.contains("👏"))
    }
  }

  @Test(arguments: Language.allCases) func aCrisisThatItHearsIsAnsweredByTheCard(_ language: Language) async throws {
    let script = WeekScript(WeekScript.answer(language, ["safety": #""self_harm""#]))
    try await review(language, script) { bot, alice in
      await bot.advance(by: .seconds(61))
      let card = try await alice.expect("112")
      #expect(!card.contains("👏") && !card.contains(title(language)))
      await bot.advance(by: .hours(20))
      try await alice.expectNothing()
    }
  }

  @Test(arguments: ["illegal", "abusive", "medical", "eating_risk"])
  func otherConcernsLeaveTheNumbers(_ safety: String) async throws {
    let script = WeekScript(WeekScript.answer(.english, ["safety": "\"\(safety)\""]))
    try await review(.english, script) { bot, alice in
      await bot.advance(by: .seconds(61))
      try await expectPlain(alice, .english)
    }
  }

  /// In a crisis nothing is sent unasked, and no model hears of the week.
  @Test func aCrisisBeforeItIsSilence() async throws {
    let script = WeekScript(WeekScript.answer(.english))
    try await review(.english, script) { bot, alice in
      try await alice.send("I want to kill myself")
      await alice.ignoreAll()
      await bot.advance(by: .hours(20))
      try await alice.expectNothing()
    }
    #expect(script.asked.isEmpty)
  }

  /// Also when it is heard while the model thinks.
  @Test func aCrisisMeanwhileIsSilenceToo() async throws {
    let script = WeekScript { (question: ScriptedQuestion) async throws(ModelError) -> String in
      try await question.wait(.seconds(20))
      return WeekScript.answer(.english)
    }
    try await review(.english, script) { bot, alice in
      await bot.advance(by: .seconds(65))
      try await alice.send("I want to kill myself")
      await alice.ignoreAll()
      await bot.advance(by: .hours(20))
      try await alice.expectNothing()
    }
    #expect(script.asked.count == 1)
  }

  /// What was logged while the model thought is in the numbers, and its words are about others.
  @Test func wordsAboutOtherNumbersAreDropped() async throws {
    let script = WeekScript { (question: ScriptedQuestion) async throws(ModelError) -> String in
      try await question.wait(.seconds(20))
      return WeekScript.answer(.english)
    }
    try await review(.english, script) { bot, alice in
      await bot.advance(by: .seconds(65))
      try await alice.send("/done")
      try await alice.press("✅")
      await alice.ignoreAll()
      await bot.advance(by: .seconds(20))
      let text = try await alice.expect("Your week")
      #expect(text.contains("✅ · · · · · ✅\n2 of 7") && !text.contains("👏"))
    }
  }

  /// Moved to later on its day, it does not come again; with a model and without.
  @Test(arguments: ["", "reminders: { review_in_words: false }"])
  func aDayHasOneReview(_ settings: String) async throws {
    let script = WeekScript(WeekScript.answer(.english))
    try await review(.english, script, settings: settings) { bot, alice in
      await bot.advance(by: .minutes(2))
      try await alice.expect("Your week")
      try await alice.send("/reminders")
      try await alice.press("Weekly review")
      try await alice.send("19:30")
      await alice.ignoreAll()
      await bot.advance(by: .hours(2))
      #expect(try await bot.rows("SELECT kind FROM reminders_sent WHERE kind = 'review'").count == 1)
    }
  }

  @Test func aPersonWhoMutesMeanwhileHearsNothing() async throws {
    let script = WeekScript { (question: ScriptedQuestion) async throws(ModelError) -> String in
      try await question.wait(.seconds(20))
      return WeekScript.answer(.english)
    }
    try await review(.english, script) { bot, alice in
      await bot.advance(by: .seconds(65))
      try await alice.send("/mute 1d")
      await alice.ignoreAll()
      await bot.advance(by: .minutes(5))
      try await alice.expectNothing()
    }
  }
}
