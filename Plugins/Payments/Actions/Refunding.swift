import Contracts
import PluginAPI

extension PaymentsPlugin {
  /// Notes that a charge was returned, and takes back what it bought, at once. The first who learns of it says so;
  /// every later word of the same refund changes nothing.
  func recordRefund(_ payment: Payment, reason: String, _ before: Account, _ turn: Turn) {
    guard payment.refundedAt == nil else { return }
    let changed = PaymentStore.markRefunded(payment, of: turn.person.id, at: turn.now, reason: reason)
    turn.write(changed, expecting: .exactly(1))
    var after = before
    if let order = after.refund(payment, at: turn.now) { turn.write(PaymentStore.save(order)) }
    move(to: after, cause: .refunded, turn)
    let arguments: [String: Argument] = ["stars": .int(payment.amount), "until": date(after.until ?? turn.now, turn)]
    turn.send(turn.text(after.isPremium(turn.now) ? "refunded.premium_stays" : "refunded.premium_ends", arguments))
  }

  /// The same for a charge that Telegram names. One that we never saw is recorded as paid and returned, so that a late
  /// word of its payment grants nothing.
  func recordRefund(of receipt: Receipt, reason: String, _ turn: Turn) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    if let payment = account.payments.first(where: { $0.chargeID == receipt.chargeID }) {
      return recordRefund(payment, reason: reason, account, turn)
    }
    guard try await PaymentStore.known([receipt.chargeID], turn).isEmpty else { return }
    let order = account.order(InvoicePayload.order(in: receipt.payload))
    var payment = receipt.payment(id: turn.newID(), order: order, now: turn.now)
    payment.refundedAt = turn.now
    turn.write(PaymentStore.insert(payment, of: turn.person.id, refundReason: reason), expecting: .exactly(1))
  }

  /// Asks Telegram to return a charge of this turn's person.
  func startRefund(_ payment: Payment, _ account: Account, admin: PersonID?, _ turn: Turn) {
    var subscription: [String] = []
    if payment.expiresAt != nil {
      subscription = [payment.chargeID]
      if let order = payment.order { subscription += account.charges(of: order).filter { $0 != payment.chargeID } }
    }
    turn.start(
      RefundCharge(payment: payment.id, charge: payment.chargeID, subscription: subscription, admin: admin))
  }
}
