import Foundation
import Host
import PluginAPI
import Sandbox
import Testing

/// `roost run` against a Bot API in another process, by polling and by webhook.
@Suite(.serialized) struct ServingTests {
  @Test func servesByPolling() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await FakeTelegram.serve { telegram in
      let bot = try BotProcess(
        "roost", ["run"], environment: telegram.environment(), folder: folder.url)
      await telegram.emulator.addPerson("Алиса", languageCode: "ru", id: 3001, hasStarted: true)
      try await telegram.emulator.send("/start", from: 3001)
      let answered = try await eventually(within: 15) {
        await telegram.replies(to: 3001).contains { $0.contains("Здравствуйте") }
      }
      #expect(answered, "\(bot.text)")
      // The menu follows the plugins, per language.
      let menu = try await eventually(within: 10) { await telegram.emulator.commandMenu(of: 3001).count > 5 }
      #expect(menu)
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)
      #expect(!bot.text.contains(FakeTelegram.token))
    }
  }

  @Test func servesByWebhookAndRefusesAWrongSecret() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await FakeTelegram.serve { telegram in
      let port = 20_000 + Int(getpid()) % 20_000
      var environment = telegram.environment()
      environment["WEBHOOK_URL"] = "http://127.0.0.1:\(port)/hook"
      environment["WEBHOOK_SECRET"] = "right-secret"
      environment["HTTP_PORT"] = String(port)
      let bot = try BotProcess(
        "crash-bot", ["run"], environment: environment, folder: folder.url)
      await telegram.emulator.addPerson("Alice", id: 3002, hasStarted: true)
      let ready = try await eventually(within: 15) { try await status("GET", port, "/readyz") == 200 }
      #expect(ready, "\(bot.text)")
      let forged =
        #"{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":3002,"type":"private"},"from":{"id":3002,"is_bot":false,"first_name":"A"},"text":"forged"}}"#
      #expect(try await status("POST", port, "/hook", body: forged, secret: "wrong-secret") == 401)
      #expect(try await status("POST", port, "/hook", body: forged) == 401)
      #expect(try await status("POST", port, "/elsewhere", body: forged, secret: "right-secret") == 404)
      try await telegram.emulator.send("hello", from: 3002)
      let answered = try await eventually(within: 15) { await telegram.replies(to: 3002) == ["message hello"] }
      #expect(answered, "\(bot.text)")
      #expect(try await status("GET", port, "/metrics") == 200)
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)
    }
  }

  private func status(_ method: String, _ port: Int, _ path: String, body: String = "", secret: String? = nil)
    async throws -> Int
  {
    var arguments = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, "http://127.0.0.1:\(port)\(path)"]
    if !body.isEmpty { arguments += ["-d", body] }
    if let secret { arguments += ["-H", "X-Telegram-Bot-Api-Secret-Token: \(secret)"] }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Int(String(decoding: data, as: UTF8.self)) ?? 0
  }
}
