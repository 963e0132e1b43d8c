import CivilTime
import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// What Telegram and the wire can do, and what becomes of it.
@Suite struct DeliveryTests {
  private func outbox(_ bot: TestBot, _ column: StaticString) async throws -> [Int] {
    try await bot.rows("SELECT \(raw: column) AS n FROM roost_outbox WHERE method = 'sendMessage' ORDER BY position")
      .map { try $0.get("n") }
  }

  @Test func tooFastPausesThatChatOnlyAndLosesNothing() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      let bob = try await bot.person("Bob")
      await bot.runtime.emulator.inject(Fault(.retryAfter(7), method: "sendMessage", chat: alice.id, times: 1))
      try await alice.send("/echo one")
      try await alice.send("/echo two")
      try await alice.expectNothing()
      try await bob.send("/echo me")
      try await bob.expect("You said me")
      await bot.advance(by: .seconds(6))
      try await alice.expectNothing()
      await bot.advance(by: .seconds(2))
      try await alice.expect("You said one")
      try await alice.expect("You said two")
      // A refusal is not ambiguous.
      #expect(try await outbox(bot, "ambiguous") == [0, 0, 0])
    }
  }

  @Test func anHTMLErrorOfAProxyIsAmbiguousAndSentAgain() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(Fault(.html(status: 502), method: "sendMessage", times: 1))
      try await alice.send("/echo one")
      await bot.advance(by: .seconds(5))
      try await alice.expect("You said one")
      #expect(try await outbox(bot, "ambiguous") == [1])
    }
  }

  @Test func aCutAfterTheEffectDoublesAndIsFlagged() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(Fault(.cutAfter, method: "sendMessage", times: 1))
      try await alice.send("/echo one")
      try await alice.expect("You said one")
      await bot.advance(by: .seconds(5))
      try await alice.expect("You said one")
      #expect(try await outbox(bot, "ambiguous") == [1])
      #expect(try await outbox(bot, "state") == [2])
    }
  }

  @Test func aCutBeforeTheEffectIsSentAgain() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(Fault(.cutBefore, method: "sendMessage", times: 1))
      try await alice.send("/echo one")
      try await alice.expectNothing()
      await bot.advance(by: .seconds(5))
      try await alice.expect("You said one")
      #expect(try await outbox(bot, "ambiguous") == [1])
    }
  }

  /// Pauses grow to a minute while Telegram fails; nobody waits for their end once it does what it is asked.
  @Test func afterALongOutageAllGoOnAtOnce() async throws {
    try await withBot(EchoPlugin.self) { bot in
      var people: [TestPerson] = []
      for name in ["Ann", "Ben", "Cleo", "Dan", "Eve"] { people.append(try await bot.person(name)) }
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.inject(Fault(.cutBefore, method: "sendMessage", times: 10_000))
      for person in people { try await person.send("/echo one") }
      await bot.advance(by: .minutes(10))
      let tries = try await outbox(bot, "ambiguous")
      #expect(tries.allSatisfy { (5...20).contains($0) }, "\(tries)")
      await bot.runtime.emulator.clearFaults()
      try await alice.send("/echo two")
      try await alice.expect("You said two")
      for person in people { try await person.expect("You said one") }
    }
  }

  /// One call that fails again and again is no outage: it keeps its pauses.
  @Test func aCallThatFailsAloneKeepsItsPauses() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      let bob = try await bot.person("Bob")
      await bot.runtime.emulator.inject(Fault(.cutBefore, method: "sendMessage", chat: alice.id, times: 10_000))
      try await alice.send("/echo one")
      await bot.advance(by: .minutes(5))
      let before = try await outbox(bot, "ambiguous")
      for number in 0..<10 {
        try await bob.send("/echo \(number)")
        try await bob.expect("You said \(number)")
      }
      #expect(try await outbox(bot, "ambiguous").first == before.first)
      await bot.runtime.emulator.clearFaults()
      await bot.advance(by: .minutes(2))
      try await alice.expect("You said one")
    }
  }

  @Test func aRepeatedUpdateIsHandledOnce() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      await bot.runtime.emulator.duplicateNextUpdates()
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      try await alice.expectNothing()
    }
  }

  @Test func whatCannotBeReadIsQuarantinedAndTheRestFlows() async throws {
    try await withBot(EchoPlugin.self, allowsQuarantine: true) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("You said one")
      let unknownKind =
        #"{"update_id": 900001, "hologram": {"from": {"id": \#(alice.id), "is_bot": false, "first_name": "A"}}}"#
      let broken = #"{"update_id": 900002, "message": {"message_id": "#
      let wrongTypes = #"{"update_id": "x", "message": 7}"#
      let text =
        #"{"update_id": 900003, "message": {"message_id": 77, "date": 1, "chat": {"id": \#(alice.id), "type": "private"}, "from": {"id": \#(alice.id), "is_bot": false, "first_name": "A"}, "text": "/echo two"}}"#
      try await bot.runtime.host.intake.accept(
        [unknownKind, broken, wrongTypes, text].map { Array($0.utf8) }, movesCursor: true)
      await bot.runtime.settle()
      try await alice.expect("You said two")
      #expect(try await bot.quarantined().count == 2)
      // The cursor stands behind the last one.
      #expect(
        try await bot.rows("SELECT next_offset AS n FROM roost_cursor").map { try $0.get("n", as: Int.self) } == [
          900_004
        ])
    }
  }

  @Test func idsThatRestartLowerAreNew() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      let low =
        #"{"update_id": 3, "message": {"message_id": 77, "date": 1, "chat": {"id": \#(alice.id), "type": "private"}, "from": {"id": \#(alice.id), "is_bot": false, "first_name": "A"}, "text": "/echo two"}}"#
      await bot.advance(by: .days(8))
      try await bot.runtime.host.intake.accept([Array(low.utf8)], movesCursor: true)
      await bot.runtime.settle()
      try await alice.expect("2 times")
      #expect(
        try await bot.rows("SELECT next_offset AS n FROM roost_cursor").map { try $0.get("n", as: Int.self) } == [4])
    }
  }

  @Test func whoBlocksTheBotIsLeftAlone() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/later tea")
      try await alice.expect("Later!")
      await alice.block()
      await bot.advance(by: .hours(2))
      let calls = await bot.runtime.emulator.history().filter {
        if case .called("sendMessage", _, _, _) = $0.event { true } else { false }
      }
      #expect(calls.count == 1, "something was sent to a person who blocked the bot")
      await alice.unblock()
      try await alice.send("/echo back")
      try await alice.expect("You said back")
    }
  }

  @Test func aFloodIsThrottledAndToldOnce() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      for number in 1...30 { try await alice.send("/echo \(number)") }
      let texts = await bot.runtime.emulator.messages(in: alice.id).filter { $0.author == .bot }.compactMap(\.text)
      #expect(texts.filter { $0.hasPrefix("You said") }.count == 20)
      #expect(texts.filter { $0.contains("a little fast") }.count == 1)
      let refused = try await bot.rows("SELECT reason FROM roost_inbox WHERE state = 2")
      #expect(refused.count == 10)
      await alice.ignoreAll()
      await bot.advance(by: .seconds(30))
      try await alice.send("/echo calm")
      try await alice.expect("You said calm")
    }
  }

  @Test func forgedAndForeignButtonsGetAPoliteAnswer() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      let bob = try await bot.person("Bob")
      try await alice.send("/echo one")
      try await alice.expect("You said one")
      try await bob.send("/echo two")
      try await bob.expect("You said two")
      let data = try await alice.data(of: "Again")
      #expect(try await bob.pressForged(data).contains("outdated"), "a button of another chat must be worth nothing")
      #expect(try await alice.pressForged("nonsense").contains("outdated"))
      #expect(try await alice.pressForged(String(data.dropLast()) + "A").contains("outdated"))
      #expect(try await alice.pressForged(data) == "one")
      try await alice.expect("Again: one")
    }
  }
}
