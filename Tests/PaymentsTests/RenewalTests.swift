import Payments
import PluginAPI
import Sandbox
import SandboxRuntime
import Testing

@Suite struct RenewalTests {
  @Test func aRenewalExtendsToItsDateWithoutASound() async throws {
    try await Market.run(ledgerHours: 24) { market in
      _ = try await market.subscribe(market.alice)
      await market.advance(by: .days(30) + .minutes(5))
      let last = try #require(await market.telegram.messages(in: market.alice).last { $0.author == .bot })
      #expect(last.isSilent)
      #expect(await market.texts(market.alice).last?.contains("for 250 ⭐ and is on until May 2, 2026") == true)
      #expect(try await market.rows("SELECT charge_id FROM payments_payment").count == 2)
    }
  }

  @Test func aRenewalThatFailsGivesThreeDays() async throws {
    try await Market.run(ledgerHours: 24, stars: 300) { market in
      _ = try await market.subscribe(market.alice)
      await market.advance(by: .days(30) + .minutes(5))
      #expect(await market.texts(market.alice).last?.contains("It stays on until April 4, 2026.") == true)
      await market.advance(by: .days(2))
      #expect(await market.texts(market.alice).last?.hasPrefix("Premium has ended.") == false)
      await market.advance(by: .days(1))
      #expect(await market.texts(market.alice).last?.hasPrefix("Premium has ended.") == true)
    }
  }

  @Test func whatThePersonSwitchesInTelegramIsFollowed() async throws {
    try await Market.run { market in
      let charge = try await market.subscribe(market.alice)
      await market.telegram.cancelSubscription(charge, of: market.alice)
      await market.runtime.settle()
      #expect(await market.texts(market.alice).last?.hasPrefix("The renewal is off") == true)
      await market.telegram.resumeSubscription(charge, of: market.alice)
      await market.runtime.settle()
      #expect(await market.texts(market.alice).last?.hasPrefix("The renewal is on again") == true)
    }
  }
}
