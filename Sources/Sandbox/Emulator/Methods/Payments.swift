import CivilTime
import TelegramBotAPI

extension World {
  private func invoice(_ a: Arguments) throws(APIError) -> InvoiceRecord {
    func text(_ name: String, _ limit: Int, _ code: String) throws(APIError) -> String {
      guard let text = a.string(name), !text.isEmpty else { throw .bad("\(name) is empty") }
      guard text.utf16.count <= limit else { throw .bad(code) }
      return text
    }
    let title = try text("title", 32, "INVOICE_TITLE_INVALID")
    let description = try text("description", 255, "INVOICE_DESCRIPTION_INVALID")
    guard let payload = a.string("payload"), !payload.isEmpty else { throw .bad("payload is empty") }
    guard payload.utf8.count <= 128 else { throw .bad("INVOICE_PAYLOAD_INVALID") }
    guard let currency = a.string("currency"), currency.count == 3 else { throw .bad("CURRENCY_INVALID") }
    let prices = try a.array("prices") ?? []
    guard !prices.isEmpty else { throw .bad("prices is empty") }
    var amount = 0
    for price in prices {
      guard let label = price["label"]?.string, !label.isEmpty else {
        throw .bad("can't parse labeled price: Can't find field \"label\"")
      }
      guard let part = price["amount"]?.int, (-100_000_000...100_000_000).contains(part) else {
        throw .bad("can't parse labeled price: Can't find field \"amount\"")
      }
      amount += part
    }
    if currency == "XTR" {
      guard (a.string("provider_token") ?? "").isEmpty else { throw .bad("PAYMENT_PROVIDER_INVALID") }
      guard prices.count == 1 else { throw .bad("STARS_INVOICE_INVALID") }
      guard (1...100_000).contains(amount) else { throw .bad("CURRENCY_TOTAL_AMOUNT_INVALID") }
    } else {
      // Other currencies need a payment provider, which the sandbox has none of.
      throw .bad("PAYMENT_PROVIDER_INVALID")
    }
    return InvoiceRecord(
      title: title, description: description, payload: payload, currency: currency, amount: amount,
      startParameter: a.string("start_parameter") ?? "", subscriptionPeriod: nil)
  }

  mutating func sendInvoice(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let invoice = try invoice(a)
    var markup = try Markup.read(a.structure("reply_markup"), inlineOnly: true, invoice: true)
    if markup == nil || markup == .inline([]) {
      markup = .inline([[["text": .string("Pay ⭐️\(invoice.amount)"), "pay": .bool(true)]]])
    }
    return try post(["invoice": .object(invoice.json)], to: chat, a, markup: markup) { $0.invoice = invoice }
  }

  mutating func createInvoiceLink(_ a: Arguments) throws(APIError) -> JSONValue {
    var invoice = try invoice(a)
    if a.has("subscription_period") {
      guard a.integer("subscription_period") == PaymentBook.month else { throw .bad("SUBSCRIPTION_PERIOD_INVALID") }
      guard invoice.amount <= 10_000 else { throw .bad("CURRENCY_TOTAL_AMOUNT_INVALID") }
      invoice.subscriptionPeriod = PaymentBook.month
    }
    let slug = random.identifier(22)
    payments.links[slug] = invoice
    return .string("https://t.me/$\(slug)")
  }

  /// Opens the payment of an invoice: the bot is asked whether it still holds. Returns the query's id.
  mutating func beginPayment(_ personID: Int, _ invoice: InvoiceRecord, message: Int?, of chat: Int) -> String? {
    guard let person = people[personID] else { return nil }
    let id = String(UInt64.random(in: 1_000_000_000_000...9_000_000_000_000_000_000, using: &random))
    payments.checkouts[id] = CheckoutRecord(
      id: id, person: personID, chat: chat, message: message, invoice: invoice,
      deadline: now + configuration.checkoutLifetime)
    let query: Fields = [
      "id": .string(id), "from": .object(person.user), "currency": .string(invoice.currency),
      "total_amount": .int(invoice.amount), "invoice_payload": .string(invoice.payload),
    ]
    enqueue("pre_checkout_query", .object(query), lane: personID &+ (4 << 33), life: .seconds(150))
    events.append(.checkout(chat: chat, message: message, state: "asking", error: nil))
    return id
  }

  mutating func answerPreCheckoutQuery(_ a: Arguments) throws(APIError) -> JSONValue {
    expireCheckouts()
    guard let id = a.string("pre_checkout_query_id"), let checkout = payments.checkouts[id] else {
      throw .bad("query is too old and response timeout expired or query ID is invalid")
    }
    guard a.has("ok") else { throw .bad("ok is empty") }
    guard a.flag("ok") else {
      guard let text = a.string("error_message"), !text.isEmpty else { throw .bad("error_message is empty") }
      payments.checkouts[id] = nil
      end(checkout, .refused(text), state: "refused", error: text)
      return .bool(true)
    }
    payments.checkouts[id] = nil
    events.append(.checkout(chat: checkout.chat, message: checkout.message, state: "accepted", error: nil))
    guard let chargeID = charge(checkout.person, checkout.invoice, renewing: nil, chat: checkout.chat) else {
      end(checkout, .notEnoughStars, state: "refused", error: "Not enough Stars")
      return .bool(true)
    }
    if let message = checkout.message, let index = chats[checkout.chat]?.index(of: message) {
      chats[checkout.chat]?.messages[index].paid = true
      announce(message, in: checkout.chat)
    }
    end(checkout, .paid(chargeID: chargeID), state: "paid", error: nil)
    return .bool(true)
  }

