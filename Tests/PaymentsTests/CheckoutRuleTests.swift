import PluginAPI
import Testing

@testable import Payments

@Suite struct CheckoutRuleTests {
  let alice = PersonID(1001)
  let bob = PersonID(1002)

  @Test func anOpenOrderOfThePersonIsAccepted() {
    #expect(answer(order()) == .accept)
    #expect(answer(order { $0.status = .linked }) == .accept)
  }

  @Test func whatDoesNotFitIsRefusedWithItsReason() {
    #expect(answer(nil) == .refuse(key: "checkout.unknown"))
    #expect(answer(order(), person: bob) == .refuse(key: "checkout.other_person"))
    #expect(answer(order(), amount: 249) == .refuse(key: "checkout.price"))
    #expect(answer(order(), currency: "USD") == .refuse(key: "checkout.price"))
    #expect(answer(order(), now: day(1)) == .refuse(key: "checkout.expired"))
    #expect(answer(order { $0.status = .failed }) == .refuse(key: "checkout.expired"))
    #expect(answer(order(), gateway: "none") == .refuse(key: "checkout.closed"))
  }

  @Test func aPriceThatChangedSinceIsRefused() {
    #expect(answer(order(), price: 300) == .refuse(key: "checkout.price"))
    #expect(answer(order(), subscription: false) == .refuse(key: "checkout.price"))
    #expect(answer(order(version: 0)) == .refuse(key: "checkout.price"))
  }

  @Test func aPaidInvoiceIsNotPaidAgain() {
    let paid = order { ($0.status, $0.renewal, $0.paidUntil) = (.paid, .active, day(30)) }
    #expect(answer(paid) == .refuse(key: "checkout.paid"))
    let once = order(isSubscription: false) { $0.status = .paid }
    #expect(answer(once, subscription: false) == .refuse(key: "checkout.paid"))
  }

  @Test func aRenewalKeepsItsPrice() {
    let paid = order { ($0.status, $0.renewal, $0.paidUntil) = (.paid, .active, day(30)) }
    #expect(answer(paid, price: 900, now: day(28)) == .accept)
    #expect(answer(paid, price: 900, now: day(31)) == .accept)
    #expect(answer(paid, amount: 900, price: 900, now: day(28)) == .refuse(key: "checkout.price"))
    let canceled = order { ($0.status, $0.renewal, $0.paidUntil) = (.paid, .canceled, day(30)) }
    #expect(answer(canceled, now: day(28)) == .refuse(key: "checkout.paid"))
  }

  @Test func thePayloadIsOursOnlyWithItsWord() {
    let id = order().id
    #expect(InvoicePayload.order(in: InvoicePayload.text(of: id)) == id)
    #expect(InvoicePayload.text(of: id).utf8.count <= 128)
    #expect(!InvoicePayload.isOurs(id.description))
    #expect(InvoicePayload.isOurs("payments.nonsense") && InvoicePayload.order(in: "payments.nonsense") == nil)
  }

  private func order(
    version: Int = Premium.version, isSubscription: Bool = true, _ change: (inout Order) -> Void = { _ in }
  ) -> Order {
    var order = Order(
      id: rowID(1), person: alice, version: version, stars: 250,
      isSubscription: isSubscription, createdAt: day(0), expiresAt: day(1))
    change(&order)
    return order
  }

  private func answer(
    _ order: Order?, person: PersonID? = nil, currency: String = "XTR", amount: Int = 250, price: Int = 250,
    subscription: Bool = true, gateway: String = "stars", now: Instant = day(0)
  ) -> PreCheckout.Answer {
    let configuration = configured([
      "price": .integer(price), "subscription": .bool(subscription), "gateway": .string(gateway),
    ])
    return CheckoutRule.answer(
      order: order, person: person ?? alice, currency: currency, amount: amount,
      configuration: configuration.value, now: now)
  }
}
