import Contracts
import Gamification
import Goals
import PluginAPI
import PluginTesting
import Testing

@testable import Reminders

@Suite struct RemindersConversations {
  @Test func contract() async throws {
    try await verifyContract(RemindersPlugin.self)
  }

  /// Alice has a daily goal with a reminder at noon; it is Monday, 09:00, her zone is UTC.
  private func withGoal(_ body: @Sendable @escaping (TestBot, TestPerson) async throws -> Void) async throws {
    try await withBot(GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal Run")
      try await alice.press("Skip")
      try await alice.press("Every day")
      try await alice.press("No amount")
      try await alice.send("it is noon")
      try await alice.send("I put on my shoes")
      try await alice.send("12:00")
      try await alice.send("a short walk")
      try await alice.press("Save")
      await alice.ignoreAll()
      try await body(bot, alice)
    }
  }

  @Test func aReminderQuotesThePlan() async throws {
    try await withGoal { bot, alice in
      try await bot.advance(to: .at(12, 1))
      let text = try await alice.expect("If it is noon → I put on my shoes")
      #expect(text.contains("🎯 Run"))
      #expect(text.contains("🪶 Minimum: a short walk"))
      #expect(await alice.buttons().last == ["⏰ In an hour", "Why now?"])
      #expect(try await alice.press("Why now?").contains("You set 12:00 for this goal."))
      try await alice.press("Done")
      try await alice.expect("Counted: Run")
      // Everything is logged: nothing in the evening.
      try await bot.advance(to: .at(23))
      try await alice.expectNothing()
    }
  }

  @Test func theEveningAsksForWhatIsOpen() async throws {
    try await withGoal { bot, alice in
      try await alice.send("/done")
      await alice.ignoreAll()
      try await bot.advance(to: .at(13))
      try await alice.expect("Run")
      try await bot.advance(to: .at(20, 31))
      try await alice.expect("• Run")
      try await alice.press("Minimum")
      try await alice.expect("The minimum counts")
    }
  }

  @Test func aSnoozeComesOnceMore() async throws {
    try await withGoal { bot, alice in
      try await bot.advance(to: .at(12))
      try await alice.expect("Run")
      #expect(try await alice.press("In an hour") == "I will remind you at 13:00.")
      await bot.advance(by: .minutes(61))
      try await alice.expect("Run")
      try await alice.send("/snooze")
      try await alice.expect("again at")
      try await alice.press("Done")
      await alice.ignoreAll()
      await bot.advance(by: .hours(2))
      try await alice.expectNothing()
    }
  }

  @Test func whoIsSilentHearsLessAndLess() async throws {
    try await withGoal { bot, alice in
      var announcements: [Int: String] = [:]
      var count = 0
      for day in 0..<40 {
        try await bot.advance(to: .at(23))
        for message in await alice.news() {
          if message.contains("/reminders brings it back") { announcements[day] = message }
          if message.contains("If it is noon") { count += 1 }
        }
      }
      #expect(announcements.count >= 3)
      // 3 daily, 3 every second day, 3 weekly, and the two that announced are among them.
      #expect(count == 9)
      let levels = try await bot.rows("SELECT level FROM \(RemindersTables.rule) WHERE slot <> 'review'").map {
        try $0.get("level", as: Int.self)
      }
      #expect(levels.filter { $0 == 3 }.count == 2)
      // Logging does not switch them on again by itself, `/reminders` does.
      try await alice.send("/reminders")
      try await alice.expect("🎯 Run: off")
      try await alice.press("🎯 Run")
      await alice.ignoreAll()
      try await alice.press("Switch on")
      try await alice.expect("🎯 Run: 12:00")
      try await bot.advance(to: .at(12, 1))
      try await alice.expect("If it is noon")
      await alice.ignoreAll()
    }
  }

  @Test func comebacksEnd() async throws {
    try await withGoal { bot, alice in
      var days: [Int] = []
      for day in 0..<60 {
        try await bot.advance(to: .at(23))
        if await alice.news().contains(where: { $0.contains("🌱") }) { days.append(day) }
      }
      #expect(days == [3, 7, 21])
    }
  }

  @Test func aTimeIsChangedByTapAndByText() async throws {
    try await withGoal { bot, alice in
      try await alice.send("/reminders")
      try await alice.expect("🌆 Evening check-in: 20:30")
      try await alice.press("Evening check-in")
      try await alice.expect("Now: 20:30")
      try await alice.send("soon")
      try await alice.expect("does not look like a time")
      try await alice.send("19:15")
      try await alice.expect("🌆 Evening check-in: 19:15")
      // A time in quiet hours is asked about once, and then kept.
      try await alice.press("🎯 Run")
      try await alice.expect("Now: 12:00")
      try await alice.send("22:30")
      try await alice.expect("22:30 lies in your quiet hours")
      try await alice.press("Yes, 22:30")
      try await alice.expect("🎯 Run: 22:30")
      try await bot.advance(to: .at(19, 16))
      try await alice.expect("• Run")
      try await bot.advance(to: .at(22, 31))
      try await alice.expect("If it is noon")
    }
  }

