import PluginAPI
import Testing

@testable import Payments

@Suite struct ReceiptTests {
  let id = rowID(1)

  @Test func anOrdinaryPaymentHasNoNote() {
    let payment = receipt(expires: Int(day(30).unixSeconds)).payment(id: id, order: order, now: day(0))
    #expect(payment.note == nil && payment.expiresAt == day(30) && payment.order == id && payment.days == 30)
  }

  @Test func oddPaymentsAreRecordedWithANoteAndStillBuyTheirPeriod() {
    let wrongAmount = receipt(amount: 200, expires: nil, isRecurring: false).payment(id: id, order: order, now: day(0))
    #expect(wrongAmount.note?.contains("200") == true && wrongAmount.days == 30)
    let unknown = receipt(expires: nil, isRecurring: false).payment(id: id, order: nil, now: day(0))
    #expect(unknown.note != nil && unknown.days == 30 && unknown.order == id)
  }

  @Test(arguments: [Int.max, Int.min, 0, -1, 4_000_000_000, 1_577_836_800])
  func anImplausibleExpiryIsNotBelieved(expires: Int) {
    let payment = receipt(expires: expires).payment(id: id, order: order, now: day(0))
    #expect(payment.expiresAt == nil && payment.days == 30 && payment.note != nil)
  }

  @Test func anotherCurrencyBuysNothingByItself() {
    var receipt = receipt(expires: Int(day(30).unixSeconds))
    receipt.currency = "USD"
    let payment = receipt.payment(id: id, order: order, now: day(0))
    #expect(payment.expiresAt == nil && payment.days == 0 && payment.note?.contains("USD") == true)
  }

  @Test func refusalsOfTelegramAreToldApart() {
    func refusal(_ code: Int, _ detail: String) -> TelegramRefusal? {
      TelegramRefusal(TelegramError(kind: .badRequest, code: code, detail: detail))
    }
    #expect(refusal(400, "Bad Request: CHARGE_ALREADY_REFUNDED") == .alreadySo)
    #expect(refusal(400, "Bad Request: SUBSCRIPTION_NOT_MODIFIED") == .alreadySo)
    #expect(refusal(400, "Bad Request: SUBSCRIPTION_NOT_FOUND") == .notFound)
    #expect(refusal(400, "Bad Request: USER_NOT_FOUND") == .other)
    #expect(refusal(500, "CHARGE_ALREADY_REFUNDED") == nil && refusal(429, "Too Many Requests") == nil)
  }

  @Test func adminsTypeOneWordOrTwoNumbers() {
    #expect(AdminInput.payment(" stxABC ") == "stxABC")
    #expect(AdminInput.payment("") == nil && AdminInput.payment("a b") == nil)
    #expect(AdminInput.payment(String(repeating: "a", count: 257)) == nil)
    let grant = AdminInput.grant("1001 30")
    #expect(grant?.0 == PersonID(1001) && grant?.days == 30)
    for text in ["", "1001", "1001 0", "1001 4000", "-5 30", "1001 30 30", "x 30", "99999999999999999999 3"] {
      #expect(AdminInput.grant(text) == nil, "\(text)")
    }
  }

  private var order: Order {
    Order(
      id: id, person: PersonID(1001), version: 1, stars: 250, isSubscription: true, createdAt: day(0),
      expiresAt: day(1))
  }

  private func receipt(amount: Int = 250, expires: Int?, isRecurring: Bool = true) -> Receipt {
    Receipt(
      chargeID: "stx1", payload: InvoicePayload.text(of: id), currency: "XTR", amount: amount,
      isRecurring: isRecurring, isFirst: true, expires: expires)
  }
}
