import Contracts
import Gamification
import Goals
import PluginAPI
import PluginTesting
import Testing

@testable import Reminders

/// The best time of day, and the experiment to take or to change.
@Suite struct ReviewButtons {
  private let plugins: [any Plugin.Type] = [GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self]

  private func word(_ language: Language, _ russian: String, _ english: String) -> String {
    language == .russian ? russian : english
  }

  /// From Monday, 09:00, to the review of the first week, in which one day was logged.
  private func withReview(
    _ language: Language, _ body: @Sendable (TestBot, TestPerson, String) async throws -> Void
  ) async throws {
    try await withBot(plugins) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      try await alice.logOneDay(language)
      // Another goal, which has no plan.
      let isRussian = language == .russian
      try await alice.go(
        bot,
        isRussian
          ? [
            ">/goal Чтение", "Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить",
            "Сохранить",
          ] : [">/goal Read", "Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"])
      let text = try await review(bot, alice, language)
      try await body(bot, alice, text)
      await alice.ignoreAll()
    }
  }

  /// The next review.
  private func review(_ bot: TestBot, _ alice: TestPerson, _ language: Language) async throws -> String {
    for _ in 0..<8 {
      try await bot.advance(to: .at(18, 1), in: language == .russian ? "Europe/Moscow" : "UTC")
      while let text = try? await alice.expect("") {
        if text.contains(word(language, "Итоги недели", "Your week")) { return text }
      }
    }
    Issue.record("there was no review")
    return ""
  }

  private func stored(_ bot: TestBot) async throws -> [Int] {
    try await bot.rows("SELECT kind FROM \(RemindersTables.experiment) ORDER BY week").map { try $0.get("kind") }
  }

  @Test(arguments: Language.allCases) func anExperimentIsTakenAndLookedAt(_ language: Language) async throws {
    try await withReview(language) { bot, alice, first in
      #expect(!first.contains(word(language, "Эксперимент этой недели", "This week’s experiment")))
      let done = try await alice.data(of: word(language, "Готово", "Done"))
      try await alice.press(word(language, "Беру", "I’ll try it"))
      try await alice.expect(word(language, "🧪 Договорились", "🧪 It’s a deal"))
      try await alice.expectNothing()
      // The review is read, once.
      #expect(try await bot.rows("SELECT week FROM \(RemindersTables.review)").count == 1)
      #expect(
        try await alice.pressForged(done)
          == word(language, "Итоги этой недели уже подведены.", "This week is reviewed already."))
      #expect(try await stored(bot).count == 1)
      for _ in 0..<2 {
        await bot.advance(by: .days(1))
        try await alice.send("/done")
        try await alice.press(word(language, "Всё готово", "All done"))
        await alice.ignoreAll()
      }
      let next = try await review(bot, alice, language)
      #expect(next.contains(word(language, "🧪 Эксперимент этой недели. ", "🧪 This week’s experiment. ")), "\(next)")
      #expect(
        next.contains(
          word(language, "Было дней с отметкой: 0, стало: 2.", "Days with a check-in before: 0, now: 2.")), "\(next)")
    }
  }

  @Test(arguments: Language.allCases) func thereAreOthers(_ language: Language) async throws {
    try await withReview(language) { bot, alice, first in
      let take = try await alice.data(of: word(language, "Беру", "I’ll try it"))
      try await alice.press(word(language, "Другое", "Another"))
      let second = try await alice.expect(word(language, "🧪 Эксперимент на неделю", "🧪 Experiment for next week"))
      #expect(!first.contains(second))
      try await alice.expectNothing()
      // Round and round, on one card.
      var seen: Set<String> = [second]
      for _ in 0..<6 {
        #expect(try await alice.press(word(language, "Другое", "Another")) == "")
        seen.insert(try await alice.expect("🧪"))
      }
      #expect(seen.contains { first.contains($0) })
      let chat = await bot.transcript(of: alice)
      #expect(chat.ranges(of: word(language, "Эксперимент на неделю.", "Experiment for next week.")).count == 2)
      try await alice.press(word(language, "Беру", "I’ll try it"))
      try await alice.expect(word(language, "🧪 Договорились", "🧪 It’s a deal"))
      // The last one counts.
      let kind = try await stored(bot)
      #expect(kind.count == 1)
      try await alice.pressForged(take)
      await alice.ignoreAll()
      #expect(try await stored(bot).count == 1)
      #expect(try await bot.rows("SELECT week FROM \(RemindersTables.review)").count == 1)
    }
  }

  @Test(arguments: Language.allCases) func whatIsOverOrGoneIsSaid(_ language: Language) async throws {
    try await withReview(language) { bot, alice, _ in
      let take = try await alice.data(of: word(language, "Беру", "I’ll try it"))
      let other = try await alice.data(of: word(language, "Другое", "Another"))
      try await alice.send("/goals")
      for title in language == .russian ? ["Чтение", "Удалить", "Удалить"] : ["Read", "Delete", "Delete"] {
        try await alice.press(title)
      }
      await alice.ignoreAll()
      #expect(try await alice.pressForged(take).contains(word(language, "цел", "goal")))
      #expect(try await stored(bot).isEmpty)
      await bot.advance(by: .days(9))
      await alice.ignoreAll()
      for data in [take, other] {
        #expect(try await alice.pressForged(data) == word(language, "Эта неделя уже позади.", "That week is over."))
      }
      #expect(try await stored(bot).isEmpty)
    }
  }

  @Test(arguments: Language.allCases) func theBestTimeOfDay(_ language: Language) async throws {
    try await withBot(plugins) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      try await alice.logOneDay(language)
      for _ in 0..<3 {
        await bot.advance(by: .days(1))
        await alice.ignoreAll()
        try await alice.send("/done")
        try await alice.press("✅")
        await alice.ignoreAll()
      }
      let text = try await review(bot, alice, language)
      // 09:00 in UTC is noon in Moscow.
      #expect(
        text.contains(
          word(language, "Лучшее время: день – судя по отметкам", "Best time of day: the morning, going by check-ins")),
        "\(text)")
      await alice.ignoreAll()
    }
  }

  @Test func bestTimesAreOnesThatStandOut() {
    let run = goal()
    func logged(_ hours: [Int], backdated: Bool = false, _ kind: CheckIn.Kind = .full) -> [CheckIn] {
      hours.enumerated().map { index, hour in
        var entry = entry(run, monday.adding(days: index), kind)
        entry.at = instant(entry.date, hour)
        entry.isBackdated = backdated
        return entry
      }
    }
    #expect(DayPart.best(of: logged([7, 8, 9]), in: .utc) == .morning)
    #expect(DayPart.best(of: logged([18, 22, 19, 8]), in: .utc) == .evening)
    #expect(DayPart.best(of: logged([23, 0, 3]), in: .utc) == .night)
    #expect(DayPart.best(of: logged([12, 16, 13]), in: .utc) == .afternoon)
    // Half is not most, two are not many, and what was done later or not at all says nothing.
    #expect(DayPart.best(of: logged([7, 8, 9, 18, 19, 20]), in: .utc) == nil)
    #expect(DayPart.best(of: logged([7, 8]), in: .utc) == nil)
    #expect(DayPart.best(of: logged([7, 8, 9], backdated: true), in: .utc) == nil)
    #expect(DayPart.best(of: logged([7, 8, 9], .skip), in: .utc) == nil)
    // Ten taps on one day are one day.
    let taps = (0..<10).map { _ in entry(run, monday, .amount, amount: 1) }
    #expect(DayPart.best(of: taps, in: .utc) == nil)
    #expect(DayPart.best(of: [], in: .utc) == nil)
  }
}

extension TestPerson {
  /// Presses, or writes what begins with ">".
  func go(_ bot: TestBot, _ steps: [String]) async throws {
    for step in steps {
      if step.hasPrefix(">") { try await send(String(step.dropFirst())) } else { try await press(step) }
      await ignoreAll()
    }
  }
}