  @Test func silence() async throws {
    try await withGoal { bot, alice in
      try await alice.send("/mute 1d")
      try await alice.expect("Silent until March 3, 09:00")
      await bot.advance(by: .hours(23))
      try await alice.expectNothing()
      try await alice.send("/mute")
      try await alice.expect("Silent until")
      try await alice.press("Until I say so")
      try await alice.expect("until you switch reminders on again")
      await bot.advance(by: .days(2))
      await alice.ignoreAll()
      try await alice.send("/unmute")
      try await alice.expect("Reminders come again")
      try await bot.advance(to: .at(12, 1))
      #expect(await alice.news().contains { $0.contains("If it is noon") })
    }
  }

  @Test func quietHoursPutOffWhatNobodyAskedFor() async throws {
    try await withGoal { bot, alice in
      try await alice.send("/quiet nonsense")
      try await alice.expect("Quiet hours: 22:00 – 08:00")
      try await alice.send("/quiet 17-21")
      try await alice.expect("Quiet hours: 17:00 – 21:00")
      try await bot.advance(to: .at(20, 59))
      try await alice.expect("If it is noon")
      try await alice.expectNothing()
      try await bot.advance(to: .at(21, 1))
      try await alice.expect("• Run")
    }
  }

  @Test func theWeekIsReviewedOnce() async throws {
    try await withGoal { bot, alice in
      try await bot.advance(to: .at(12, 1))
      try await alice.press("Done")
      await alice.ignoreAll()
      await bot.advance(by: .days(6))
      _ = await alice.news()
      try await bot.advance(to: .at(18, 1))
      let review = await alice.news().first { $0.contains("Your week") } ?? ""
      #expect(review.contains("✅ · · · · · ·\n1 of 7"))
      #expect(review.contains("🧪"))
      let data = try await alice.data(of: "Done")
      try await alice.pressForged(data)
      await alice.ignoreAll()
      let rows = try await bot.rows("SELECT week FROM \(RemindersTables.review)")
      #expect(rows.count == 1)
      #expect(try await alice.pressForged(data) == "This week is reviewed already.")
      #expect(try await bot.rows("SELECT week FROM \(RemindersTables.review)").count == 1)
    }
  }

  @Test func theRhythmOfTheFirstConversationCounts() async throws {
    try await withBot(StandInPlugin.self, GoalsPlugin.self, RemindersPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/onboard")
      try await alice.expect("ok")
      try await alice.send("/goal Бег")
      for button in [
        "Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить", "Сохранить",
      ] {
        try await alice.press(button)
      }
      await alice.ignoreAll()
      try await alice.send("/reminders")
      let card = try await alice.expect("План на утро: 08:30")
      #expect(card.contains("Вечерняя отметка: выключено"))
      // Moscow, until she says otherwise: 08:30 there is 05:30 UTC.
      try await bot.advance(to: .at(5, 29))
      try await alice.expectNothing()
      try await bot.advance(to: .at(5, 31))
      try await alice.expect("• Бег")
      try await bot.advance(to: .at(20))
      try await alice.expectNothing()
    }
  }

  @Test func blocked_user_no_sends() async throws {
    try await withGoal { bot, alice in
      await alice.block()
      await bot.advance(by: .days(5))
      #expect(try await bot.rows("SELECT id FROM \(RemindersTables.sent)").isEmpty)
      try await alice.expectNothing()
    }
  }

  @Test func othersGoalsStayOthers() async throws {
    try await withGoal { bot, alice in
      try await bot.advance(to: .at(12, 1))
      await alice.ignoreAll()
      let bob = try await bot.person("Bob")
      try await bob.send("/reminders")
      try await bob.expect("Reminders")
      try await bob.send("/snooze")
      try await bob.expect("There was no goal reminder today.")
      let data = try await alice.data(of: "In an hour")
      await bob.ignoreAll()
      _ = try? await bob.pressForged(data)
      await bot.advance(by: .hours(2))
      await bob.ignoreAll()
      #expect(try await bot.rows("SELECT person FROM \(RemindersTables.sent) WHERE person = \(bob.personID)").isEmpty)
    }
  }
}

extension TestPerson {
  /// What came and was not looked at yet; now it is.
  func news() async -> [String] {
    var texts: [String] = []
    while let text = try? await expect("") { texts.append(text) }
    return texts
  }
}

/// Stands in for a first conversation that chose the morning.
struct StandInPlugin: Plugin {
  static let manifest = PluginManifest(
    id: "stand_in", summary: "For tests.",
    texts: [.english: Array(#"{"onboard": "For tests"}"#.utf8), .russian: Array(#"{"onboard": "Для тестов"}"#.utf8)])
  init(configuration: NoConfiguration, context: PluginContext) throws {}
  var contributions: Contributions {
    Command("onboard", "onboard") { turn, _ in
      turn.publish(OnboardingCompleted(rhythm: .morning, wish: "", isFirst: true))
      turn.send("ok")
    }
  }
}
