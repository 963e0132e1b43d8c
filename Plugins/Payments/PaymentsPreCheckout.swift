import PluginAPI

extension PaymentsPlugin {
  @ContributionBuilder var preCheckout: Contributions {
    PreCheckout(handle: answerPreCheckout)
  }

  /// One read by key, then a pure rule.
  func answerPreCheckout(_ question: PreCheckout.Question) async throws -> PreCheckout.Answer {
    guard InvoicePayload.isOurs(question.payload) else { return .notMine }
    var order: Order?
    if let id = InvoicePayload.order(in: question.payload) {
      order = try await PaymentStore.order(id, question.database)
    }
    return CheckoutRule.answer(
      order: order, person: question.person, currency: question.currency, amount: question.amount,
      configuration: configuration, now: question.now)
  }
}
