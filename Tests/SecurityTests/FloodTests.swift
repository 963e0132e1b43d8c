import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// One person sends without end. The others do not notice.
@Suite(.timeLimit(.minutes(10))) struct FloodTests {
  private static let others = 40

  /// How long the others wait for their answers, in virtual time; sorted.
  private func waits(flood: Int) async throws -> [Duration] {
    let result = Collected()
    try await withBot(coach) { bot in
      let mallory = await bot.mallory()
      var people: [TestPerson] = []
      for number in 0..<Self.others { people.append(try await bot.person("Person \(number)")) }
      var updates = RawUpdates(mallory)
      // A second's worth, a fifth of it before each eighth person writes.
      for (number, person) in people.enumerated() {
        if number % 8 == 0 {
          try await bot.runtime.host.intake.accept(
            (0..<flood / 5).map { _ in updates.text("/goals") }, movesCursor: false)
        }
        try await bot.runtime.emulator.send("/help", from: person.id)
      }
      let start = bot.now
      var waiting = Set(people.map(\.id))
      for _ in 0..<3000 where !waiting.isEmpty {
        await bot.runtime.settle()
        for id in waiting where await bot.runtime.emulator.messages(in: id).contains(where: { $0.author == .bot }) {
          waiting.remove(id)
          result.add(bot.now - start)
        }
        await bot.advance(by: .milliseconds(10))
      }
      #expect(waiting.isEmpty, "some never got an answer")
      await bot.advance(by: .minutes(5))
      await mallory.ignoreAll()
      for person in people { await person.ignoreAll() }
    }
    return result.all.sorted()
  }

  private final class Collected: @unchecked Sendable {
    // Safe because one conversation adds to it, and it is read after its end.
    private(set) var all: [Duration] = []
    func add(_ wait: Duration) { all.append(wait) }
  }

  @Test func othersWaitAtMostTwiceAsLong() async throws {
    let idle = try await waits(flood: 0)
    let flooded = try await waits(flood: 1000)
    let (calm, busy) = (try #require(idle.last), try #require(flooded.last))
    #expect(busy <= max(calm * 2, .milliseconds(50)), "\(busy) instead of \(calm)")
  }

  /// Of a flood nothing is lost without a record, and the one who floods is told once.
  @Test func everyUpdateOfAFloodIsOnRecord() async throws {
    try await withBot(coach) { bot in
      let mallory = await bot.mallory()
      var updates = RawUpdates(mallory)
      let before = try await bot.recorded()
      try await bot.take((0..<5000).map { _ in updates.text("/goals") })
      await bot.advance(by: .minutes(5))
      let counts = try await bot.rows(
        "SELECT state, CAST(COUNT(*) AS BIGINT) AS number FROM roost_inbox GROUP BY state ORDER BY state NULLS FIRST")
      let total = try counts.map { try $0.get("number", as: Int.self) }.reduce(0, +)
      #expect(total - before == 5000)
      #expect(try await bot.rows("SELECT seq FROM roost_inbox WHERE state = 0").isEmpty, "something still waits")
      #expect(try await bot.quarantined() == [])
      await mallory.ignoreAll()
      let notices = await bot.transcript(of: mallory).split(separator: "\n").filter { $0.contains("Too many") }
      #expect(notices.count <= 3, "\(notices)")
    }
  }
}
