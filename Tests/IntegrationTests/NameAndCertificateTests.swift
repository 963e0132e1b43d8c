import Foundation
import Host
import PluginAPI
import PluginTesting
import Sandbox
import TestServers
import Testing

/// Telegram by its name and over TLS, as in the real world: while the name or the certificate is wrong nothing is sent,
/// and once it is right again work goes on within 5 s, without anything twice.
@Suite(.serialized, .enabled(if: TLSFront.canBeMade, "a program with an /etc/hosts of its own cannot be started here"))
struct NameAndCertificateTests {
  private static let probe = 4001

  @Test func nothingIsSentToWhoIsNotTelegram() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    let place = try await TestDatabase()
    try await FakeTelegram.serve(hosts: ["telegram.test"]) { telegram in
      let front = try TLSFront(target: Int(telegram.base.split(separator: ":").last ?? "") ?? 0)
      var environment = telegram.environment(database: place.url)
      environment["TELEGRAM_API_BASE"] = "https://telegram.test:\(front.port)"
      // At first nobody knows the name.
      try front.open(.nameless)
      let bot = try BotProcess(
        "crash-bot", ["run"], environment: environment, folder: folder.url, through: front.through)
      await telegram.emulator.addPerson("Probe", id: Self.probe, hasStarted: true)
      var expected: [String] = []
      /// A line that somebody wrote is answered within 5 s.
      func expectAnswer(to text: String, _ situation: String) async throws {
        let isAnswered = try await eventually(within: 5) {
          await telegram.replies(to: Self.probe).contains("message \(text)")
        }
        #expect(isAnswered, "\(situation): not answered within 5 s: \(bot.text.suffix(1500))")
        expected.append("message \(text)")
      }
      /// The host says why it does not reach Telegram.
      func expectRefusals(_ door: TLSFront.Door, because reason: String, since before: Int = 0) async throws {
        let isMet = try await eventually(within: 20) { bot.text.dropFirst(before).contains(reason) }
        #expect(isMet, "\(door) met nobody: \(bot.text.dropFirst(before))")
        let replies = await telegram.replies(to: Self.probe)
        #expect(replies == expected, "\(door): something was sent")
      }
      try await telegram.emulator.send("first", from: Self.probe)
      try await expectRefusals(.nameless, because: "[libcurl 6]")
      try front.open(.right)
      try await expectAnswer(to: "first", "once the name is known")
      let doors: [(TLSFront.Door, String)] = [
        (.elsewhere, "no alternative certificate subject name"), (.expired, "certificate has expired"),
        (.unknown, "self-signed certificate"), (.plain, "wrong version number"), (.silent, "no connection within"),
      ]
      for (door, reason) in doors {
        let before = bot.text.count
        try front.open(door)
        try await telegram.emulator.send("\(door)", from: Self.probe)
        try await expectRefusals(door, because: reason, since: before)
        try front.open(.right)
        try await expectAnswer(to: "\(door)", "after \(door)")
      }
      // The service moves to another address, and its old one is gone.
      try front.open(.moved)
      try await telegram.emulator.send("moved", from: Self.probe)
      try await expectAnswer(to: "moved", "at another address")
      let replies = await telegram.replies(to: Self.probe)
      #expect(replies == expected, "something came twice")
      #expect(!bot.text.contains(FakeTelegram.token))
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)
      let database = try place.open()
      let doubtful = try await database.rows("SELECT id FROM roost_outbox WHERE ambiguous > 0")
      #expect(doubtful.isEmpty)
      await database.close()
    }
    await place.remove()
  }
}
