import Host
import Logging
import Payments
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime

/// The plugin on a real host with an emulated Telegram, for what happens to payments behind people's backs.
struct Market: Sendable {
  let runtime: SandboxRuntime
  /// An admin of the deployment.
  let admin: Int
  let alice: Int

  var telegram: Emulator { runtime.emulator }

  static func run(ledgerHours: Int = 1, stars: Int = 1000, _ body: @Sendable (Market) async throws -> Void)
    async throws
  {
    try await withTestDatabase { database in try await run(database, ledgerHours: ledgerHours, stars: stars, body) }
  }

  private static func run(
    _ database: any DatabaseDriver, ledgerHours: Int, stars: Int, _ body: @Sendable (Market) async throws -> Void
  ) async throws {
    var options = SandboxRuntime.Options(
      plugins: [PaymentsPlugin.self], database: database, start: Instant(unixSeconds: 1_772_442_000),
      logger: Logger(label: "roost.test") { _ in SwiftLogNoOpLogHandler() })
    options.settings.access.admins = [501]
    options.sections = [
      "payments": ConfigSection(path: "plugins.payments", values: ["ledger_hours": .integer(ledgerHours)])
    ]
    let runtime = try await SandboxRuntime(options)
    let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { isReady.finish() }
        try await runtime.run { isReady.yield() }
      }
      for await _ in ready { break }
      let admin = await runtime.emulator.addPerson("Ada", languageCode: "en", id: 501).id
      let alice = await runtime.emulator.addPerson("Alice", languageCode: "en", stars: stars, id: 502).id
      await runtime.settle()
      try await body(Market(runtime: runtime, admin: admin, alice: alice))
      group.cancelAll()
      try? await group.waitForAll()
    }
  }

  func send(_ text: String, from person: Int) async throws {
    _ = try await telegram.send(text, from: person)
    await runtime.settle()
  }

  /// Presses the newest button whose title contains this.
  func press(_ title: String, by person: Int) async {
    for message in await telegram.messages(in: person).reversed() {
      if let button = message.buttons.first(where: { $0.text.contains(title) }) {
        _ = await telegram.startPress(row: button.row, column: button.column, of: message.id, from: person)
        break
      }
    }
    await runtime.settle()
  }

  /// The newest invoice link in a chat.
  func link(of person: Int) async -> String {
    let urls = await telegram.messages(in: person).reversed().flatMap(\.buttons).compactMap { $0.json["url"]?.string }
    return urls.first { $0.contains("t.me/$") } ?? ""
  }

  func pay(_ link: String, by person: Int) async -> PaymentOutcome {
    let pending = await telegram.startPayment(ofLink: link, from: person)
    await runtime.settle()
    switch pending {
    case .settled(let outcome): return outcome
    case .asked(let id): return await telegram.outcome(ofPayment: id) ?? .timedOut
    }
  }

  /// Somebody subscribes. Returns the charge.
  func subscribe(_ person: Int) async throws -> String {
    try await send("/premium", from: person)
    await press("Get it", by: person)
    guard case .paid(let charge) = await pay(await link(of: person), by: person) else { return "" }
    return charge
  }

  func advance(by duration: Duration) async {
    let target = runtime.clock.now + duration
    while runtime.clock.now < target {
      let dues = [runtime.clock.nextDeadline, await telegram.nextDeadline].compactMap(\.self)
      await runtime.clock.advance(to: min(max(dues.min() ?? target, runtime.clock.now + .microseconds(1)), target))
      await telegram.tick()
      await runtime.settle()
    }
  }

  /// What the bot has written in a chat, the newest last, spaces plain.
  func texts(_ person: Int) async -> [String] {
    await telegram.messages(in: person).filter { $0.author == .bot }.compactMap { $0.text }
      .map { $0.replacing("\u{A0}", with: " ") }
  }

  func rows(_ sql: SQL) async throws -> [Row] { try await runtime.database.rows(sql) }
}
