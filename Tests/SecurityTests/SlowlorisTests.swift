import Foundation
import HTTPClient
import Logging
import PluginAPI
import PluginTesting
import SandboxRuntime
import Testing

@testable import Host

/// Thousands of connections that say little or nothing: the server closes them in time, has memory for them, and goes on
/// serving everybody else. `ROOST_SLOW_CONNECTIONS=10000` makes it ten thousand.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SlowlorisTests {
  private static let secret = "right-secret_0123456789"
  private static var count: Int {
    ProcessInfo.processInfo.environment["ROOST_SLOW_CONNECTIONS"].flatMap { Int($0) } ?? 2000
  }

  /// A bot behind its server; `body` gets the port.
  private func serving(
    _ limits: ServerLimits, _ body: @escaping @Sendable (TestBot, TestPerson, Int) async throws -> Void
  ) async throws {
    try await withBot(coach, allowsQuarantine: true, options: { $0.settings.throttleInterval = .zero }) { bot in
      let mallory = await bot.mallory()
      let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
      let server = HostServer(
        host: bot.runtime.host, address: ("127.0.0.1", 0), webhook: ("/hook", Secret(Self.secret)),
        logger: Logger(label: "roost.test") { _ in SwiftLogNoOpLogHandler() }, limits: limits)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run { continuation.yield($0) } }
        for await port in ports {
          try await body(bot, mallory, port)
          break
        }
        group.cancelAll()
      }
      await mallory.ignoreAll()
    }
  }

  private static func head(length: Int) -> String {
    "POST /hook HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: \(secret)\r\nContent-Length: \(length)\r\n\r\n"
  }

  /// Delivers an update on a connection of its own.
  private func deliver(_ update: [UInt8], _ port: Int) throws -> String {
    let connection = try SlowConnection(port: port, saying: Array(Self.head(length: update.count).utf8) + update)
    defer { connection.close() }
    return connection.answer(within: 5)
  }

  private func gauge(_ name: String, _ port: Int) async throws -> Int {
    let client = try HTTPClient()
    let answer = try await client.execute(HTTPRequest(url: "http://127.0.0.1:\(port)/metrics"))
    await client.shutdown()
    let line = String(decoding: answer.body, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name + " ") }
    return line?.split(separator: " ").last.flatMap { Int($0) } ?? -1
  }

  private var residentMegabytes: Int { (ProcessUsage.now()?.residentBytes ?? 0) >> 20 }

  @Test func thousandsAreClosedWhileOthersAreServed() async throws {
    ServerLimits.raiseFileLimit()
    var limits = ServerLimits()
    // Half of them at once: the others find it full.
    limits.connections = Self.count / 2
    limits.requestTime = .seconds(10)
    try await serving(limits) { [limits] bot, mallory, port in
      var updates = RawUpdates(mallory)
      let half = Array(Self.head(length: 1000).utf8) + Array("{\"update_id\":".utf8)
      let starts = [Array(half.prefix(40)), half, Array("G".utf8), []]
      let before = residentMegabytes
      var slow: [SlowConnection] = []
      var slowest = Duration.zero
      var delivered = 0
      for number in 0..<Self.count {
        slow.append(try SlowConnection(port: port, saying: starts[number % 4]))
        // Those with a body drip: each byte of it is a sign of life.
        if number % 4 == 1 { slow[number / 2].say(Array(" ".utf8)) }
        guard number % (Self.count / 50) == 0 else { continue }
        let start = ContinuousClock.now
        let answer = try deliver(updates.text("/help"), port)
        #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer) with \(number) slow connections")
        slowest = max(slowest, ContinuousClock.now - start)
        delivered += 1
      }
      let open = try await gauge("roost_http_connections", port)
      #expect(open <= limits.connections)
      #expect(open > limits.connections / 2, "the test is slower than the patience of the server")
      let memory = residentMegabytes - before
      #expect(memory < 50 + Self.count / 10, "\(memory) MB for \(open) connections")
      // All of them are closed in the end, also those that go on dripping.
      let end = ContinuousClock.now + .seconds(30)
      while ContinuousClock.now < end, slow.contains(where: { !$0.isClosed }) {
        for number in stride(from: 1, to: slow.count, by: 4) { slow[number].say(Array(" ".utf8)) }
        try await Task.sleep(for: .milliseconds(200))
      }
      let left = slow.count { !$0.isClosed }
      #expect(left == 0)
      #expect(try deliver(updates.text("/help"), port).hasPrefix("HTTP/1.1 200"))
      let closed = try await gauge("roost_http_connections_closed_total", port)
      #expect(closed >= Self.count)
      for connection in slow { connection.close() }
      await bot.runtime.settle()
      let recorded = try await bot.recorded()
      #expect(recorded == delivered + 1)
      print(
        "slow connections: \(Self.count), \(open) of them open at once, \(memory) MB; \(delivered) updates meanwhile, the slowest answered after \(slowest)"
      )
    }
  }

  /// Who has been answered may come again for a while; then the connection closes.
  @Test func whoIsIdleAfterAnAnswerIsClosedLater() async throws {
    var limits = ServerLimits()
    limits.requestTime = .seconds(1)
    limits.idleTime = .seconds(4)
    try await serving(limits) { bot, mallory, port in
      var updates = RawUpdates(mallory)
      let update = updates.text("/help")
      let connection = try SlowConnection(port: port, saying: Array(Self.head(length: update.count).utf8) + update)
      defer { connection.close() }
      #expect(connection.answer(within: 5).hasPrefix("HTTP/1.1 200"))
      try await Task.sleep(for: .seconds(2.5))
      #expect(!connection.isClosed)
      // A second request on it, which never ends.
      connection.say(Array(Self.head(length: 1000).utf8))
      let end = ContinuousClock.now + .seconds(3)
      while ContinuousClock.now < end, !connection.isClosed { try await Task.sleep(for: .milliseconds(50)) }
      #expect(connection.isClosed)
      await bot.runtime.settle()
    }
  }
}
