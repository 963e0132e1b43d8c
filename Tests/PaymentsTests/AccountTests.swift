import PluginAPI
import Testing

@testable import Payments

@Suite struct AccountTests {
  let alice = PersonID(1001)

  @Test func aPaymentPaysItsOrder() {
    var account = Account(orders: [order(1)])
    let paid = account.add(sub("a", rowID(1), from: 0), of: alice)
    #expect(paid?.status == .paid && paid?.renewal == .active && paid?.paidUntil == day(30))
    #expect(account.until == day(31) && account.isRenewing(day(2)))
  }

  @Test func aRenewalOfAnErasedOrderCanBeSwitchedOff() {
    var account = Account()
    let made = account.add(sub("a", rowID(9), from: 0), of: alice)
    #expect(made?.id == rowID(9) && made?.isLive(day(1)) == true)
    #expect(account.charges(of: rowID(9)) == ["a"])
  }

  @Test func aRefundEndsPremiumAndItsSubscriptionAtOnce() {
    var account = Account(orders: [order(1)])
    let payment = sub("a", rowID(1), from: 0)
    _ = account.add(payment, of: alice)
    let order = account.refund(payment, at: day(1))
    #expect(order?.renewal == .canceled && order?.isLive(day(1)) == false)
    #expect(account.until == nil && !account.isPremium(day(1)))
  }

  @Test func cancellingKeepsTheTimeThatIsPaid() throws {
    var account = Account(orders: [order(1)])
    let added = account.add(sub("a", rowID(1), from: 0), of: alice)
    let paid = try #require(added)
    let canceled = account.set(.canceled, of: paid)
    #expect(canceled.renewal == .canceled && canceled.isLive(day(29)) && !account.isRenewing(day(1)))
    #expect(account.until == day(31))
    _ = account.set(.failed, of: canceled)
    #expect(account.until == day(33))
  }

  @Test func telegramIsAskedByTheFirstAndTheNewestCharge() {
    var account = Account(orders: [order(1)])
    for (charge, at) in [("a", 0), ("b", 30), ("c", 60)] { _ = account.add(sub(charge, rowID(1), from: at), of: alice) }
    #expect(account.charges(of: rowID(1)) == ["a", "c"])
    #expect(account.charges(of: rowID(2)).isEmpty)
  }

  @Test func aSecondPaymentWithinADayIsLikelyAMistake() {
    var account = Account(orders: [order(1), order(2)])
    let first = sub("a", rowID(1), from: 0)
    #expect(!DoublePayment.isLikely(first, before: account, now: day(0)))
    _ = account.add(first, of: alice)
    #expect(DoublePayment.isLikely(sub("b", rowID(2), from: 0), before: account, now: day(0)))
    // Another subscription goes on renewing.
    #expect(DoublePayment.isLikely(sub("b", rowID(2), from: 9), before: account, now: day(9)))
    #expect(!DoublePayment.isLikely(once("b", at: 9), before: account, now: day(9)))
    #expect(!DoublePayment.isLikely(sub("b", rowID(1), from: 30), before: account, now: day(30)))
  }

  @Test func refundsByButtonAreSoonAndSeldom() {
    let rule = RefundRule(window: .hours(72))
    let payment = sub("a", rowID(1), from: 0)
    #expect(rule.refundable([payment], now: day(2)).map(\.chargeID) == ["a"])
    #expect(rule.refundable([payment], now: day(3)).isEmpty)
    var earlier = sub("z", rowID(2), from: -100)
    earlier.refundedAt = day(-99)
    #expect(rule.refundable([payment, earlier], now: day(2)).isEmpty)
    #expect(rule.refundable([payment, earlier], now: day(90)).isEmpty)
    #expect(RefundRule(window: .zero).refundable([payment], now: day(0)).isEmpty)
  }

  private func order(_ number: Int) -> Order {
    Order(
      id: rowID(number), person: alice, version: 1, stars: 250, isSubscription: true, createdAt: day(0),
      expiresAt: day(1))
  }
}
