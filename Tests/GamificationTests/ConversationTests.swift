import Contracts
import Goals
import PluginAPI
import PluginTesting
import Testing

@testable import Gamification

@Suite struct GamificationConversations {
  @Test func contract() async throws {
    try await verifyContract(GamificationPlugin.self)
  }

  private func withGoal(_ body: @Sendable @escaping (TestBot, TestPerson) async throws -> Void) async throws {
    try await withBot(GoalsPlugin.self, GamificationPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal Run")
      try await alice.press("Skip")
      try await alice.press("Every day")
      try await alice.press("No amount")
      try await alice.press("Skip")
      try await alice.press("No reminder")
      try await alice.press("Skip")
      try await alice.press("Save")
      await alice.ignoreAll()
      // A goal younger than an hour scores nothing.
      await bot.advance(by: .hours(2))
      try await body(bot, alice)
    }
  }

  private func checkIn(_ alice: TestPerson) async throws {
    try await alice.send("/done")
    try await alice.expect("Today")
    try await alice.press("Run")
  }

  private func points(_ bot: TestBot, _ alice: TestPerson) async throws -> Int {
    try await LedgerStore().total(of: alice.personID, Reading(bot: bot))
  }

  @Test func aCheckInSaysWhatItBrought() async throws {
    try await withGoal { bot, alice in
      try await checkIn(alice)
      let text = try await alice.expect("streak 1 🔥")
      #expect(text.contains("+11 XP · streak 1 🔥 · strength 5%") || text.contains("+13 XP"))
      try await alice.send("/progress")
      let card = try await alice.expect("Level 1")
      #expect(card.contains("🔥 1 day"))
      #expect(card.contains("🟩"))
    }
  }

  @Test func undo_restores_exactly() async throws {
    try await withGoal { bot, alice in
      let before = try await points(bot, alice)
      try await checkIn(alice)
      #expect(try await points(bot, alice) > before)
      try await alice.press("↩\u{FE0E}")
      #expect(try await points(bot, alice) == before)
      await alice.ignoreAll()
    }
  }

  @Test func aDayIsClosedOnceAndAFreezeIsTold() async throws {
    try await withGoal { bot, alice in
      try await checkIn(alice)
      await alice.ignoreAll()
      await bot.advance(by: .days(2))
      let news = try await alice.expect("A freeze saved a streak")
      #expect(news.contains("(1 left)"))
      let closures = try await bot.rows("SELECT date FROM \(GamificationTables.closure) ORDER BY date")
      #expect(closures.count == 2)
    }
  }

  @Test func backdate_refunds_freeze() async throws {
    try await withGoal { bot, alice in
      try await checkIn(alice)
      await alice.ignoreAll()
      // 04:00 two days later: yesterday was frozen overnight.
      try await bot.advance(to: .at(4))
      await bot.advance(by: .days(1))
      #expect(try await freezes(bot) == [2, 1])
      try await alice.send("/done")
      try await alice.press("Yesterday")
      try await alice.press("Run")
      await alice.ignoreAll()
      #expect(try await freezes(bot) == [2, 2])
      // So there is nothing to tell in the morning.
      try await bot.advance(to: .at(9))
      try await alice.expectNothing()
    }
  }

  private func freezes(_ bot: TestBot) async throws -> [Int] {
    try await bot.rows("SELECT freezes_left FROM \(GamificationTables.closure) ORDER BY date").map {
      try $0.get("freezes_left")
    }
  }

  @Test func quietCountsAndOffDoesNot() async throws {
    try await withGoal { bot, alice in
      try await alice.send("/progress")
      try await alice.expect("Level 1")
      #expect(try await alice.press("Count quietly") == "Counting goes on quietly, only /progress shows it.")
      await alice.ignoreAll()
      let before = try await points(bot, alice)
      try await checkIn(alice)
      #expect(try await !alice.expect("Run").contains("XP"))
      #expect(try await points(bot, alice) > before)

      try await alice.send("/progress")
      await alice.ignoreAll()
      try await alice.press("Switch off")
      try await alice.expect("Points and streaks are off.")
      let then = try await points(bot, alice)
      await bot.advance(by: .days(1))
      try await checkIn(alice)
      await alice.ignoreAll()
      #expect(try await points(bot, alice) == then)
    }
  }

  @Test func aReleasedGoalIsNoMiss() async throws {
    try await withGoal { bot, alice in
      try await checkIn(alice)
      await bot.advance(by: .days(1))
      await alice.ignoreAll()
      try await alice.send("/goals")
      try await alice.press("Run")
      try await alice.press("Let go")
      try await alice.press("Let go")
      await alice.ignoreAll()
      await bot.advance(by: .days(2))
      await alice.ignoreAll()
      let rows = try await bot.rows("SELECT ended, saved FROM \(GamificationTables.closure) ORDER BY date")
      for row in rows {
        #expect(try row.json("saved", as: [RowID].self) == [])
        #expect(try row.json("ended", as: [Closure.Ended].self) == [])
      }
      #expect(rows.count == 3)
    }
  }

  @Test func whoHasNoGoalsSeesACardToo() async throws {
    try await withBot(GoalsPlugin.self, GamificationPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/progress")
      try await alice.expect("Уровень 1")
      try await alice.press("О заморозках")
      try await alice.expect("Заморозки: 2 из 3")
    }
  }
}

/// The bot's database, for the plugin's own reads.
private struct Reading: DatabaseReading {
  let bot: TestBot
  func rows(_ sql: SQL) async throws -> [Row] { try await bot.rows(sql) }
}
