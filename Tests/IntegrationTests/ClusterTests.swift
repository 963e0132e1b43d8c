import Foundation
import Host
import PluginTesting
import Testing

/// Several hosts on one PostgreSQL, killed and paused at random under load, with leases so short that hosts overlap.
@Suite(.serialized, .enabled(if: TestDatabase.serverURL != nil, "needs PostgreSQL: ROOST_TEST_DATABASE"))
struct ClusterTests {
  static func number(_ name: String, _ otherwise: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? otherwise
  }

  @Test func nothingIsLostOrDoneTwice() async throws {
    let kills = Self.number("ROOST_KILLS", 50)
    let pauses = Self.number("ROOST_PAUSES", kills)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let place = try await TestDatabase()
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram)
      func start(leaseMilliseconds: Int? = nil) throws -> BotProcess {
        // Another lease each time, mostly shorter than the pauses; so many takeovers are nobody's fault.
        try CrashBotSettings.write(
          to: folder.url, leaseMilliseconds: leaseMilliseconds ?? Int.random(in: 20...200), takeovers: 1_000_000)
        return try BotProcess(
          "crash-bot", ["run"], environment: telegram.environment(database: place.url), folder: folder.url)
      }
      var bots = try [start(), start(), start()]
      var events = Array(repeating: true, count: kills) + Array(repeating: false, count: pauses)
      events.shuffle()
      let total = try await load.run {
        for isKill in events {
          try await Task.sleep(for: .milliseconds(Int.random(in: 50...300)))
          let index = Int.random(in: bots.indices)
          if isKill {
            bots[index].kill()
            bots[index] = try start()
          } else {
            bots[index].pause()
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...500)))
            bots[index].resume()
          }
        }
      }
      // What is left is worked off by hosts that live.
      for bot in bots { bot.kill() }
      bots = try [start(leaseMilliseconds: 3000), start(leaseMilliseconds: 3000)]
      let isAnswered = try await load.isAnswered(total, within: 60)
      #expect(isAnswered, "the backlog was not worked off: \(bots.map { $0.text.suffix(1500) })")
      try await Task.sleep(for: .milliseconds(500))
      for bot in bots { bot.terminate() }
      for bot in bots { #expect(bot.exitCode(within: 6) == 0) }
      let database = try place.open()
      let sums = try await load.check(total, in: database)
      print(
        "cluster: \(kills) kills, \(pauses) pauses, \(sums.updates) updates, 0 lost, 0 twice, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged"
      )
      await database.close()
    }
    await place.remove()
  }
}
