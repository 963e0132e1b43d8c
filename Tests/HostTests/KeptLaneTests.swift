import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// A host that is alone keeps a lane for a while, with what it knows of the person.
@Suite struct KeptLaneTests {
  private func lane(_ bot: TestBot) async throws -> (isFree: Bool, head: Int64, tail: Int64, fence: Int64) {
    let row = try #require(
      try await bot.rows("SELECT due, head, tail, fence FROM roost_lane WHERE key LIKE 'p:%'").first)
    return (
      try row.get("due", as: Int64?.self) == nil, try row.get("head"), try row.get("tail"), try row.get("fence")
    )
  }

  @Test func aLaneIsKeptBetweenTwoMessagesAndThenLetGo() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      let first = try await lane(bot)
      #expect(!first.isFree)
      try await alice.send("/echo two")
      try await alice.expect("2 times")
      // It was not claimed anew.
      let second = try await lane(bot)
      #expect(second.fence == first.fence && second.tail == first.tail + 1)
      await bot.advance(by: .seconds(15))
      let released = try await lane(bot)
      #expect(released.isFree)
      #expect(released.head == released.tail, "what is done is not looked at again")
      try await alice.send("/echo three")
      try await alice.expect("3 times")
      #expect(try await lane(bot).fence == first.fence + 1)
    }
  }

  /// The mark comes from a send, not from a turn, while the lane knows the person without it.
  @Test func whoBlockedTheBotIsNotWrittenToAgain() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/later one")
      try await alice.expect("Later")
      await bot.advance(by: .seconds(3))
      try await alice.send("/later two")
      try await alice.expect("Later")
      // The update that would say so does not arrive.
      await bot.runtime.emulator.pauseDelivery()
      await alice.block()
      await bot.advance(by: .hours(2))
      #expect(try await bot.rows("SELECT blocked FROM roost_person WHERE blocked").count == 1)
      #expect(try await bot.rows("SELECT id FROM roost_outbox WHERE state = 4").count == 1)
      await bot.runtime.emulator.resumeDelivery()
      await bot.runtime.settle()
    }
  }

  /// As `roost erase` does it beside a host that runs.
  @Test func whoWasErasedFromOutsideIsNewInAKeptLane() async throws {
    try await withBot(EchoPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      #expect(try await bot.rows("SELECT id FROM roost_person").count == 1)
      try await bot.runtime.host.plan.erase(PersonID(Int64(alice.id)), bot.runtime.database)
      #expect(try await bot.rows("SELECT id FROM roost_person").isEmpty)
      try await alice.send("/echo two")
      await bot.advance(by: .seconds(15))
      try await alice.expect("1 time")
      #expect(try await bot.rows("SELECT id FROM roost_person").count == 1)
    }
  }

  @Test func anItemThatIsTriedAgainIsFoundByTheOwnerOfItsLane() async throws {
    try await withBot([EchoPlugin.self], allowsQuarantine: true) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/crash")
      await alice.ignoreAll()
      try await alice.send("/echo one")
      try await alice.expect("1 time")
      let error = try #require(try await bot.rows("SELECT error_id FROM roost_inbox WHERE state = 3").first)
      let id: String = try error.get("error_id")
      #expect(try await Quarantine(database: bot.runtime.database).retry(id, now: bot.now))
      await bot.advance(by: .seconds(15))
      // It fails again, as the last of its lane.
      let row = try #require(try await bot.rows("SELECT seq, error_id FROM roost_inbox WHERE state = 3").first)
      #expect(try row.get("error_id", as: String.self) != id)
      #expect(try await row.get("seq", as: Int64.self) == lane(bot).tail)
      await alice.ignoreAll()
    }
  }
}
