import PluginAPI

/// What Telegram says of a payment, whichever way we learn of it: the message or the ledger.
struct Receipt: Codable, Sendable, Hashable {
  var chargeID: String
  var payload: String
  var currency: String
  var amount: Int
  var isRecurring: Bool
  var isFirst: Bool
  /// `subscription_expiration_date`, Unix time.
  var expires: Int?

  init(_ payment: SuccessfulPayment) {
    chargeID = payment.telegramPaymentChargeID
    payload = payment.invoicePayload
    currency = payment.currency
    amount = payment.totalAmount
    isRecurring = payment.isRecurring ?? (payment.subscriptionExpirationDate != nil)
    isFirst = payment.isFirstRecurring ?? false
    expires = payment.subscriptionExpirationDate
  }

  init(
    chargeID: String, payload: String, currency: String, amount: Int, isRecurring: Bool, isFirst: Bool, expires: Int?
  ) {
    self.chargeID = chargeID
    self.payload = payload
    self.currency = currency
    self.amount = amount
    self.isRecurring = isRecurring
    self.isFirst = isFirst
    self.expires = expires
  }

  /// The row for it. Stars that have moved always buy their period, also when something about them is odd: only we
  /// make invoices, so an oddity is ours, and the note says what to look at. Another currency buys nothing by itself.
  func payment(id: RowID, order: Order?, now: Instant) -> Payment {
    var notes: [String] = []
    if let order {
      if amount != order.stars { notes.append("amount \(amount), the order's price is \(order.stars)") }
    } else {
      notes.append("no such order of this person")
    }
    if currency != "XTR" { notes.append("currency \(UserText.clean(currency, limit: 8)), expected XTR") }
    let expiry = expiry(after: now)
    if isRecurring && expiry == nil { notes.append("no plausible subscription_expiration_date") }
    return Payment(
      chargeID: chargeID, id: id, order: order?.id ?? InvoicePayload.order(in: payload),
      payload: String(payload.prefix(128)), amount: amount, currency: currency, isRecurring: isRecurring,
      isFirst: isFirst, expiresAt: currency == "XTR" ? expiry : nil, days: currency == "XTR" ? Premium.days : 0,
      paidAt: now, note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  /// The end of the subscription's period, if it is a date that can be meant: after 2020 and at most 400 days ahead.
  private func expiry(after now: Instant) -> Instant? {
    guard let expires, expires > 1_577_836_800, Int64(expires) < (now + .days(400)).unixSeconds else { return nil }
    return Instant(unixSeconds: Int64(expires))
  }
}
