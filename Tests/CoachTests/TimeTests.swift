import PluginAPI
import PluginTesting
import Testing

/// Reminders and days while clocks change and people travel.
@Suite struct TimeTests {
  /// Alice has a daily goal with a reminder at this time, in this zone; her plan is "if it is time".
  private func withGoal(
    at time: String, in city: String, start: Instant,
    _ body: @escaping @Sendable (TestBot, TestPerson) async throws -> Void
  ) async throws {
    try await withBot(coach, settings: "payments: { gateway: none }", start: start) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/timezone \(city)")
      try await alice.send("/goal Run")
      for press in ["Skip", "Every day", "No amount"] { try await alice.press(press) }
      try await alice.send("if it is time then I go")
      try await alice.send(time)
      for press in ["Skip", "Save"] { try await alice.press(press) }
      await alice.ignoreAll()
      try await body(bot, alice)
    }
  }

  /// How many goal reminders came.
  private func reminders(_ alice: TestPerson) async -> Int {
    await alice.news().filter { $0.contains("If it is time → I go") && $0.contains("🎯 Run") }.count
  }

  /// 23 March 2026 is a Monday; Berlin's clocks go forward on the 29th at 02:00.
  @Test func aWeekWithTheClocksGoingForward() async throws {
    try await withGoal(at: "2:30", in: "Berlin", start: Instant(unixSeconds: 1_774_260_000)) { bot, alice in
      for _ in 24...28 {
        try await bot.advance(to: .at(2, 29), in: "Europe/Berlin")
        await alice.ignoreAll()
        try await bot.advance(to: .at(2, 31), in: "Europe/Berlin")
        #expect(await reminders(alice) == 1)
        try await alice.press("✅ Done")
        await alice.ignoreAll()
      }
      // 02:30 does not exist on the 29th: it moves by the gap.
      try await bot.advance(to: .at(1, 59), in: "Europe/Berlin")
      await alice.ignoreAll()
      try await bot.advance(to: .at(3, 29), in: "Europe/Berlin")
      #expect(await reminders(alice) == 0)
      try await bot.advance(to: .at(3, 31), in: "Europe/Berlin")
      #expect(await reminders(alice) == 1)
      try await bot.advance(to: .at(2, 31), in: "Europe/Berlin")
      #expect(await reminders(alice) == 1)
    }
  }

  /// 19 October 2026 is a Monday; Berlin's clocks go back on the 25th at 03:00.
  @Test func aWeekWithTheClocksGoingBack() async throws {
    try await withGoal(at: "2:30", in: "Berlin", start: Instant(unixSeconds: 1_792_400_400)) { bot, alice in
      var counts: [Int] = []
      for _ in 20...27 {
        try await bot.advance(to: .at(2, 29), in: "Europe/Berlin")
        await alice.ignoreAll()
        // In the night of the 25th this is more than an hour later, with 02:30 in it twice.
        try await bot.advance(to: .at(3, 31), in: "Europe/Berlin")
        counts.append(await reminders(alice))
        try await alice.press("✅ Done")
        await alice.ignoreAll()
      }
      // 02:30 comes twice on the 25th, the reminder once.
      #expect(counts == Array(repeating: 1, count: 8))
    }
  }

  @Test func flights() async throws {
    // Monday, 09:00 in London.
    try await withGoal(at: "19:00", in: "London", start: Instant(unixSeconds: 1_772_442_000)) { bot, alice in
      // East: 18:05 in Tokyo already, so the reminder is an hour away.
      try await alice.send("/timezone Tokyo")
      await alice.ignoreAll()
      await bot.advance(by: .minutes(50))
      #expect(await reminders(alice) == 0)
      await bot.advance(by: .minutes(15))
      #expect(await reminders(alice) == 1)
      // West, on the same local date: one reminder a date, whatever the clocks say.
      try await alice.send("/timezone New York")
      await alice.ignoreAll()
      try await bot.advance(to: .at(23), in: "America/New_York")
      #expect(await reminders(alice) == 0)
      // The day after is as always.
      try await bot.advance(to: .at(18, 59), in: "America/New_York")
      #expect(await reminders(alice) == 0)
      try await bot.advance(to: .at(19, 1), in: "America/New_York")
      #expect(await reminders(alice) == 1)
    }
  }

  @Test func anEveningWithEverythingLoggedIsSilent() async throws {
    try await withGoal(at: "12:00", in: "London", start: Instant(unixSeconds: 1_772_442_000)) { bot, alice in
      try await bot.advance(to: .at(12, 1), in: "Europe/London")
      #expect(await reminders(alice) == 1)
      // Not logged: the evening asks.
      try await bot.advance(to: .at(20, 31), in: "Europe/London")
      try await alice.expect("• Run")
      try await bot.advance(to: .at(12, 1), in: "Europe/London")
      await alice.ignoreAll()
      try await alice.press("Skip")
      await alice.ignoreAll()
      // A skip is an answer.
      try await bot.advance(to: .at(23), in: "Europe/London")
      try await alice.expectNothing()
    }
  }

  @Test func quietHoursHoldBackWhatNobodyAskedFor() async throws {
    try await withGoal(at: "21:30", in: "London", start: Instant(unixSeconds: 1_772_442_000)) { bot, alice in
      try await alice.send("/quiet 20-7")
      try await alice.expect("20:00 – 07:00")
      try await bot.advance(to: .at(21, 29), in: "Europe/London")
      try await alice.expectNothing()
      // This time was chosen by hand, so it holds.
      try await bot.advance(to: .at(21, 31), in: "Europe/London")
      #expect(await reminders(alice) == 1)
      try await bot.advance(to: .at(6, 59), in: "Europe/London")
      #expect(await alice.news().allSatisfy { !$0.contains("• Run") })
    }
  }
}
