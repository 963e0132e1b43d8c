import Foundation
import Host
import PluginTesting
import TestServers
import Testing

/// Two hosts behind one webhook address: whichever a request reaches takes the update in, whoever owns the lane.
@Suite(.serialized, .enabled(if: TestDatabase.serverURL != nil, "needs PostgreSQL: ROOST_TEST_DATABASE"))
struct WebhookClusterTests {
  @Test func anyHostTakesAnyUpdate() async throws {
    let kills = ClusterTests.number("ROOST_KILLS", 8)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let place = try await TestDatabase()
    let ports = [try TestProcess.freePort(), try TestProcess.freePort()]
    let proxy = try TestProxy(targets: ports)
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram)
      func start(_ port: Int) async throws -> BotProcess {
        try CrashBotSettings.write(
          to: folder.url, leaseMilliseconds: Int.random(in: 50...500), takeovers: 1_000_000)
        return try await BotProcess.listening(
          on: port, behind: proxy, environment: telegram.environment(database: place.url), folder: folder.url)
      }
      var bots = [try await start(ports[0]), try await start(ports[1])]
      let total = try await load.run {
        for number in 0..<kills {
          try await Task.sleep(for: .milliseconds(Int.random(in: 200...600)))
          let index = number % 2
          bots[index].kill()
          try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
          bots[index] = try await start(ports[index])
          // Connections that were kept alive all lead to the other one by now: spread them again, whatever is under way.
          proxy.cutAll()
        }
      }
      let isAnswered = try await load.isAnswered(total, within: 90)
      #expect(isAnswered, "the backlog was not worked off: \(bots.map { $0.text.suffix(1500) })")
      try await Task.sleep(for: .milliseconds(500))
      for bot in bots { bot.terminate() }
      for bot in bots { #expect(bot.exitCode(within: 6) == 0) }
      #expect(proxy.connections.allSatisfy { $0 > kills }, "a host took hardly anything: \(proxy.connections)")
      let database = try place.open()
      let sums = try await load.check(total, in: database)
      print(
        "cluster, webhook: \(kills) kills, \(sums.updates) updates, 0 lost, 0 twice, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged; connections \(proxy.connections)"
      )
      await database.close()
    }
    proxy.stop()
    await place.remove()
  }
}
