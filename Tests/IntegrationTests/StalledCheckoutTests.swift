import Foundation
import Host
import PluginAPI
import Sandbox
import TestServers
import Testing

/// Somebody pays while PostgreSQL stands still: Telegram gives the bot ten seconds, and money is at stake.
@Suite(.serialized) struct StalledCheckoutTests {
  private static let payer = 4001

  @Test func aPreCheckoutIsRefusedInTimeAndNothingIsCharged() async throws {
    let server = try await PostgresServer.start()
    let proxy = try TestProxy(target: server.port)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try Data("plugins: { payments: {} }\n".utf8).write(to: folder.url.appendingPathComponent("roost.yaml"))
    try await FakeTelegram.serve { telegram in
      let bot = try BotProcess(
        "roost", ["run"], environment: telegram.environment(database: server.url(port: proxy.port)), folder: folder.url)
      await telegram.emulator.addPerson("Alice", languageCode: "en", stars: 1000, id: Self.payer)
      try await telegram.emulator.send("/premium", from: Self.payer)
      let isOffered = try await eventually(within: 20) { await press("Get it", telegram.emulator) }
      #expect(isOffered, "\(bot.text)")
      let hasInvoice = try await eventually(within: 10) { await invoice(telegram.emulator) != nil }
      #expect(hasInvoice, "\(bot.text)")
      let link = await invoice(telegram.emulator) ?? ""

      proxy.set(.stall)
      let start = Date()
      let outcome = await telegram.emulator.pay(link: link, from: Self.payer)
      let seconds = Date().timeIntervalSince(start)
      guard case .refused(let reason) = outcome else {
        Issue.record("\(outcome) after \(seconds) s: \(bot.text.suffix(1500))")
        return
      }
      #expect(reason.contains("Nothing was charged"))
      #expect(seconds < 5, "refused after \(seconds) s")

      proxy.set(.forward)
      // A second payment is a new one, once the host has noticed that the database is back.
      var charge = ""
      let isPaid = try await eventually(within: 15) {
        if case .paid(let id) = await telegram.emulator.pay(link: link, from: Self.payer) { charge = id }
        return !charge.isEmpty
      }
      #expect(isPaid, "\(bot.text.suffix(1500))")
      let database = try DatabaseLocation(url: server.url(port: server.port)).open(connections: 2)
      let isKept = try await eventually(within: 10) {
        let charges: [String] = try await database.rows("SELECT charge_id FROM payments_payment")
          .map { try $0.get("charge_id") }
        return charges == [charge]
      }
      #expect(isKept, "\(bot.text.suffix(1500))")
      await database.close()
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)
    }
    proxy.stop()
    try await server.stop()
  }

  private func press(_ title: String, _ emulator: Emulator) async -> Bool {
    for message in await emulator.messages(in: Self.payer) {
      guard let button = message.buttons.first(where: { $0.text.contains(title) }) else { continue }
      _ = await emulator.startPress(row: button.row, column: button.column, of: message.id, from: Self.payer)
      return true
    }
    return false
  }

  private func invoice(_ emulator: Emulator) async -> String? {
    await emulator.messages(in: Self.payer).flatMap(\.buttons).compactMap { $0.json["url"]?.string }
      .first { $0.contains("t.me/$") }
  }
}
