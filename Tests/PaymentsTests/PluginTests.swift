import Contracts
import PluginAPI
import Testing

@testable import Payments

@Suite struct PluginTests {
  let id = rowID(1)

  @Test func buttonsFitIntoTelegramsBytes() throws {
    try expectFits(ShowPremium())
    try expectFits(BuyPremium())
    try expectFits(NotNow())
    try expectFits(ShowSubscription())
    try expectFits(SwitchRenewal(order: id, cancel: true))
    try expectFits(ReturnPayment(payment: id, isSure: false))
  }

  private func expectFits<Payload: CallbackPayload>(_ payload: Payload) throws {
    let bytes = try CompactEncoder().encode(payload)
    #expect(bytes.count <= 37, "\(Payload.name)")
    var decoder = CompactDecoder(bytes)
    _ = try decoder.decode(Payload.self)
  }

  @Test func theDefaultsAreThoseOfTheProduct() {
    let (configuration, problems) = configured([:])
    #expect(problems == [])
    #expect(configuration.gateway == .stars && configuration.subscription && configuration.price == 250)
    #expect(configuration.limit(.activeGoals, isPremium: false) == 3)
    #expect(configuration.limit(.activeGoals, isPremium: true) == 15)
    #expect(configuration.limit(.coachTurns, isPremium: false) == 10)
    #expect(configuration.limit(.coachTurns, isPremium: true) == 60)
  }

  @Test func settingsThatDoNotGoTogetherAreNamed() {
    #expect(configured(["price": .integer(10_001)]).problems.count == 1)
    #expect(configured(["price": .integer(10_001), "subscription": .bool(false)]).problems == [])
    #expect(configured(["terms_url": .string("http://a.example")]).problems.count == 1)
    #expect(configured(["ledger_hours": .integer(5)]).problems.count == 1)
    #expect(configured(["free": .section(["active_goals": .integer(20)])]).problems.count == 1)
    #expect(configured(["prize": .integer(1)]).problems.count == 1)
  }

  @Test func invoicesForStarsLookAsTelegramWantsThem() {
    let work = CreateInvoice(
      order: id, title: "Premium", description: "d", label: "l", stars: 250, isSubscription: true)
    #expect(work.method.currency == "XTR" && work.method.providerToken == "")
    #expect(work.method.prices.map(\.amount) == [250])
    #expect(work.method.subscriptionPeriod == 2_592_000)
    #expect(work.method.payload == "payments.\(id)")
    var once = work
    once.isSubscription = false
    #expect(once.method.subscriptionPeriod == nil)
  }

  @Test func theLedgerKnowsOurPaymentsFromOthers() throws {
    let user = #""user":{"id":1001,"is_bot":false,"first_name":"A"}"#
    func entry(_ json: String) throws -> LedgerEntry? { LedgerEntry(try StarTransaction(parsing: Array(json.utf8))) }
    let paid = try entry(
      """
      {"id":"c1","amount":250,"date":1790000000,"source":{"type":"user","transaction_type":"invoice_payment",\(user),\
      "invoice_payload":"payments.\(id)","subscription_period":2592000}}
      """)
    #expect(paid?.receipt.expires == 1_792_592_000 && paid?.isRefund == false && paid?.person == PersonID(1001))
    let refund = try entry(
      """
      {"id":"c1","amount":250,"date":1790000000,"receiver":{"type":"user","transaction_type":"invoice_payment",\(user),\
      "invoice_payload":"payments.\(id)"}}
      """)
    #expect(refund?.isRefund == true)
    let foreign = try entry(
      """
      {"id":"c2","amount":5,"date":1790000000,"source":{"type":"user","transaction_type":"invoice_payment",\(user),\
      "invoice_payload":"shop.1"}}
      """)
    #expect(foreign == nil)
    #expect(try entry(#"{"id":"c3","amount":5,"date":1,"receiver":{"type":"fragment"}}"#) == nil)
  }
}
