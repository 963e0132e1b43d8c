import Foundation
import Host
import PluginAPI
import PluginTesting
import Sandbox
import Testing

/// An update that brings its process down each time it is handled.
@Suite(.serialized) struct PoisonTests {
  @Test func whatKillsItsHostIsQuarantinedAndTheLaneGoesOn() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url, leaseMilliseconds: 500)
    let place = try await TestDatabase()
    try await FakeTelegram.serve { telegram in
      await telegram.emulator.addPerson("Alice", id: 4001, hasStarted: true)
      await telegram.emulator.addPerson("Bob", id: 4002, hasStarted: true)
      try await telegram.emulator.send("before", from: 4001)
      try await telegram.emulator.send("die", from: 4001)
      try await telegram.emulator.send("after", from: 4001)
      try await telegram.emulator.send("hello", from: 4002)

      var deaths = 0
      var survivor: BotProcess?
      while survivor == nil, deaths < 10 {
        let bot = try BotProcess(
          "crash-bot", ["run"], environment: telegram.environment(database: place.url), folder: folder.url)
        let isOver = try await eventually(within: 15) {
          if !bot.process.isRunning { return true }
          return await telegram.replies(to: 4001).contains("message after")
        }
        #expect(isOver, "the bot neither died nor went on: \(bot.text.suffix(2000))")
        if bot.process.isRunning { survivor = bot } else { deaths += 1 }
      }
      #expect(deaths == 5, "the fifth takeover must quarantine it")
      let bot = try #require(survivor)

      let replies = await telegram.replies(to: 4001)
      #expect(replies.first == "message before")
      #expect(replies.last == "message after")
      #expect(await telegram.replies(to: 4002).contains("message hello"), "others must not wait for it")
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)

      let database = try place.open()
      let reasons = try await database.rows("SELECT reason FROM roost_inbox WHERE state = 3").map {
        try $0.get("reason", as: String.self)
      }
      #expect(reasons == ["roost: the host died 5 times while handling it"])
      let texts = try await database.rows(
        "SELECT text FROM \(Table("entry", of: "ledger", .shared)) WHERE person = 4001 ORDER BY number")
      #expect(try texts.map { try $0.get("text", as: String.self) } == ["before", "after"])
      await database.close()
    }
    await place.remove()
  }
}
