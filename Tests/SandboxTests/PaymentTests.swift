import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct PaymentTests {
  private static let product: [String: JSONValue] = [
    "title": .string("Premium"), "description": .string("A month"), "payload": .string("plan:1"),
    "currency": .string("XTR"), "prices": .array([.object(["label": .string("Month"), "amount": .int(100)])]),
  ]

  private func invoice(_ bench: Bench) async -> Int {
    let answer = await bench.call("sendInvoice", Self.product.merging(["chat_id": bench.alice.chat]) { $1 })
    return answer.result?["message_id"]?.int ?? 0
  }

  private func link(_ bench: Bench, subscription: Bool = false) async -> String {
    let period: [String: JSONValue] = subscription ? ["subscription_period": .int(2_592_000)] : [:]
    return await bench.call("createInvoiceLink", Self.product.merging(period) { $1 }).result?.string ?? ""
  }

  /// Pays and lets the bot accept. Returns the payment as the bot is told of it.
  private func buy(_ bench: Bench, _ link: String) async -> JSONValue? {
    guard case .asked(let id) = await bench.telegram.startPayment(ofLink: link, from: bench.alice.id) else {
      return nil
    }
    let accepted = await bench.call(
      "answerPreCheckoutQuery", ["pre_checkout_query_id": .string(id), "ok": .bool(true)])
    #expect(accepted.result == .bool(true))
    return await bench.updates().last?["message"]?["successful_payment"]
  }

  @Test func aPaymentMovesStarsOnceTheBotAccepts() async {
    let bench = await Bench()
    let message = await invoice(bench)
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: {invoice Premium ⭐️100}\n  [Pay ⭐️100]")
    #expect(await bench.telegram.press(row: 0, column: 0, of: message, from: bench.alice.id) == .pay)
    async let outcome = bench.telegram.pay(message: message, from: bench.alice.id)
    var query: JSONValue?
    while query == nil {
      query = await bench.updates().first?["pre_checkout_query"]
      await Task.yield()
    }
    #expect(query?["total_amount"] == .int(100) && query?["invoice_payload"] == .string("plan:1"))
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 1000)
    let answer: [String: JSONValue] = ["pre_checkout_query_id": query?["id"] ?? .null, "ok": .bool(true)]
    #expect(await bench.call("answerPreCheckoutQuery", answer).result == .bool(true))
    guard case .paid(let chargeID) = await outcome else { return #expect(Bool(false), "not paid") }
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 900)
    #expect(await bench.call("getMyStarBalance").result?["amount"] == .int(100))
    let update = await bench.updates().last ?? .null
    #expect(update["message"]?["successful_payment"]?["telegram_payment_charge_id"] == .string(chargeID))
    #expect(update["message"]?["successful_payment"]?["is_recurring"] == nil)
    #expect(BotAPISchema.problems(in: update, ofType: "Update").isEmpty)
    // A paid invoice cannot be paid again, and its query cannot be answered again.
    #expect(await bench.telegram.pay(message: message, from: bench.alice.id) == .nothingToPay)
    #expect(await bench.call("answerPreCheckoutQuery", answer).status == 400)
  }

  @Test func theBotMayRefuse() async {
    let bench = await Bench()
    let message = await invoice(bench)
    guard case .asked(let id) = await bench.telegram.startPayment(ofMessage: message, from: bench.alice.id) else {
      return #expect(Bool(false), "the bot was not asked")
    }
    var answer: [String: JSONValue] = ["pre_checkout_query_id": .string(id), "ok": .bool(false)]
    #expect(await bench.call("answerPreCheckoutQuery", answer).refusal == "Bad Request: error_message is empty")
    answer["error_message"] = .string("Sold out")
    #expect(await bench.call("answerPreCheckoutQuery", answer).status == 200)
    #expect(await bench.telegram.outcome(ofPayment: id) == .refused("Sold out"))
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 1000)
  }

  @Test func theBotHasTenSeconds() async {
    let bench = await Bench()
    let message = await invoice(bench)
    guard case .asked(let id) = await bench.telegram.startPayment(ofMessage: message, from: bench.alice.id) else {
      return #expect(Bool(false), "the bot was not asked")
    }
    bench.clock.advance(.seconds(10))
    await bench.telegram.tick()
    #expect(await bench.telegram.outcome(ofPayment: id) == nil)
    bench.clock.advance(.seconds(1))
    let late = await bench.call("answerPreCheckoutQuery", ["pre_checkout_query_id": .string(id), "ok": .bool(true)])
    #expect(late.refusal?.contains("query is too old") == true)
    #expect(await bench.telegram.outcome(ofPayment: id) == .timedOut)
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 1000)
  }

  @Test func withoutStarsNobodyIsAsked() async {
    let bench = await Bench()
    await bench.telegram.setStars(99, of: bench.alice.id)
    let message = await invoice(bench)
    #expect(await bench.telegram.pay(message: message, from: bench.alice.id) == .notEnoughStars)
    #expect(await bench.updates().isEmpty)
  }

  @Test func aLinkPaidTwiceIsTwoPayments() async {
    let bench = await Bench()
    let link = await link(bench)
    #expect(link.hasPrefix("https://t.me/$"))
    let first = await buy(bench, link)
    let second = await buy(bench, link)
    #expect(first?["telegram_payment_charge_id"] != second?["telegram_payment_charge_id"])
    #expect(first?["invoice_payload"] == second?["invoice_payload"])
    #expect(await bench.telegram.pay(link: "https://t.me/$nothing", from: bench.alice.id) == .nothingToPay)
  }

  @Test func aRefundGivesTheStarsBackOnce() async {
    let bench = await Bench()
    let payment = await buy(bench, await link(bench))
    let refund: [String: JSONValue] = [
      "user_id": bench.alice.chat, "telegram_payment_charge_id": payment?["telegram_payment_charge_id"] ?? .null,
    ]
    #expect(await bench.call("refundStarPayment", refund).result == .bool(true))
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 1000)
    #expect(await bench.updates().last?["message"]?["refunded_payment"]?["total_amount"] == .int(100))
    #expect(await bench.call("refundStarPayment", refund).refusal == "Bad Request: CHARGE_ALREADY_REFUNDED")
    let wrong = refund.merging(["telegram_payment_charge_id": .string("x")]) { $1 }
    #expect(await bench.call("refundStarPayment", wrong).refusal == "Bad Request: CHARGE_NOT_FOUND")
    let ledger = await bench.call("getStarTransactions").result?["transactions"]?.array ?? []
    #expect(ledger.map { $0["id"] } == [refund["telegram_payment_charge_id"], refund["telegram_payment_charge_id"]])
    #expect(ledger.first?["source"]?["invoice_payload"] == .string("plan:1"))
    #expect(ledger.last?["receiver"] != nil)
    let page = await bench.call("getStarTransactions", ["offset": .int(1), "limit": .int(1)])
    #expect(page.result?["transactions"]?.array == [ledger[1]])
    #expect(ledger.allSatisfy { BotAPISchema.problems(in: $0, ofType: "StarTransaction").isEmpty })
  }

  @Test func subscriptionsRenewByThemselves() async {
    let bench = await Bench()
    let start = bench.clock.now
    let first = await buy(bench, await link(bench, subscription: true))
    #expect(first?["is_recurring"] == .bool(true) && first?["is_first_recurring"] == .bool(true))
    let month = start + .days(30)
    #expect(first?["subscription_expiration_date"] == .int(Int(month.unixSeconds)))
    #expect(await bench.telegram.nextDeadline == month)
    bench.clock.advance(.days(30))
    await bench.telegram.tick()
    let second = await bench.updates().last?["message"]?["successful_payment"]
    #expect(second?["is_recurring"] == .bool(true) && second?["is_first_recurring"] == nil)
    #expect(second?["subscription_expiration_date"] == .int(Int((month + .days(30)).unixSeconds)))
    #expect(second?["telegram_payment_charge_id"] != first?["telegram_payment_charge_id"])
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 800)
  }

  @Test func aSubscriptionCanBeCancelledResumedAndFail() async {
    let bench = await Bench()
    let payment = await buy(bench, await link(bench, subscription: true))
    let chargeID = payment?["telegram_payment_charge_id"]?.string ?? ""
    func state() async -> String? { await bench.updates().last?["subscription"]?["state"]?.string }
    #expect(await bench.telegram.cancelSubscription(chargeID, of: bench.alice.id))
    #expect(await state() == "canceled")
    #expect(await bench.telegram.cancelSubscription(chargeID, of: bench.alice.id) == false)
    #expect(await bench.telegram.resumeSubscription(chargeID, of: bench.alice.id))
    #expect(await state() == "active")
    await bench.telegram.setStars(5, of: bench.alice.id)
    #expect(await bench.telegram.renewSubscription(chargeID, of: bench.alice.id) == .notEnoughStars)
    #expect(await state() == "failed")
    let update = await bench.updates().last ?? .null
    #expect(BotAPISchema.problems(in: update, ofType: "Update").isEmpty)
  }

  @Test func aCancelledSubscriptionEnds() async {
    let bench = await Bench()
    let payment = await buy(bench, await link(bench, subscription: true))
    let edit: [String: JSONValue] = [
      "user_id": bench.alice.chat, "telegram_payment_charge_id": payment?["telegram_payment_charge_id"] ?? .null,
      "is_canceled": .bool(true),
    ]
    #expect(await bench.call("editUserStarSubscription", edit).result == .bool(true))
    // What the bot cancelled the person cannot resume.
    let chargeID = payment?["telegram_payment_charge_id"]?.string ?? ""
    #expect(await bench.telegram.resumeSubscription(chargeID, of: bench.alice.id) == false)
    bench.clock.advance(.days(31))
    await bench.telegram.tick()
    #expect(await bench.telegram.person(bench.alice.id)?.stars == 900)
    #expect(await bench.telegram.nextDeadline == nil)
  }

  @Test(
    arguments: [
      (["currency": .string("USD")], "PAYMENT_PROVIDER_INVALID"),
      (["provider_token": .string("x")], "PAYMENT_PROVIDER_INVALID"),
      (["payload": .string(String(repeating: "x", count: 129))], "INVOICE_PAYLOAD_INVALID"),
      (["title": .string(String(repeating: "x", count: 33))], "INVOICE_TITLE_INVALID"),
      (["description": .string("")], "description is empty"),
      (["subscription_period": .int(86_400)], "SUBSCRIPTION_PERIOD_INVALID"),
      (["prices": .array([])], "prices is empty"),
      (["prices": .array([.object(["label": .string("x"), "amount": .int(0)])])], "CURRENCY_TOTAL_AMOUNT_INVALID"),
    ] as [([String: JSONValue], String)])
  func invoicesThatTelegramRefuses(change: [String: JSONValue], refusal: String) async {
    let bench = await Bench()
    let answer = await bench.call("createInvoiceLink", Self.product.merging(change) { $1 })
    #expect(answer.refusal == "Bad Request: \(refusal)")
  }
}
