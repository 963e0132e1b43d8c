import Foundation
import Sandbox
import Testing

/// Secrets that are looked for, byte by byte, wherever a program can leave them.
@Suite(.serialized) struct CanaryTests {
  private static let canaries = [
    "token": "7000000001:CANARYtokenAAAAbbbbCCCCddddEEEEffff1", "database": "CANARYdatabase0001",
    "redis": "CANARYredis00000002", "webhook": "CANARYwebhook_0003", "file": "CANARYfromafile0004",
  ]

  /// A secret as it stands, percent-encoded, in base64 at each of its three places, in hexadecimal and backwards.
  private static func forms(of secret: String) -> [[UInt8]] {
    let bytes = Array(secret.utf8)
    let encoded = (0..<3).map { shift -> [UInt8] in
      let text = Data([UInt8](repeating: 0x20, count: shift) + bytes).base64EncodedString()
      return Array(text.dropFirst(4).prefix(while: { $0 != "=" }).dropLast(2).utf8)
    }
    let hex = bytes.map { String(0x100 + Int($0), radix: 16).dropFirst() }.joined()
    let percent = secret.replacing(":", with: "%3A")
    // The half of the token behind the colon is the secret.
    let tail = secret.split(separator: ":").last.map(String.init) ?? secret
    return [Array(secret.utf8), Array(tail.utf8), Array(percent.utf8), Array(hex.utf8)] + encoded
  }

  private func search(_ bytes: some Collection<UInt8>, _ place: String, _ location: SourceLocation = #_sourceLocation) {
    let data = Data(bytes)
    for (name, secret) in Self.canaries {
      for form in Self.forms(of: secret) where data.range(of: Data(form)) != nil {
        Issue.record("the \(name) secret is in \(place)", sourceLocation: location)
      }
    }
  }

  private func search(text: String, _ place: String, _ location: SourceLocation = #_sourceLocation) {
    search(Array(text.utf8), place, location)
  }

  /// All files below a folder but those that were given to the program.
  private func search(folder: URL, but given: Set<String>) throws {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    #expect(names.contains("bot.db"))
    for name in names where !given.contains(name) {
      let file = folder.appendingPathComponent(name)
      if let data = try? Data(contentsOf: file) { search(data, name) }
    }
  }

