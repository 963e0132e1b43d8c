import PluginAPI

extension PaymentsPlugin {
  func renewalChanged(_ turn: Turn, _ request: ChangeRenewal, _ result: WorkResult<ChangeRenewal.Output>) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    guard let order = account.order(request.order) else { return }
    switch (result.output, request.cancel) {
    case (.done, true), (.gone, true):
      setRenewal(.canceled, of: order, account, card: request.card, isQuiet: request.isQuiet, turn)
    case (.done, false):
      setRenewal(.active, of: order, account, card: request.card, turn)
    case (.gone, false), (.refused, false):
      turn.send(Card(turn.text("renewal.cannot_resume"), keyboard: offerKeyboard(turn)))
    case (.refused, true), (nil, _):
      // Also said to somebody who leaves: a charge they do not expect is worse than a message.
      turn.send(turn.text(request.cancel ? "renewal.cancel_failed" : "renewal.resume_failed"))
    }
  }

  func chargeRefunded(_ turn: Turn, _ request: RefundCharge, _ result: WorkResult<RefundCharge.Output>) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    let isDone = result.output?.isDone == true
    if isDone, let payment = account.payment(request.payment) {
      recordRefund(payment, reason: request.admin == nil ? "person" : "admin", account, turn)
    }
    if let admin = request.admin {
      let detail = result.output?.reason ?? result.failure.map { String($0.prefix(200)) } ?? ""
      turn.enqueue(
        TellAdmin(
          about: isDone ? .refunded : .refundFailed, person: turn.person.id, subject: request.charge, detail: detail),
        for: admin)
    } else if !isDone {
      turn.send(turn.text("refund.failed", support))
    }
  }
}
