import Contracts
import PluginAPI

extension PaymentsPlugin {
  /// Records a charge and grants what it buys, once: the charge id is the primary key, a repeat changes and says nothing.
  func settle(_ receipt: Receipt, _ turn: Turn) async throws {
    guard !receipt.chargeID.isEmpty, receipt.chargeID.utf8.count <= 256 else {
      throw PaymentsError("telegram_payment_charge_id: expected 1 to 256 bytes, found \(receipt.chargeID.utf8.count)")
    }
    guard try await PaymentStore.known([receipt.chargeID], turn).isEmpty else { return }
    let before = try await PaymentStore.account(of: turn.person.id, turn)
    let order = before.order(InvoicePayload.order(in: receipt.payload))
    let payment = receipt.payment(id: turn.newID(), order: order, now: turn.now)
    let isRenewal = receipt.isRecurring && !receipt.isFirst && before.payments.contains { $0.order == payment.order }

    turn.write(PaymentStore.insert(payment, of: turn.person.id), expecting: .exactly(1))
    guard payment.days > 0 else {
      turn.send(turn.text("paid.unclear", ["amount": .int(payment.amount)]))
      return
    }
    var after = before
    if let order = after.add(payment, of: turn.person.id) { turn.write(PaymentStore.save(order)) }
    move(to: after, cause: isRenewal ? .renewed : .purchased, turn)

    if !isRenewal, let card = order?.card { turn.removeKeyboard(of: card) }
    thank(payment, isRenewal: isRenewal, before, after, turn)
  }

  private func thank(_ payment: Payment, isRenewal: Bool, _ before: Account, _ after: Account, _ turn: Turn) {
    let arguments: [String: Argument] = [
      "stars": .int(payment.amount), "until": date(after.until ?? turn.now, turn),
      "next": date(payment.expiresAt ?? turn.now, turn),
    ]
    if isRenewal {
      turn.send(turn.text("paid.renewed", arguments), options: SendOptions(isSilent: true))
      return
    }
    if DoublePayment.isLikely(payment, before: before, now: turn.now) {
      turn.send(Card(turn.text("paid.twice", arguments), keyboard: Keyboard(row: [subscriptionButton(turn)])))
      return
    }
    turn.send(turn.text(payment.expiresAt == nil ? "paid.once" : "paid.subscription", arguments))
  }

  /// Stores the new end of Premium, says so to the other plugins, and plans what is to happen then.
  func move(to account: Account, cause: EntitlementChanged.Cause?, _ turn: Turn) {
    turn.write(PaymentStore.saveUntil(account.until, of: turn.person.id, at: turn.now))
    if let cause { turn.publish(EntitlementChanged(cause: cause, until: account.until)) }
    guard let until = account.until, until > turn.now else {
      turn.cancel(EndPremium.self, unique: EndPremium.unique)
      turn.cancel(AnnounceEnd.self, unique: AnnounceEnd.unique)
      return
    }
    turn.enqueue(EndPremium(), .at(until), unique: EndPremium.unique)
    let notice = until - Premium.notice
    if account.isRenewing(turn.now) || notice <= turn.now {
      turn.cancel(AnnounceEnd.self, unique: AnnounceEnd.unique)
    } else {
      turn.enqueue(AnnounceEnd(until: until), .at(notice), unique: AnnounceEnd.unique)
    }
  }
}

/// Something Telegram sent that cannot be what it should be. The update is quarantined with it.
struct PaymentsError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
