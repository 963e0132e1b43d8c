import Payments
import PluginAPI
import PluginTesting
import Testing

@Suite struct ConversationTests {
  @Test func theContractHolds() async throws { try await verifyContract(PaymentsPlugin.self) }

  @Test func aPersonSeesWhatTheyGetPaysAndHasPremium() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/premium")
      try await alice.expect("up to 15 active goals at a time (free: 3)")
      #expect(
        await alice.buttons().flatMap(\.self).map { $0.replacing("\u{A0}", with: " ") } == [
          "Get it for 250 ⭐", "Not now",
        ])
      try await alice.press("Get it")
      try await alice.expect("The invoice is ready: 250 ⭐ now and every 30 days")
      #expect(try await alice.pay() == nil)
      try await alice.expect("Thank you! Premium is on until April 2, 2026.")
      try await alice.send("/subscription")
      try await alice.expect("Next payment: 250 ⭐ on April 1, 2026.")
      #expect(try await payments(bot) == 1)
    }
  }

  @Test func cancellingKeepsTheRestOfTheMonth() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await subscriber(bot)
      try await alice.send("/subscription")
      try await alice.expect("Premium is on until")
      try await alice.press("Switch renewal off")
      try await alice.expect("The renewal (250 ⭐) is off. Paid until April 1, 2026, no more charges.")
      await bot.advance(by: .days(29) + .hours(1))
      try await alice.expect("Premium ends on April 2, 2026 and does not renew")
      await bot.advance(by: .days(2))
      try await alice.expect("Premium has ended. All goals stay")
      try await alice.send("/premium")
      try await alice.expect("Premium")
      #expect(try await payments(bot) == 1)
    }
  }

  @Test func aPaymentIsReturnedByButtonOnce() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await subscriber(bot)
      try await alice.send("/paysupport")
      try await alice.expect("Within 72 hours of paying")
      let again = try await alice.data(of: "Return 250")
      try await alice.press("Return 250")
      try await alice.expect("Return 250 ⭐? What this payment bought ends at once")
      try await alice.press("Yes, return")
      await alice.ignoreAll()
      try await alice.send("/subscription")
      try await alice.expect("Premium is off")
      #expect(try await alice.pressForged(again).contains("cannot be returned"))
      #expect(try await refunds(bot) == 1)
    }
  }

  @Test func notNowIsRespected() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/premium")
      try await alice.expect("до 15 активных целей сразу (бесплатно – 3)")
      try await alice.press("Не сейчас")
      try await alice.expect("неделю я об этом не заговорю")
    }
  }

  @Test func theSameOfferIsOneInvoice() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await bot.person("Alice")
      for _ in 0..<2 {
        try await alice.send("/premium")
        try await alice.press("Get it")
        await alice.ignoreAll()
      }
      let orders = try await bot.rows("SELECT id FROM payments_order")
      #expect(orders.count == 1)
      #expect(try await alice.pay() == nil)
      try await alice.expect("Thank you!")
      #expect(try await alice.pay() == "This invoice is paid already. You have not been charged again.")
    }
  }

  @Test func anExpiredInvoiceIsRefusedBeforeStarsMove() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/premium")
      try await alice.press("Get it")
      await alice.ignoreAll()
      await bot.advance(by: .hours(25))
      #expect(try await alice.pay()?.contains("expired") == true)
      #expect(try await payments(bot) == 0)
    }
  }

  @Test func boughtOnceNothingRenews() async throws {
    try await withBot(PaymentsPlugin.self, settings: "payments: { subscription: false, ledger_hours: 24 }") { bot in
      let alice = try await subscriber(bot)
      try await alice.send("/premium")
      try await alice.expect("Premium is on until April 1, 2026. It does not renew by itself.")
      try await alice.press("30 more days")
      try await alice.expect("The invoice is ready: 250 ⭐ once, for 30 days.")
      #expect(try await alice.pay() == nil)
      try await alice.expect("Nothing is lost: the second 30 days are added, Premium is on until May 1, 2026.")
    }
  }

  @Test func whereNothingIsSoldEverythingIsUnlocked() async throws {
    try await withBot(PaymentsPlugin.self, settings: "payments: { gateway: none }") { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/premium")
      try await alice.expect("everything is unlocked for everyone")
      try await alice.send("/subscription")
      try await alice.expect("everything is unlocked for everyone")
    }
  }

  @Test func adminCommandsAreForAdmins() async throws {
    try await withBot(PaymentsPlugin.self, settings: daily) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/grant \(alice.id) 3000")
      await alice.ignoreAll()
      try await alice.send("/refund")
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM payments_grant").isEmpty)
    }
  }

  private let daily = "payments: { ledger_hours: 24 }"

  /// Somebody who has just paid.
  private func subscriber(_ bot: TestBot) async throws -> TestPerson {
    let alice = try await bot.person("Alice")
    try await alice.send("/premium")
    try await alice.press("Get it")
    await alice.ignoreAll()
    #expect(try await alice.pay() == nil)
    try await alice.expect("Thank you!")
    return alice
  }

  private func payments(_ bot: TestBot) async throws -> Int {
    try await bot.rows("SELECT charge_id FROM payments_payment").count
  }

  private func refunds(_ bot: TestBot) async throws -> Int {
    try await bot.rows("SELECT charge_id FROM payments_payment WHERE refunded_at IS NOT NULL").count
  }
}
