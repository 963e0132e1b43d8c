import Foundation
import Host
import PluginTesting
import TestServers
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
    let redis = try await RedisServer()
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram)
      func start(leaseMilliseconds: Int? = nil) throws -> BotProcess {
        // Another lease each time, mostly shorter than the pauses; so many takeovers are nobody's fault.
        try CrashBotSettings.write(
          to: folder.url, leaseMilliseconds: leaseMilliseconds ?? Int.random(in: 20...200), takeovers: 1_000_000)
        var environment = telegram.environment(database: place.url)
        environment["REDIS_URL"] = "redis://127.0.0.1:\(redis.port)"
        return try BotProcess("crash-bot", ["run"], environment: environment, folder: folder.url)
      }
      var bots = try [start(), start(), start()]
      var events = Array(repeating: true, count: kills) + Array(repeating: false, count: pauses)
      events.shuffle()
      let total = try await load.run {
        for (number, isKill) in events.enumerated() {
          if number % 10 == 0 { try await shake(redis) }
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

  @Test func aRollingRestartDoublesNothing() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    let place = try await TestDatabase()
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram)
      func start() throws -> BotProcess {
        try BotProcess(
          "crash-bot", ["run"], environment: telegram.environment(database: place.url), folder: folder.url)
      }
      var bots = try [start(), start(), start()]
      let total = try await load.run {
        for index in bots.indices {
          try await Task.sleep(for: .seconds(1.5))
          bots[index].terminate()
          #expect(bots[index].exitCode(within: 6) == 0)
          bots[index] = try start()
        }
        try await Task.sleep(for: .seconds(1))
      }
      let isAnswered = try await load.isAnswered(total, within: 30)
      #expect(isAnswered, "the backlog was not worked off: \(bots.map { $0.text.suffix(1500) })")
      try await Task.sleep(for: .milliseconds(500))
      for bot in bots { bot.terminate() }
      for bot in bots { #expect(bot.exitCode(within: 6) == 0) }
      let database = try place.open()
      let sums = try await load.check(total, in: database)
      #expect(sums.doubled == 0)
      #expect(sums.ambiguous == 0)
      await database.close()
    }
    await place.remove()
  }

  /// Redis may forget everything, stand still or be gone at any moment: latency changes, results do not.
  private func shake(_ redis: RedisServer) async throws {
    switch Int.random(in: 0..<3) {
    case 0:
      await redis.kill()
      try await redis.start()
    case 1:
      redis.send(SIGSTOP)
      try await Task.sleep(for: .milliseconds(300))
      redis.send(SIGCONT)
    default:
      let flush = Process()
      flush.executableURL = URL(filePath: "/usr/bin/redis-cli")
      flush.arguments = ["-p", String(redis.port), "FLUSHALL"]
      flush.standardOutput = FileHandle.nullDevice
      try flush.run()
    }
  }
}