  private mutating func end(_ checkout: CheckoutRecord, _ outcome: PaymentOutcome, state: String, error: String?) {
    payments.outcomes[checkout.id] = outcome
    outcomes.append((checkout.id, outcome))
    events.append(.checkout(chat: checkout.chat, message: checkout.message, state: state, error: error))
  }

  /// Ends the payments that the bot did not answer in time.
  mutating func expireCheckouts() {
    for checkout in payments.checkouts.values.sorted(by: { $0.id < $1.id }) where checkout.deadline < now {
      payments.checkouts[checkout.id] = nil
      end(checkout, .timedOut, state: "refused", error: "The bot did not answer in time")
    }
  }

  /// Moves the Stars, writes the ledger and tells the bot. `nil` if the person has too few.
  mutating func charge(_ personID: Int, _ invoice: InvoiceRecord, renewing: Subscription?, chat: Int) -> String? {
    guard let person = people[personID], person.stars >= invoice.amount else { return nil }
    people[personID]?.stars -= invoice.amount
    payments.botStars += invoice.amount
    let chargeID = "stx" + random.identifier(40)
    let isFirst = renewing == nil
    var payment: Fields = [
      "currency": .string(invoice.currency), "total_amount": .int(invoice.amount),
      "invoice_payload": .string(invoice.payload), "telegram_payment_charge_id": .string(chargeID),
      "provider_payment_charge_id": .string("\(personID)_\(payments.ledger.count + 1)"),
    ]
    if let period = invoice.subscriptionPeriod {
      let from = renewing?.expires ?? now
      let expires = max(from, now - .seconds(period)) + .seconds(period)
      let first = renewing?.firstChargeID ?? chargeID
      payments.subscriptions[first] = Subscription(
        firstChargeID: first, latestChargeID: chargeID, person: personID, chat: chat, invoice: invoice,
        expires: expires)
      payment["subscription_expiration_date"] = .int(expires.seconds)
      payment["is_recurring"] = .bool(true)
      if isFirst { payment["is_first_recurring"] = .bool(true) }
    }
    payments.ledger.append(
      StarEntry(
        chargeID: chargeID, person: personID, amount: invoice.amount, date: now, incoming: true, invoice: invoice))
    history.add(.stars(person: personID, amount: invoice.amount, chargeID: chargeID), at: now)
    announcePerson(personID)
    // Payments appear in the private chat with the bot, wherever the invoice was.
    openPrivateChat(personID)
    let notice = store(
      ["successful_payment": .object(payment)], from: .service, in: personID, sender: personID)
    if let notice { update(notice) }
    return chargeID
  }

  mutating func refundStarPayment(_ a: Arguments) throws(APIError) -> JSONValue {
    guard let personID = a.integer("user_id"), people[personID] != nil else { throw .bad("USER_ID_INVALID") }
    let chargeID = a.string("telegram_payment_charge_id") ?? ""
    guard let entry = payments.ledger.first(where: { $0.chargeID == chargeID && $0.incoming && $0.person == personID })
    else { throw .bad("CHARGE_NOT_FOUND") }
    guard !payments.ledger.contains(where: { $0.chargeID == chargeID && !$0.incoming }) else {
      throw .bad("CHARGE_ALREADY_REFUNDED")
    }
    guard payments.botStars >= entry.amount else { throw .bad("BALANCE_TOO_LOW") }
    payments.botStars -= entry.amount
    people[personID]?.stars += entry.amount
    payments.ledger.append(
      StarEntry(
        chargeID: chargeID, person: personID, amount: entry.amount, date: now, incoming: false, invoice: entry.invoice))
    history.add(.stars(person: personID, amount: -entry.amount, chargeID: chargeID), at: now)
    for (id, subscription) in payments.subscriptions where subscription.latestChargeID == chargeID {
      payments.subscriptions[id]?.canceled = true
    }
    announcePerson(personID)
    let refund: Fields = [
      "currency": .string(entry.invoice.currency), "total_amount": .int(entry.amount),
      "invoice_payload": .string(entry.invoice.payload), "telegram_payment_charge_id": .string(chargeID),
    ]
    let notice = store(["refunded_payment": .object(refund)], from: .service, in: personID, sender: personID)
    if let notice { update(notice) }
    return .bool(true)
  }

  func getStarTransactions(_ a: Arguments) throws(APIError) -> JSONValue {
    let offset = max(a.integer("offset") ?? 0, 0)
    let limit = a.integer("limit") ?? 100
    guard (1...100).contains(limit) else { throw .bad("limit must be between 1 and 100") }
    let page = payments.ledger.dropFirst(offset).prefix(limit)
    return .object(["transactions": .array(page.map { .object(transaction($0)) })])
  }

  private func transaction(_ entry: StarEntry) -> Fields {
    var partner: Fields = [
      "type": .string("user"), "transaction_type": .string("invoice_payment"),
      "user": .object(people[entry.person]?.user ?? [:]), "invoice_payload": .string(entry.invoice.payload),
    ]
    partner.add("subscription_period", entry.invoice.subscriptionPeriod.map { .int($0) })
    return [
      "id": .string(entry.chargeID), "amount": .int(entry.amount), "date": .int(entry.date.seconds),
      entry.incoming ? "source" : "receiver": .object(partner),
    ]
  }
}
