import PluginAPI

/// Shows what Premium is, below the message that offers it.
struct ShowPremium: CallbackPayload {
  static let name = "payments.show_premium"
}

/// Wants an invoice.
struct BuyPremium: CallbackPayload {
  static let name = "payments.buy"
}

/// Wants no offers for a while.
struct NotNow: CallbackPayload {
  static let name = "payments.not_now"
}

/// Shows the state of the subscription.
struct ShowSubscription: CallbackPayload {
  static let name = "payments.show_subscription"
}

/// Switches the renewal of a subscription off or on.
struct SwitchRenewal: CallbackPayload {
  static let name = "payments.switch_renewal"
  var order: RowID
  var cancel: Bool
}

/// Wants a payment back: first asked, then done.
struct ReturnPayment: CallbackPayload {
  static let name = "payments.return_payment"
  var payment: RowID
  var isSure: Bool
}

extension PaymentsPlugin {
  @ContributionBuilder var callbacks: Contributions {
    Callback(ShowPremium.self, handle: showPremium)
    Callback(BuyPremium.self, handle: buy)
    Callback(NotNow.self, handle: notNow)
    Callback(ShowSubscription.self, handle: showSubscription)
    Callback(SwitchRenewal.self, handle: switchRenewal)
    Callback(ReturnPayment.self, handle: returnPayment)
  }

  func showPremium(_ turn: Turn, _ press: ShowPremium) async throws {
    turn.send(premiumCard(try await PaymentStore.account(of: turn.person.id, turn), turn))
  }

  func notNow(_ turn: Turn, _ press: NotNow) async throws {
    let pause = turn.now + Premium.pauseAfterNotNow
    turn.write(PaymentStore.pauseOffers(until: pause, of: turn.person.id, at: turn.now))
    show(Card(turn.text("not_now")), turn)
  }

  func showSubscription(_ turn: Turn, _ press: ShowSubscription) async throws {
    turn.send(subscriptionCard(try await PaymentStore.account(of: turn.person.id, turn), turn))
  }

  func switchRenewal(_ turn: Turn, _ press: SwitchRenewal) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    guard let order = account.order(press.order), order.isLive(turn.now),
      press.cancel == (order.renewal != .canceled)
    else {
      // Somebody else's, over, or as wished already.
      turn.toast(turn.text("renewal.nothing.toast"))
      return show(subscriptionCard(account, turn), turn)
    }
    startChange(of: order, cancel: press.cancel, account, turn)
    turn.toast(turn.text(press.cancel ? "renewal.canceling.toast" : "renewal.resuming.toast"))
  }

  func returnPayment(_ turn: Turn, _ press: ReturnPayment) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    guard let payment = refundRule.refundable(account.payments, now: turn.now).first(where: { $0.id == press.payment })
    else { return turn.toast(turn.text("refund.closed.toast"), alert: true) }
    guard press.isSure else {
      let yes = Button(
        turn.string("refund.yes.button", ["stars": .int(payment.amount)]),
        ReturnPayment(payment: payment.id, isSure: true), style: .danger)
      let card = Card(
        turn.text("refund.sure", ["stars": .int(payment.amount)]),
        keyboard: Keyboard(column: [yes, Button(turn.string("refund.no.button"), ShowSubscription())]))
      turn.send(card)
      return
    }
    startRefund(payment, account, admin: nil, turn)
    show(Card(turn.text("refund.started", ["stars": .int(payment.amount)])), turn)
  }
}
