import Foundation
import Host
import PluginAPI
import PluginTesting
import Sandbox
import TestServers
import Testing

/// Turns of many people, on several hosts, send to one group, whose lane belongs to one host at a time.
@Suite(.serialized, .enabled(if: TestDatabase.serverURL != nil, "needs PostgreSQL: ROOST_TEST_DATABASE"))
struct GroupTests {
  @Test func everyLineReachesTheGroupInOrder() async throws {
    let kills = ClusterTests.number("ROOST_KILLS", 15)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let place = try await TestDatabase()
    // One address before all hosts: what they hear at the same time, each of them says in the same group.
    let ports = try (0..<3).map { _ in try TestProcess.freePort() }
    let proxy = try TestProxy(targets: ports)
    try await FakeTelegram.serve { telegram in
      await telegram.emulator.addPerson("Host of the group", id: 1999, hasStarted: true)
      let group = try #require(await telegram.emulator.createGroup("All", members: [1999]))
      let load = LedgerLoad(telegram: telegram, group: group)
      func start(_ port: Int, leaseMilliseconds: Int) async throws -> BotProcess {
        try CrashBotSettings.write(to: folder.url, leaseMilliseconds: leaseMilliseconds, takeovers: 1_000_000)
        return try await BotProcess.listening(
          on: port, behind: proxy, environment: telegram.environment(database: place.url), folder: folder.url)
      }
      let database = try place.open()
      var bots: [BotProcess] = []
      for port in ports { bots.append(try await start(port, leaseMilliseconds: 100)) }
      let total = try await load.run {
        for _ in 0..<kills {
          try await Task.sleep(for: .milliseconds(Int.random(in: 100...500)))
          let index = Int.random(in: bots.indices)
          bots[index].kill()
          // Leases so short that some run out while their owner lives.
          bots[index] = try await start(ports[index], leaseMilliseconds: Int.random(in: 20...200))
          proxy.cutAll()
        }
      }
      let lines = GroupLines(telegram: telegram, group: group, load: load, total: total)
      let isAnswered = try await load.isAnswered(total, within: 60)
      #expect(isAnswered, "the backlog was not worked off: \(bots.map { $0.text.suffix(1500) })")
      let isSaid = try await eventually(within: 30) { await lines.areComplete }
      #expect(isSaid, "lines to the group are missing: \(bots.map { $0.text.suffix(1500) })")
      try await Task.sleep(for: .milliseconds(500))
      for bot in bots { bot.terminate() }
      for bot in bots { #expect(bot.exitCode(within: 6) == 0) }
      // Without this the test would say nothing of several hosts.
      let alternations = await lines.alternations
      #expect(alternations > kills, "the hosts hardly spoke at the same time")
      let sums = try await load.check(total, in: database)
      let said = try await lines.check(in: database)
      print(
        "cluster, one group: \(kills) kills, \(alternations) times another host had its say in between, \(sums.updates) updates, \(said.lines) lines, 0 lost, order kept, \(said.doubled) doubled, \(said.ambiguous) flagged"
      )
      await database.close()
    }
    proxy.stop()
    await place.remove()
  }
}

/// What a group must have heard of a load.
private struct GroupLines {
  let telegram: FakeTelegram
  let group: Int
  let load: LedgerLoad
  let total: Int

  private var expected: [Int] { Array(stride(from: 5, through: total, by: 5)) }
  private var people: Range<Int> { load.firstPerson..<load.firstPerson + load.people }

  private var heard: [(person: Int, number: Int, process: Int)] {
    get async {
      await telegram.replies(to: group).compactMap { line in
        let words = line.split(separator: " ").compactMap { Int($0) }
        return words.count == 3 ? (words[0], words[1], words[2]) : nil
      }
    }
  }

  /// The numbers that each person said there, in order, also those that came twice.
  private var numbers: [Int: [Int]] {
    get async { Dictionary(grouping: await heard, by: \.person).mapValues { $0.map(\.number) } }
  }

  /// How often a host spoke again after another had spoken: both lived, and the group's lane took from both.
  var alternations: Int {
    get async {
      var known: Set<Int> = []
      var last: Int?
      var count = 0
      for line in await heard where line.process != last {
        if !known.insert(line.process).inserted { count += 1 }
        last = line.process
      }
      return count
    }
  }

  var areComplete: Bool {
    get async {
      let heard = await numbers
      return people.allSatisfy { Set(heard[$0] ?? []).isSuperset(of: expected) }
    }
  }

  func check(in database: any DatabaseDriver) async throws -> (lines: Int, doubled: Int, ambiguous: Int) {
    let heard = await numbers
    #expect(Set(heard.keys) == Set(people))
    var doubled = 0
    for person in people {
      var first: [Int] = []
      for number in heard[person] ?? [] {
        if first.contains(number) { doubled += 1 } else { first.append(number) }
      }
      let isRight = first == expected
      let lost = Set(expected).subtracting(first).sorted()
      #expect(isRight, "lines of \(person) are lost (\(lost.prefix(5))) or out of order")
    }
    let ambiguous: Int =
      try await database.value(
        "SELECT CAST(COALESCE(SUM(ambiguous), 0) AS BIGINT) AS n FROM roost_outbox WHERE lane = \("c:\(group)")") ?? 0
    #expect(doubled <= ambiguous, "\(doubled) doubled lines, but only \(ambiguous) flagged as ambiguous")
    // By whom it was sent makes no difference: each line has one row, and none waits.
    let rows = try await database.rows(
      "SELECT state, COUNT(*) AS n FROM roost_outbox WHERE lane = \("c:\(group)") GROUP BY state")
    let states = try rows.map { (state: try $0.get("state", as: Int.self), count: try $0.get("n", as: Int.self)) }
    #expect(states.map(\.state) == [2])
    #expect(states.first?.count == expected.count * load.people)
    return (expected.count * load.people, doubled, ambiguous)
  }
}
