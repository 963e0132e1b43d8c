import Foundation
import Host
import Sandbox
import TestServers
import Testing

/// Everything that can happen between a host and PostgreSQL, under load; work goes on within 5 s of the server's return.
@Suite(.serialized) struct PostgresFaultTests {
  @Test func nothingIsLostWhateverHappensToTheDatabase() async throws {
    let server = try await PostgresServer.start()
    try await run(url: { server.url(port: $0) }, server: server, proxied: server.port)
    try await server.stop()
  }

  /// pgbouncer in transaction mode, with fewer server processes than connections.
  @Test func nothingIsLostBehindPgBouncer() async throws {
    let server = try await PostgresServer.start()
    // Its default waits 15 s after a failed login.
    let bouncer = try await Bouncer.start(server, settings: "server_login_retry = 1")
    try await run(
      url: { server.url(port: $0, query: "?pgbouncer=true") }, server: server, proxied: bouncer.port,
      faults: [.cutAtAnswer, .cutAll, .stall, .killTheServer])
    bouncer.stop()
    try await server.stop()
  }

  private enum Fault: CaseIterable, Sendable {
    /// The answer to a commit is lost.
    case cutAtAnswer
    case cutAtRequest
    case cutAll
    case refuse
    case stall
    case killTheServer
  }

  private func run(
    url: @escaping @Sendable (Int) -> String, server: PostgresServer, proxied: Int, faults: [Fault] = Fault.allCases
  ) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    let proxy = try TestProxy(target: proxied)
    try await FakeTelegram.serve { telegram in
      let load = LedgerLoad(telegram: telegram, people: 4)
      let bot = try BotProcess(
        "crash-bot", ["run"], environment: telegram.environment(database: url(proxy.port)), folder: folder.url)
      await telegram.emulator.addPerson("Probe", id: 4001, hasStarted: true)
      let total = try await load.run {
        try await Task.sleep(for: .seconds(1))
        for (number, fault) in (faults + faults).enumerated() {
          try await commit(fault, server, proxy)
          // The server is back: a message that comes now is answered soon.
          try await telegram.emulator.send("probe\(number)", from: 4001)
          let isAnswered = try await eventually(within: 5) {
            await telegram.replies(to: 4001).contains("message probe\(number)")
          }
          #expect(isAnswered, "\(fault): not recovered within 5 s: \(bot.text.suffix(1500))")
        }
      }
      let isAnswered = try await load.isAnswered(total, within: 30)
      #expect(isAnswered, "the backlog was not worked off: \(bot.text.suffix(2000))")
      try await Task.sleep(for: .milliseconds(500))
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)
      let database = try DatabaseLocation(url: url(proxied)).open(connections: 2)
      let sums = try await load.check(total, in: database)
      print("database faults: \(sums.updates) updates, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged")
      await database.close()
    }
    proxy.stop()
  }

  private func commit(_ fault: Fault, _ server: PostgresServer, _ proxy: TestProxy) async throws {
    switch fault {
    case .cutAtAnswer:
      for _ in 0..<10 {
        proxy.set(.cutAtAnswer)
        try await Task.sleep(for: .milliseconds(30))
      }
    case .cutAtRequest:
      for _ in 0..<10 {
        proxy.set(.cutAtRequest)
        try await Task.sleep(for: .milliseconds(30))
      }
    case .cutAll: proxy.cutAll()
    case .refuse:
      proxy.set(.refuse)
      proxy.cutAll()
      try await Task.sleep(for: .seconds(1))
    case .stall:
      proxy.set(.stall)
      try await Task.sleep(for: .seconds(2))
    case .killTheServer:
      try await server.killAll()
      try await Task.sleep(for: .milliseconds(500))
      try await server.restart()
    }
    proxy.set(.forward)
  }
}
