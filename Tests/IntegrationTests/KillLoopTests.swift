import Foundation
import Host
import PluginTesting
import Testing

/// Under load the bot is killed, or asked to stop, again and again: nothing lost, nothing twice, order kept, doubled
/// sends flagged.
@Suite(.serialized) struct KillLoopTests {
  static var kills: Int { ProcessInfo.processInfo.environment["ROOST_KILLS"].flatMap { Int($0) } ?? 30 }

  /// Starts and ends the bot under load, then lets a last one finish everything.
  private func endAgainAndAgain(
    _ times: Int, living milliseconds: ClosedRange<Int>, end: @escaping @Sendable (BotProcess) -> Void
  ) async throws -> LedgerLoad.Sums {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    let place = try await TestDatabase()
    let sums = SumsBox()
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram)
      func start() throws -> BotProcess {
        try BotProcess("crash-bot", ["run"], environment: telegram.environment(database: place.url), folder: folder.url)
      }
      let total = try await load.run {
        for _ in 0..<times {
          let bot = try start()
          try await Task.sleep(for: .milliseconds(Int.random(in: milliseconds)))
          end(bot)
        }
      }
      let last = try start()
      let isAnswered = try await load.isAnswered(total, within: 60)
      #expect(isAnswered, "the backlog was not worked off: \(last.text.suffix(2000))")
      // What is on its way is recorded, then the bot stops as asked.
      try await Task.sleep(for: .milliseconds(500))
      last.terminate()
      #expect(last.exitCode(within: 6) == 0)
      let database = try place.open()
      await sums.set(try await load.check(total, in: database))
      await database.close()
    }
    await place.remove()
    return await sums.value
  }

  @Test func nothingIsLostOrDoneTwice() async throws {
    let sums = try await endAgainAndAgain(Self.kills, living: 150...900) { $0.kill() }
    print(
      "kill loop: \(Self.kills) kills, \(sums.updates) updates, 0 lost, 0 twice, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged"
    )
  }

  @Test func whoIsAskedToStopFinishesWhatIsUnderWay() async throws {
    let sums = try await endAgainAndAgain(5, living: 700...1500) { bot in
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0, "SIGTERM under load: \(bot.text.suffix(2000))")
    }
    #expect(sums.doubled == 0, "an orderly end doubles nothing")
    #expect(sums.ambiguous == 0, "an orderly end leaves nothing in doubt")
  }
}
