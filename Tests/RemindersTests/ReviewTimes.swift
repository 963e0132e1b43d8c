import Contracts
import Gamification
import Goals
import PluginAPI
import PluginTesting
import SandboxRuntime
import Testing

@testable import Reminders

/// When a review comes, and that nothing comes twice.
@Suite struct ReviewTimes {
  private let plugins: [any Plugin.Type] = [GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self]

  private func word(_ language: Language, _ russian: String, _ english: String) -> String {
    language == .russian ? russian : english
  }

  @Test func reviewsOfAZoneAreSpread() {
    let delays = (0..<12_000).map { Spread.delay(for: PersonID(Int64(5_000_000_000 + $0))) }
    #expect(delays.allSatisfy { $0 >= .zero && $0 < Spread.longest })
    var minutes: [Int: Int] = [:]
    for delay in delays { minutes[Int(delay.components.seconds / 60), default: 0] += 1 }
    // 600 a minute would be even.
    #expect(minutes.count == 20 && minutes.values.allSatisfy { (480...720).contains($0) }, "\(minutes)")
    #expect(Spread.delay(for: PersonID(7)) == Spread.delay(for: PersonID(7)))
  }

  /// Whether in words or not, a review comes once; in words after the person's own delay, unless they chose the time.
  @Test(arguments: [true, false], [true, false])
  func itComesOnceAndInItsTime(_ inWords: Bool, _ isExplicit: Bool) async throws {
    let script = WeekScript(WeekScript.answer(.english))
    try await withBot(
      plugins, settings: "reminders: { review_in_words: \(inWords) }",
      options: { options in options.model = { clock, _ in script.model.model(clock) } }
    ) { bot in
      let alice = try await bot.person("Alice")
      try await alice.logOneDay(.english)
      if isExplicit {
        try await alice.go(bot, [">/reminders", "Weekly review", ">18:00"])
      }
      await bot.advance(by: .days(5))
      for _ in 0..<2 where Zone.utc.date(at: bot.now).weekday != .sunday { try await bot.advance(to: .at(17, 59)) }
      await alice.ignoreAll()
      let delay = inWords && !isExplicit ? Spread.delay(for: alice.personID) : .zero
      #expect(Spread.delay(for: alice.personID) > .minutes(1))
      await bot.advance(by: .seconds(59) + delay)
      try await alice.expectNothing()
      await bot.advance(by: .seconds(2))
      try await alice.expect("Your week")
      await bot.advance(by: .hours(3))
      #expect(await !alice.news().contains { $0.contains("Your week") })
      #expect(try await bot.rows("SELECT id FROM reminders_sent WHERE kind = 'review'").count == 1)
      #expect(script.asked.count == (inWords ? 1 : 0))
    }
  }

  /// While it waits for its place at the model.
  @Test(arguments: ["later", "off", "mute", "nothing"])
  func whatHappensMeanwhileCounts(_ change: String) async throws {
    let script = WeekScript(WeekScript.answer(.english))
    try await withBot(
      plugins, options: { options in options.model = { clock, _ in script.model.model(clock) } }
    ) { bot in
      let alice = try await bot.person("Alice")
      try await alice.logOneDay(.english)
      await bot.advance(by: .days(5))
      for _ in 0..<2 where Zone.utc.date(at: bot.now).weekday != .sunday { try await bot.advance(to: .at(17, 59)) }
      await bot.advance(by: .seconds(70))
      await alice.ignoreAll()
      switch change {
      case "later": try await alice.go(bot, [">/reminders", "Weekly review", ">19:30"])
      case "off": try await alice.go(bot, [">/reminders", "Weekly review", "Switch off"])
      case "mute": try await alice.go(bot, [">/mute 1d"])
      default: break
      }
      await bot.advance(by: .minutes(25))
      let came = await alice.news().contains { $0.contains("Your week") }
      #expect(came == (change == "nothing"))
      await bot.advance(by: .minutes(70))
      #expect(await alice.news().contains { $0.contains("Your week") } == (change == "later"))
      let sent = try await bot.rows("SELECT id FROM reminders_sent WHERE kind = 'review'").count
      #expect(sent == (change == "off" || change == "mute" ? 0 : 1))
    }
  }

  /// Moved to later on its day, none of them comes again.
  @Test(arguments: Language.allCases, [true, false])
  func aDayHasOneOfEachKind(_ language: Language, _ isEvening: Bool) async throws {
    try await withBot(plugins) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      try await alice.logOneDay(language)
      let name =
        isEvening
        ? word(language, "Вечерняя отметка", "Evening check-in") : word(language, "План на утро", "Morning plan")
      let (first, second) = isEvening ? ("19:00", "20:00") : ("09:00", "10:00")
      try await alice.go(bot, [">/reminders", name, ">\(first)"])
      let zone = language == .russian ? "Europe/Moscow" : "UTC"
      func sent() async throws -> Int {
        try await bot.rows("SELECT id FROM reminders_sent WHERE kind = \(isEvening ? "evening" : "morning")").count
      }
      await bot.advance(by: .hours(13))
      try await bot.advance(to: .at(isEvening ? 19 : 9, 1), in: zone)
      #expect(try await sent() == 1)
      try await alice.go(bot, [">/reminders", name, ">\(second)"])
      try await bot.advance(to: .at(isEvening ? 21 : 11), in: zone)
      #expect(try await sent() == 1)
      // Tomorrow it does.
      await bot.advance(by: .days(1))
      #expect(try await sent() == 2)
      await alice.ignoreAll()
    }
  }
}
