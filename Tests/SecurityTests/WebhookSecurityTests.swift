import Foundation
import HTTPClient
import Host
import Logging
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

/// The webhook, as strangers find it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct WebhookSecurityTests {
  private static let secret = "right-secret_0123456789"
  private static let limit = 1 << 20

  /// A bot behind its HTTP server, with a client to call it.
  private func serving(
    _ body: @escaping @Sendable (_ bot: TestBot, _ mallory: TestPerson, _ hook: Hook) async throws -> Void
  ) async throws {
    try await withBot(coach, allowsQuarantine: true, options: { $0.settings.throttleInterval = .zero }) { bot in
      let mallory = await bot.mallory()
      let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
      let server = HostServer(
        host: bot.runtime.host, address: ("127.0.0.1", 0), webhook: ("/hook", Secret(Self.secret)),
        logger: Logger(label: "roost.test") { _ in SwiftLogNoOpLogHandler() })
      let client = try HTTPClient()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run { continuation.yield($0) } }
        for await port in ports {
          try await body(bot, mallory, Hook(client: client, port: port))
          break
        }
        group.cancelAll()
      }
      await client.shutdown()
    }
  }

  private struct Hook: Sendable {
    let client: HTTPClient
    let port: Int

    func post(
      _ body: [UInt8], secret: String? = WebhookSecurityTests.secret, path: String = "/hook",
      header: String = "X-Telegram-Bot-Api-Secret-Token"
    ) async throws -> Int {
      let headers = secret.map { [(header, $0)] } ?? []
      let request = HTTPRequest(
        method: .post, url: "http://127.0.0.1:\(port)\(path)",
        headers: headers + [("Content-Type", "application/json")],
        body: body, timeout: .seconds(20))
      return try await client.execute(request).status
    }

    func expect(
      _ status: Int, _ body: [UInt8], secret: String? = WebhookSecurityTests.secret, path: String = "/hook",
      header: String = "X-Telegram-Bot-Api-Secret-Token", _ location: SourceLocation = #_sourceLocation
    ) async throws {
      let found = try await post(body, secret: secret, path: path, header: header)
      #expect(found == status, "\(path) with \(secret ?? "nothing")", sourceLocation: location)
    }

    func expect(_ status: Int, at path: String, _ location: SourceLocation = #_sourceLocation) async throws {
      let request = HTTPRequest(url: "http://127.0.0.1:\(port)\(path)", timeout: .seconds(20))
      let found = try await client.execute(request).status
      #expect(found == status, "\(path)", sourceLocation: location)
    }

    func expectRecorded(_ count: Int, _ bot: TestBot, _ location: SourceLocation = #_sourceLocation) async throws {
      await bot.runtime.settle()
      let found = try await bot.recorded()
      #expect(found == count, "updates on record", sourceLocation: location)
    }
  }

  @Test func withoutTheSecretNothingIsRead() async throws {
    try await serving { bot, mallory, hook in
      var updates = RawUpdates(mallory)
      let real = updates.text("/help")
      let wrong: [String?] = [
        nil, "", "x", String(Self.secret.dropLast()), Self.secret + "x", Self.secret.uppercased(), " ",
        String(repeating: "a", count: 256), "right-secret_0123456788", "bearer \(Self.secret)",
      ]
      for secret in wrong {
        for body in [real, Array("{".utf8), [], [UInt8](repeating: 0xFF, count: 1000)] {
          try await hook.expect(401, body, secret: secret)
        }
      }
      try await hook.expect(401, real, header: "Authorization")
      try await hook.expectRecorded(0, bot)
      // The right one is taken, or this test could not fail.
      try await hook.expect(200, real)
      try await hook.expectRecorded(1, bot)
      await mallory.ignoreAll()
    }
  }

  @Test func otherPathsAndMethods() async throws {
    try await serving { bot, mallory, hook in
      var updates = RawUpdates(mallory)
      let real = updates.text("/help")
      for path in [
        "/", "/hook/", "/HOOK", "//hook", "/hook/x", "/%68ook", "/hooks", "/metrics", "/healthz", "/x/../hooks",
      ] {
        try await hook.expect(404, real, path: path)
      }
      for path in ["/hook", "/.env", "/roost.yaml", "/roost.db", "/../../etc/passwd"] {
        try await hook.expect(404, at: path)
      }
      try await hook.expectRecorded(0, bot)
    }
  }

  @Test func bodiesThatAreTooLargeDeepOrBroken() async throws {
    try await serving { bot, mallory, hook in
      var updates = RawUpdates(mallory)
      // The last byte decides.
      let small = updates.message("\"text\":\"x\",\"pad\":\"@\"")
      let room = Self.limit - small.count + 1
      func padded(_ count: Int) -> [UInt8] {
        Array(
          String(decoding: small, as: UTF8.self).replacing("@", with: String(repeating: "a", count: count)).utf8)
      }
      #expect(padded(room).count == Self.limit)
      try await hook.expect(413, padded(room + 1))
      try await hook.expect(413, [UInt8](repeating: 0x5B, count: 8 * Self.limit))
      try await hook.expectRecorded(0, bot)
      try await hook.expect(200, padded(room))
      try await hook.expectRecorded(1, bot)

      // What cannot be read is on record, and Telegram does not send it again and again.
      let deep = String(repeating: "[", count: 200_000)
      for body in ["", "[]", "null", "{", deep, #"{"update_id":1,"message":{"chat":\#(deep)"#, #"{"update_id":"x"}"#] {
        try await hook.expect(200, Array(body.utf8))
      }
      await bot.runtime.settle()
      let quarantined = try await bot.quarantined()
      #expect(quarantined.count == 7)
      await mallory.ignoreAll()
      try await hook.expect(200, updates.text("/help"))
      await bot.runtime.settle()
      try await mallory.expect("/goal")
    }
  }

  /// Hundreds of connections that say half a request and wait. The rest of the world is served meanwhile.
  @Test func slowConnectionsDoNotStopTheService() async throws {
    try await serving { bot, mallory, hook in
      var updates = RawUpdates(mallory)
      let real = updates.text("/help")
      let head =
        "POST /hook HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: \(Self.secret)\r\nContent-Length: \(real.count)\r\n\r\n"
      let half = Array(head.utf8) + real.prefix(real.count / 2)
      let starts = [Array(head.utf8.prefix(40)), half, Array("G".utf8), []]
      var slow: [SlowConnection] = []
      for number in 0..<400 { slow.append(try SlowConnection(port: hook.port, saying: starts[number % 4])) }
      let start = ContinuousClock.now
      try await hook.expect(200, at: "/healthz")
      try await hook.expect(200, real)
      #expect(ContinuousClock.now - start < .seconds(5))
      try await hook.expectRecorded(1, bot)
      // One that is cut in the middle of its body leaves nothing behind.
      for connection in slow.prefix(200) { connection.close() }
      // The others are still there when the host stops.
      try await hook.expect(200, at: "/healthz")
      try await hook.expectRecorded(1, bot)
      await mallory.ignoreAll()
    }
  }
}
