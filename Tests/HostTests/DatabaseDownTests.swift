import Host
import Payments
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// A database that is down, slow, or whose answers get lost.
@Suite struct DatabaseDownTests {
  @Test func aPreCheckoutIsRefusedAndNothingIsCharged() async throws {
    try await withFaults(PaymentsPlugin.self) { bot, database in
      let alice = try await bot.person("Alice", stars: 1000)
      try await alice.send("/premium")
      await alice.ignoreAll()
      try await alice.press("Get it")
      await alice.ignoreAll()
      database.set(.down)
      #expect(
        try await alice.pay() == "Payment is not available right now. Nothing was charged. Please try again later.")
      database.set(.healthy)
      // What Telegram delivered meanwhile was not taken, so it comes again.
      await bot.advance(by: .seconds(30))
      #expect(try await alice.pay() == nil)
      await bot.advance(by: .seconds(30))
      #expect(await alice.unseenText().contains("Premium"))
      #expect(try await bot.rows("SELECT charge_id FROM payments_payment").count == 1)
    }
  }

  @Test func aPreCheckoutIsRefusedInTimeWhenTheDatabaseStalls() async throws {
    try await withFaults(PaymentsPlugin.self) { bot, database in
      let alice = try await bot.person("Alice", stars: 1000)
      try await alice.send("/premium")
      await alice.ignoreAll()
      try await alice.press("Get it")
      await alice.ignoreAll()
      database.set(.slowReads(.seconds(60)))
      #expect(try await alice.pay() == "timedOut", "nothing is answered before its time")
      await bot.advance(by: .milliseconds(2001))
      let answers = await bot.runtime.emulator.history().filter {
        if case .called("answerPreCheckoutQuery", _, _, _) = $0.event { true } else { false }
      }
      #expect(answers.count == 1, "an answer must be given within two seconds")
      database.set(.healthy)
      await bot.advance(by: .minutes(3))
      #expect(try await bot.rows("SELECT charge_id FROM payments_payment").isEmpty)
      await alice.ignoreAll()
    }
  }

  @Test func lostAnswersOfCommitsDoNothingTwice() async throws {
    try await withFaults(EchoPlugin.self) { bot, database in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      database.set(.losesAnswers)
      try await alice.send("/echo two")
      await bot.advance(by: .seconds(1))
      database.set(.healthy)
      await bot.advance(by: .minutes(3))
      try await alice.expect("2 times")
      try await alice.expectNothing()
      try await alice.send("/echo three")
      try await alice.expect("3 times")
    }
  }

  @Test func whatComesWhileItIsDownIsHandledLater() async throws {
    try await withFaults(EchoPlugin.self) { bot, database in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      database.set(.down)
      try await alice.send("/echo two")
      await bot.advance(by: .seconds(20))
      try await alice.expectNothing()
      database.set(.healthy)
      await bot.advance(by: .seconds(30))
      try await alice.expect("2 times")
    }
  }
}

extension TestPerson {
  /// All that came and was not looked at yet; now it is.
  fileprivate func unseenText() async -> String {
    var texts: [String] = []
    while let text = try? await expect("") { texts.append(text) }
    return texts.joined(separator: "\n")
  }
}
