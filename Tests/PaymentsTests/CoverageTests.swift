import PluginAPI
import Testing

@testable import Payments

@Suite struct CoverageTests {
  let order = rowID(1)
  let other = rowID(2)

  @Test func aSubscriptionLastsUntilItsExpiryAndADay() {
    #expect(until([sub("a", order, from: 0)]) == day(31))
  }

  @Test func aRenewalIsAbsoluteAndARepeatOfItAddsNothing() {
    let first = sub("a", order, from: 0)
    let second = sub("b", order, from: 30)
    #expect(until([first, second]) == day(61))
    #expect(until([second, first]) == day(61))
    // It came three days early and says the same date.
    #expect(until([first, sub("b", order, from: 27, to: 60)]) == day(61))
  }

  @Test func aPeriodPaidTwiceIsAddedBehind() {
    #expect(until([sub("a", order, from: 0), sub("b", other, from: 0)]) == day(61))
  }

  @Test func twoSubscriptionsNeverLoseAPaidDay() {
    let payments = [
      sub("a", order, from: 0), sub("b", other, from: 0), sub("c", order, from: 30), sub("d", other, from: 30),
    ]
    #expect(until(payments) == day(121))
  }

  @Test func refundingOneOfTwoLeavesTheOther() {
    var second = sub("b", other, from: 0)
    second.refundedAt = day(1)
    #expect(until([sub("a", order, from: 0), second]) == day(31))
  }

  @Test func refundingAllLeavesNothing() {
    var only = sub("a", order, from: 0)
    only.refundedAt = day(1)
    #expect(until([only]) == nil)
  }

  @Test func daysBoughtOnceBeginNowOrBehindWhatIsThere() {
    #expect(until([once("a", at: 0)]) == day(30))
    #expect(until([once("a", at: 0), once("b", at: 10)]) == day(60))
    #expect(until([once("a", at: 0), once("b", at: 50)]) == day(80))
  }

  @Test func daysGivenMoveBehindASubscription() {
    let gift = Grant(id: rowID(3), days: 10, at: day(5))
    #expect(until([sub("a", order, from: 0)], [gift]) == day(41))
    // Five of the ten are used up before the subscription begins, five are left for its end.
    #expect(until([sub("a", order, from: 10)], [gift]) == day(46))
  }

  @Test func aFailedRenewalGivesThreeDays() {
    #expect(Coverage.until(payments: [sub("a", order, from: 0)], grants: [], failed: [order]) == day(33))
  }

  @Test func whatBuysNothingCoversNothing() {
    #expect(until([]) == nil)
    #expect(until([payment("a", nil, at: 0, expires: nil, days: 0)]) == nil)
    #expect(until([sub("a", order, from: 10, to: 5)]) == nil)
  }

  @Test func theOrderOfArrivalDoesNotMatter() {
    let payments = [
      sub("a", order, from: 0), once("b", at: 3), sub("c", other, from: 12), sub("d", order, from: 30),
      once("e", at: 31),
    ]
    let expected = until(payments)
    for shift in 1..<payments.count {
      #expect(until(Array(payments[shift...] + payments[..<shift])) == expected)
    }
    #expect(until(payments.reversed()) == expected)
  }

  private func until(_ payments: [Payment], _ grants: [Grant] = []) -> Instant? {
    Coverage.until(payments: payments, grants: grants, failed: [])
  }
}
