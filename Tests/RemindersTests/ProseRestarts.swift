import Gamification
import Goals
import Host
import PluginAPI
import PluginTesting
import SandboxRuntime
import Synchronization
import Testing

@testable import Reminders

/// A review whose host goes away while the model thinks is sent once by the next.
@Suite struct ProseRestarts {
  private struct Gone: Error {}

  @Test(arguments: [true, false]) func itIsSentOnce(_ isKilled: Bool) async throws {
    try await withTestDatabase { database in
      let plugins: [any Plugin.Type] = [GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self]
      let asked = Mutex(0)
      let began = Mutex(Instant(unixSeconds: 0))
      func script(_ wait: Duration) -> WeekScript {
        WeekScript { (question: ScriptedQuestion) async throws(ModelError) -> String in
          asked.withLock { $0 += 1 }
          try await question.wait(wait)
          return WeekScript.answer(.english)
        }
      }
      let faulty = Mutex<FaultyDatabase?>(nil)
      do {
        try await withBot(
          plugins,
          options: { options in
            options.database = database
            options.wrap = { inner, clock in
              let made = FaultyDatabase(inner, clock: clock)
              faulty.withLock { $0 = made }
              return made
            }
            let model = script(.minutes(5)).model
            options.model = { clock, _ in model.model(clock) }
          }
        ) { bot in
          let alice = try await bot.person("Alice")
          try await alice.logOneDay(.english)
          await bot.advance(by: .days(5))
          for _ in 0..<2 where Zone.utc.date(at: bot.now).weekday != .sunday { try await bot.advance(to: .at(17, 59)) }
          await bot.advance(by: Spread.delay(for: alice.personID))
          await alice.ignoreAll()
          await bot.advance(by: .seconds(70))
          try await alice.expectNothing()
          #expect(asked.withLock { $0 } == 1)
          began.withLock { $0 = bot.now }
          // A killed process writes nothing more.
          if isKilled { faulty.withLock { $0?.set(.down) } }
          throw Gone()
        }
      } catch {}
      #expect(asked.withLock { $0 } == 1)
      try await withBot(
        plugins, start: began.withLock { $0 } + .minutes(1),
        options: { options in
          options.database = database
          let model = script(.seconds(10)).model
          options.model = { clock, _ in model.model(clock) }
        }
      ) { bot in
        let alice = try await bot.person("Alice")
        try await alice.send("/reminders")
        await alice.ignoreAll()
        await bot.advance(by: .seconds(60))
        #expect(try await alice.expect("Your week").contains("👏"))
        await bot.advance(by: .hours(2))
        try await alice.expectNothing()
        #expect(asked.withLock { $0 } == 2)
        let sent = try await bot.rows("SELECT id FROM \(RemindersTables.sent) WHERE kind = 'review'")
        #expect(sent.count == 1)
      }
    }
  }
}