  /// What the system tells everybody about a process.
  private func commandLine(of bot: BotProcess) -> [UInt8] {
    let id = bot.process.processIdentifier
    return ["cmdline", "status", "comm", "maps"].flatMap { name in
      [UInt8]((try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/\(name)"))) ?? Data())
    }
  }

  private func environment(_ telegram: FakeTelegram, _ port: Int) -> [String: String] {
    [
      "TELEGRAM_BOT_TOKEN": Self.canaries["token"] ?? "", "TELEGRAM_API_BASE": telegram.base,
      "DATABASE_URL": "sqlite:bot.db", "REDIS_URL": "redis://:\(Self.canaries["redis"] ?? "")@127.0.0.1:1/0",
      "WEBHOOK_URL": "http://127.0.0.1:\(port)/hook", "WEBHOOK_SECRET": Self.canaries["webhook"] ?? "",
      "HTTP_PORT": String(port), "LOG_LEVEL": "trace",
    ]
  }

  private func serve(_ body: @escaping @Sendable (FakeTelegram, URL) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await FakeTelegram.serve(configure: { $0.token = Self.canaries["token"] ?? "" }) { telegram in
      try await body(telegram, folder.url)
    }
  }

  /// Everything goes wrong that can, at the most talkative level.
  @Test func aRunningBotKeepsItsSecrets() async throws {
    let port = 20_000 + Int(getpid() + 7) % 20_000
    try await serve { telegram, folder in
      let bot = try BotProcess("roost", ["run"], environment: environment(telegram, port), folder: folder)
      await telegram.emulator.addPerson("Alice", id: 3005, hasStarted: true)
      let ready = try await eventually(within: 20) { (try? await page(port, "/healthz").contains("ok")) == true }
      #expect(ready, "\(bot.text)")
      // The person sends a secret of another bot; Telegram fails in every way.
      try await telegram.emulator.send("/start", from: 3005)
      let failures: [Fault.Effect] = [
        .cutBefore, .html(status: 502), .truncated,
        .refuse(code: 400, description: "Bad Request: /bot7000000001:CANARY"),
      ]
      for effect in failures { await telegram.emulator.inject(Fault(effect, method: "sendMessage")) }
      try await telegram.emulator.send("/help", from: 3005)
      let answered = try await eventually(within: 20) { await !telegram.replies(to: 3005).isEmpty }
      #expect(answered, "\(bot.text)")
      _ = try await page(port, "/hook", secret: "wrong")
      _ = try await page(port, "/hook", secret: Self.canaries["webhook"], body: "{")
      search(text: try await page(port, "/metrics"), "the metrics")
      search(text: try await page(port, "/readyz"), "readiness")
      search(commandLine(of: bot), "the process list")
      for arguments in [["export", "3005"], ["inbox", "list"], ["outbox"], ["jobs"]] {
        let command = try BotProcess("roost", arguments, environment: environment(telegram, port), folder: folder)
        _ = command.exitCode(within: 20)
        search(text: command.text, arguments.joined(separator: " "))
      }
      // A crash with a report of the runtime.
      Foundation.kill(bot.process.processIdentifier, SIGABRT)
      _ = bot.exitCode(within: 20)
      #expect(bot.text.contains("webhook called with a wrong secret"), "the log is not as talkative as it should be")
      search(text: bot.text, "the log")
      try search(folder: folder, but: [])
    }
  }

  /// Databases that are not there, addresses that are wrong: errors name what is wrong and never the password.
  @Test func commandsThatFailKeepTheirSecrets() async throws {
    try await serve { telegram, folder in
      let secret = Self.canaries["database"] ?? ""
      let file = folder.appendingPathComponent("secret")
      try Data((Self.canaries["file"] ?? "").utf8).write(to: file)
      let databases = [
        "postgres://roost:\(secret)@127.0.0.1:1/roost", "postgres://roost:\(secret)@127.0.0.1:1/roost?bad=1",
        "postgres://roost:\(secret)@/x@127.0.0.1/roost", "postgres://roost:p@\(secret)/x/y", "mysql://u:\(secret)@h/d",
        "postgres://u:\(secret)@no-such-host.invalid:5432/d", "\(secret)",
      ]
      for database in databases {
        for arguments in [["check"], ["migrate", "--plan"], ["run"], ["export", "1"], ["plugins"], ["events"]] {
          var environment = environment(telegram, 0)
          environment["DATABASE_URL"] = database
          environment["HTTP_PORT"] = nil
          environment["WEBHOOK_URL"] = nil
          environment["REDIS_URL"] = "redis://user:\(Self.canaries["redis"] ?? "")@h:99999999/x"
          environment["WEBHOOK_SECRET"] = (Self.canaries["webhook"] ?? "") + "\u{7F}"
          environment["TELEGRAM_BOT_TOKEN"] = nil
          environment["TELEGRAM_BOT_TOKEN_FILE"] = file.path
          let command = try BotProcess("roost", arguments, environment: environment, folder: folder)
          let code = command.exitCode(within: 20)
          if arguments == ["check"] { #expect(code != 0, "\(command.text)") }
          search(text: command.text, "roost \(arguments.joined(separator: " "))")
        }
      }
    }
  }

  /// A secret that was written into the file by mistake is not quoted.
  @Test func aConfigurationFileWithSecretsInWrongPlaces() async throws {
    try await serve { telegram, folder in
      let yaml = """
        telegram: { token: "\(Self.canaries["token"] ?? "")" }
        redis: { url: "\(Self.canaries["redis"] ?? "")" }
        database: { url: "postgres://u:\(Self.canaries["database"] ?? "")@h:x/d" }
        webhook: { url: 5, secret: "\(Self.canaries["webhook"] ?? "")" }
        """
      try Data(yaml.utf8).write(to: folder.appendingPathComponent("roost.yaml"))
      let command = try BotProcess("roost", ["check"], environment: [:], folder: folder)
      #expect(command.exitCode(within: 20) != 0)
      #expect(command.text.contains("unknown key"), "\(command.text)")
      search(text: command.text, "roost check")
    }
  }

  private func page(_ port: Int, _ path: String, secret: String? = nil, body: String? = nil) async throws -> String {
    var arguments = ["-s", "-m", "5", "http://127.0.0.1:\(port)\(path)"]
    if let secret { arguments += ["-X", "POST", "-H", "X-Telegram-Bot-Api-Secret-Token: \(secret)"] }
    if let body { arguments += ["-d", body] }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
