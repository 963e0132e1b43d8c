import Host
import Payments
import PluginAPI
import Sandbox
import SandboxRuntime
import Synchronization
import Testing

@Suite struct ExactlyOnceTests {
  @Test func aPaymentDeliveredAgainChangesAndSaysNothing() async throws {
    try await Market.run { market in
      let delivered = Mutex<[[UInt8]]>([])
      let host = market.runtime.host
      await market.telegram.setSink { raw in
        delivered.withLock { $0.append(raw) }
        return (try? await host.intake.accept([raw], movesCursor: true)) != nil
      }
      _ = try await market.subscribe(market.alice)
      let before = await market.texts(market.alice)
      let message = try #require(
        delivered.withLock { all in
          all.map { String(decoding: $0, as: UTF8.self) }.first { $0.contains("successful_payment") }
        })
      // The same payment as another update, which the inbox cannot know.
      let id = try #require(message.firstMatch(of: /"update_id":\d+/)).output
      let again = message.replacing(id, with: "\"update_id\":99999999")
      try await host.intake.accept([Array(again.utf8)], movesCursor: false)
      await market.runtime.settle()
      #expect(await market.texts(market.alice) == before)
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").count == 1)
    }
  }

  @Test func aLinkPassedOnIsRefused() async throws {
    try await Market.run { market in
      try await market.send("/premium", from: market.alice)
      await market.press("Get it", by: market.alice)
      let link = await market.link(of: market.alice)
      try await market.send("/terms", from: market.admin)
      guard case .refused(let text) = await market.pay(link, by: market.admin) else {
        Issue.record("somebody else could pay")
        return
      }
      #expect(text.contains("somebody else"))
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").isEmpty)
    }
  }

  @Test func anAdminsRefundTakesPremiumBackAtOnceAndOnce() async throws {
    try await Market.run { market in
      let charge = try await market.subscribe(market.alice)
      try await market.send("/refund \(charge)", from: market.admin)
      #expect(await market.texts(market.admin).last?.hasPrefix("✅ Returned to person \(market.alice)") == true)
      #expect(await market.texts(market.alice).filter { $0.contains("250 ⭐ returned") }.count == 1)
      let until = try await market.rows("SELECT until_at FROM payments_entitlement WHERE person = \(market.alice)")
      #expect(try until.first?.get("until_at", as: Instant?.self) == .some(nil))

      try await market.send("/refund \(charge)", from: market.admin)
      #expect(await market.texts(market.admin).last?.contains("returned already") == true)
      await market.advance(by: .days(40))
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").count == 1)
      #expect(try await market.rows("SELECT id FROM payments_order WHERE renewal = 'canceled'").count == 1)
    }
  }

  @Test func aRefundThatTelegramMadeAlreadyIsSuccess() async throws {
    try await Market.run { market in
      let charge = try await market.subscribe(market.alice)
      let host = market.runtime.host
      // Telegram returns the Stars, and its word of it gets lost.
      await market.telegram.setSink { raw in
        if String(decoding: raw, as: UTF8.self).contains("refunded_payment") { return true }
        return (try? await host.intake.accept([raw], movesCursor: true)) != nil
      }
      _ = await market.telegram.call(
        "refundStarPayment",
        parameters: .object(["user_id": .int(market.alice), "telegram_payment_charge_id": .string(charge)]))
      try await market.send("/refund \(charge)", from: market.admin)
      #expect(await market.texts(market.admin).last?.hasPrefix("✅ Returned") == true)
      #expect(try await market.rows("SELECT id FROM payments_payment WHERE refunded_at IS NOT NULL").count == 1)
    }
  }

  @Test func aGiftOfDaysIsTheOtherPersons() async throws {
    try await Market.run { market in
      try await market.send("/start", from: market.alice)
      try await market.send("/grant \(market.alice) 10", from: market.admin)
      #expect(await market.texts(market.alice).last == "🎁 Premium was given to you: it is on until March 12, 2026.")
      #expect(await market.texts(market.admin).last?.contains("has Premium until 2026-03-12") == true)
      await market.advance(by: .days(11))
      let texts = await market.texts(market.alice)
      #expect(texts.contains { $0.hasPrefix("Premium ends on March 12, 2026") })
      #expect(texts.last?.hasPrefix("Premium has ended.") == true)
    }
  }

  @Test func aPaymentWhoseMessageWasLostIsFoundInTheLedger() async throws {
    try await Market.run { market in
      let host = market.runtime.host
      await market.telegram.setSink { raw in
        if String(decoding: raw, as: UTF8.self).contains("successful_payment") { return true }
        return (try? await host.intake.accept([raw], movesCursor: true)) != nil
      }
      _ = try await market.subscribe(market.alice)
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").isEmpty)
      await market.advance(by: .hours(3))
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").count == 1)
      #expect(await market.texts(market.alice).filter { $0.contains("Thank you!") }.count == 1)
      #expect(try await market.rows("SELECT position FROM payments_ledger").map { try $0.get("position") } == [1])
    }
  }

  @Test func aLinkPaidTwiceAtOnceLosesNothing() async throws {
    try await Market.run { market in
      try await market.send("/premium", from: market.alice)
      await market.press("Get it", by: market.alice)
      let link = await market.link(of: market.alice)
      // Both pay sheets were open before the first one was paid.
      _ = await market.telegram.startPayment(ofLink: link, from: market.alice)
      _ = await market.telegram.startPayment(ofLink: link, from: market.alice)
      await market.runtime.settle()
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").count == 2)
      let last = await market.texts(market.alice).last
      #expect(last?.contains("paid for twice") == true && last?.contains("May 2, 2026") == true)
      // One button ends both.
      await market.press("My subscription", by: market.alice)
      await market.press("Switch renewal off", by: market.alice)
      await market.advance(by: .days(70))
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").count == 2)
    }
  }
}
