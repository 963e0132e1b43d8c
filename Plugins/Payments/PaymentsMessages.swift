import Contracts
import PluginAPI

extension PaymentsPlugin {
  @ContributionBuilder var messages: Contributions {
    MessageHandler(.successfulPayment, handle: receivePayment)
    MessageHandler(.refundedPayment, handle: receiveRefund)
  }

  /// The only signal that Stars have moved.
  func receivePayment(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard let payment = try message.decoded().successfulPayment, InvoicePayload.isOurs(payment.invoicePayload) else {
      return turn.pass()
    }
    try await settle(Receipt(payment), turn)
  }

  /// Telegram has returned Stars, on our request or on its own.
  func receiveRefund(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard let refund = try message.decoded().refundedPayment, InvoicePayload.isOurs(refund.invoicePayload) else {
      return turn.pass()
    }
    let receipt = Receipt(
      chargeID: refund.telegramPaymentChargeID, payload: refund.invoicePayload, currency: refund.currency,
      amount: refund.totalAmount, isRecurring: false, isFirst: false, expires: nil)
    try await recordRefund(of: receipt, reason: "telegram", turn)
  }
}
