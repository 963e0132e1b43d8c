import CivilTime
import Foundation
import Host
import Sandbox

/// The emulator over real HTTP, in this process, for bots in other processes.
struct FakeTelegram {
  let emulator: Emulator
  let base: String
  static let token = "7000000001:crash-test-token-never-logged-00001"

  private struct RealClock: SandboxClock {
    var now: Instant { SystemClock().now }
    func nextDue() async -> Instant? { nil }
    func advance(to instant: Instant) async {}
  }

  /// Serves while `body` runs.
  /// - Parameter hosts: names under which it is called besides this computer's own.
  static func serve(
    hosts: Set<String> = [], configure: (inout EmulatorConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (FakeTelegram) async throws -> Void
  ) async throws {
    var configuration = EmulatorConfiguration(token: token)
    configuration.historyLimit = 200_000
    configure(&configuration)
    let emulator = Emulator(configuration, now: { SystemClock().now })
    var options = SandboxServer.Configuration()
    options.port = 0
    options.allowedHosts = hosts
    let server = SandboxServer(emulator: emulator, clock: RealClock(), configuration: options)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { port.yield($0) } }
      for await number in ports {
        try await body(FakeTelegram(emulator: emulator, base: "http://127.0.0.1:\(number)"))
        break
      }
      group.cancelAll()
      do { try await group.waitForAll() } catch is CancellationError {}
    }
  }

  /// What the bot said in a chat, oldest first.
  func replies(to person: Int) async -> [String] {
    await emulator.messages(in: person).filter { $0.author == .bot }.compactMap(\.text)
  }

  func environment(database: String = "sqlite:bot.db") -> [String: String] {
    var variables = [
      "TELEGRAM_BOT_TOKEN": Self.token, "TELEGRAM_API_BASE": base, "DATABASE_URL": database, "LOG_LEVEL": "notice",
    ]
    variables["ROOST_PLANTED_BUG"] = ProcessInfo.processInfo.environment["ROOST_PLANTED_BUG"]
    return variables
  }
}
