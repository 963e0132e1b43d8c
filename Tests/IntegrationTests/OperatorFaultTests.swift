import Foundation
import Host
import Sandbox
import Testing

/// What an operator can get wrong: a clear message with what to do, a non-zero exit, nothing damaged.
@Suite(.serialized) struct OperatorFaultTests {
  private func run(
    _ arguments: [String], _ environment: [String: String] = [:], in folder: TemporaryFolder, through: [String] = []
  ) throws -> (code: Int32?, text: String) {
    let bot = try BotProcess("roost", arguments, environment: environment, folder: folder.url, through: through)
    let code = bot.exitCode(within: 15)
    usleep(50_000)
    return (code, bot.text)
  }

  @Test func aMissingTokenIsExplained() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let (code, text) = try run(["run"], in: folder)
    #expect(code == 1)
    #expect(text.contains("TELEGRAM_BOT_TOKEN") && text.contains("@BotFather") && text.contains("roost sandbox"))
  }

  @Test func everyFaultOfTheConfigurationIsReportedAtOnce() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let yaml = """
      plugins:
        gaols: {}
        goals: { undo_minuts: 5 }
      throttle: { burst: none }
      lane: { capacity: 3 }
      """
    try yaml.write(to: folder.url.appendingPathComponent("roost.yaml"), atomically: true, encoding: .utf8)
    let (code, text) = try run(["check"], in: folder)
    #expect(code == 1)
    #expect(text.contains("lane: unknown key; did you mean \"lanes\"?"))
    #expect(text.contains("throttle.burst"))
  }

  @Test func anUnknownPluginAndAnUnknownSettingAreNamed() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try "plugins: { gaols: {}, goals: { undo_minuts: 5 } }".write(
      to: folder.url.appendingPathComponent("roost.yaml"), atomically: true, encoding: .utf8)
    let (code, text) = try run(["check"], in: folder)
    #expect(code == 1)
    #expect(text.contains("did you mean \"goals\"?"))
    #expect(text.contains("plugins.goals.undo_minuts: unknown key; did you mean \"undo_minutes\"?"))
  }

  @Test func aSecondProcessOnTheSameFileIsTurnedAway() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    // Telegram does not answer, so the first waits with the database open.
    let environment = [
      "TELEGRAM_BOT_TOKEN": "1:abcdef", "TELEGRAM_API_BASE": "http://127.0.0.1:9", "DATABASE_URL": "sqlite:bot.db",
    ]
    let first = try BotProcess("roost", ["run"], environment: environment, folder: folder.url)
    while !FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("bot.db").path),
      first.process.isRunning
    {
      usleep(20_000)
    }
    let (code, text) = try run(["run"], environment, in: folder)
    #expect(code == 1)
    #expect(text.contains("Another process is using this database"))
    first.terminate()
    #expect(first.exitCode(within: 6) == 0)
  }

  @Test func aReadOnlyFolderIsExplained() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
    let unprivileged = getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"] : []
    let (code, text) = try run(
      ["migrate"], ["DATABASE_URL": "sqlite:\(folder.url.path)/bot.db"], in: folder, through: unprivileged)
    #expect(code == 1)
    #expect(text.contains("writable for this user"), "\(text)")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
  }

  @Test func aWrongTokenIsExplained() async throws {
    try await FakeTelegram.serve { telegram in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      var environment = telegram.environment()
      environment["TELEGRAM_BOT_TOKEN"] = "7000000001:wrong-token-of-somebody-else-00000000"
      let (code, text) = try run(["run"], environment, in: folder)
      #expect(code == 1)
      #expect(text.contains("Telegram does not know this bot token"), "\(text)")
      #expect(!text.contains("wrong-token"))
    }
  }

  @Test func aFullDiskLosesNothing() async throws {
    try await FakeTelegram.serve { telegram in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      try CrashBotSettings.write(to: folder.url)
      await telegram.emulator.addPerson("Alice", id: 3100, hasStarted: true)
      // The file may not grow beyond a few hundred KiB: the disk is full for this process.
      let bot = try BotProcess(
        "crash-bot", ["run"], environment: telegram.environment(), folder: folder.url,
        through: ["/bin/bash", "-c", "ulimit -f 600; exec \"$0\" \"$@\""])
      let text = String(repeating: "x", count: 3000)
      for number in 1...300 { try await telegram.emulator.send("\(number) \(text)", from: 3100) }
      let noticed = try await eventually(within: 20) {
        bot.text.contains("not stored") || bot.text.contains("not committed")
      }
      #expect(noticed, "\(bot.text.suffix(1000))")
      bot.kill()
      // With room again, all of it is there.
      let again = try BotProcess(
        "crash-bot", ["run"], environment: telegram.environment(), folder: folder.url)
      let done = try await eventually(within: 60) {
        Set(await telegram.replies(to: 3100).map { String($0.prefix(12)) }).count == 300
      }
      #expect(done, "\(again.text.suffix(1000))")
      again.terminate()
      #expect(again.exitCode(within: 6) == 0)
    }
  }
}
