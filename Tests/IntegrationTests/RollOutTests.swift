import Foundation
import Host
import PluginAPI
import PluginTesting
import Sandbox
import TestServers
import Testing

/// A new version of the program with a column more and a kind of job more, brought out host by host under load.
@Suite(.serialized, .enabled(if: TestDatabase.serverURL != nil, "needs PostgreSQL: ROOST_TEST_DATABASE"))
struct RollOutTests {
  @Test func twoVersionsRunSideBySideOnOneSchema() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url, leaseMilliseconds: 1000)
    let place = try await TestDatabase()
    let ports = try [TestProcess.freePort(), TestProcess.freePort(), TestProcess.freePort()]
    let proxy = try TestProxy(targets: ports)
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram, people: 6, pause: .milliseconds(40))
      func start(_ index: Int, version: Int) async throws -> BotProcess {
        var environment = telegram.environment(database: place.url)
        environment["LEDGER_VERSION"] = String(version)
        return try await BotProcess.listening(
          on: ports[index], behind: proxy, environment: environment, folder: folder.url)
      }
      var bots: [BotProcess] = []
      for index in ports.indices { bots.append(try await start(index, version: 1)) }
      let total = try await load.run {
        for index in bots.indices {
          try await Task.sleep(for: .seconds(2))
          bots[index].terminate()
          #expect(bots[index].exitCode(within: 6) == 0, "\(bots[index].text.suffix(1500))")
          #expect(!bots[index].text.contains("Cancellation"), "an orderly stop is no error")
          bots[index] = try await start(index, version: 2)
          guard index == 0 else { continue }
          // A host of the old version dies and starts anew on the newer schema.
          try await Task.sleep(for: .seconds(2))
          bots[2].kill()
          bots[2] = try await start(2, version: 1)
        }
        try await Task.sleep(for: .seconds(2))
      }
      let isAnswered = try await load.isAnswered(total, within: 60)
      #expect(isAnswered, "the backlog was not worked off: \(bots.map { $0.text.suffix(1500) })")
      // A job that only the new version knows, met by the old one, is tried again 15 s later.
      let database = try place.open()
      let entries = Table("entry", of: "ledger", .shared)
      let areDone = try await eventually(within: 40) {
        let done = try await database.rows("SELECT count(*) AS n FROM \(entries) WHERE source = 'job'")
        return try done[0].get("n", as: Int.self) >= load.people * (total / 10)
      }
      #expect(areDone, "jobs are missing: \(bots.map { $0.text.suffix(1500) })")
      try await Task.sleep(for: .milliseconds(500))
      for bot in bots { bot.terminate() }
      for bot in bots { #expect(bot.exitCode(within: 6) == 0) }
      let sums = try await load.check(total, in: database)
      let written = try await database.rows(
        "SELECT version, count(*) AS n FROM \(entries) GROUP BY version ORDER BY n")
      #expect(written.count == 2, "both versions must have written: \(written)")
      #expect(try await database.rows("SELECT id FROM roost_job WHERE state = 3").isEmpty)
      print("roll-out: \(sums.updates) updates, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged")
      await database.close()
    }
    proxy.stop()
    await place.remove()
  }
}
