import PluginAPI

extension PaymentsPlugin {
  /// Makes an invoice for this person at today's price, or shows the one that is still good.
  func buy(_ turn: Turn, _ press: BuyPremium) async throws {
    guard configuration.gateway == .stars else { return turn.toast(turn.text("buy.closed.toast")) }
    guard turn.place.isPrivate else { return turn.toast(turn.text("buy.private.toast"), alert: true) }
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    // A second subscription would charge twice for the same days.
    if configuration.subscription, account.isRenewing(turn.now) {
      turn.toast(turn.text("buy.renewing.toast"))
      return show(subscriptionCard(account, turn), turn)
    }
    let open = account.orders.filter {
      $0.isPayable(price: configuration.price, isSubscription: configuration.subscription, now: turn.now)
    }
    if var order = open.last(where: { $0.status == .linked }), let link = order.link {
      order.card = turn.pressed
      turn.write(PaymentStore.save(order))
      return show(invoiceCard(order, link: link, turn), turn)
    }
    if open.contains(where: { $0.status == .open && turn.now - $0.createdAt < .minutes(2) }) {
      return turn.toast(turn.text("buy.preparing.toast"))
    }
    let order = Order(
      id: turn.newID(), person: turn.person.id, version: Premium.version, stars: configuration.price,
      isSubscription: configuration.subscription, card: turn.pressed, createdAt: turn.now,
      expiresAt: turn.now + Premium.orderLifetime)
    turn.write(PaymentStore.save(order))
    turn.start(
      CreateInvoice(
        order: order.id, title: turn.string("invoice.title"), description: turn.string("invoice.description"),
        label: turn.string("invoice.label"), stars: order.stars, isSubscription: order.isSubscription))
    show(Card(turn.text("buy.preparing")), turn)
  }

  /// Telegram has made the link, or has not.
  func showInvoice(_ turn: Turn, _ request: CreateInvoice, _ result: WorkResult<String>) async throws {
    let stored = try await PaymentStore.order(request.order, turn)
    guard var order = stored, order.person == turn.person.id, order.status == .open else { return }
    let card: Card
    if let link = result.output, link.hasPrefix("https://"), link.utf8.count <= 1000 {
      order.status = .linked
      order.link = link
      card = invoiceCard(order, link: link, turn)
    } else {
      order.status = .failed
      card = Card(
        turn.text("invoice.failed"), keyboard: Keyboard(row: [Button(turn.string("retry.button"), BuyPremium())]))
    }
    if let shown = order.card {
      turn.edit(shown, card)
    } else {
      order.card = turn.send(card)
    }
    turn.write(PaymentStore.save(order))
  }

  /// In place of the card whose button was pressed, or below.
  func show(_ card: Card, _ turn: Turn) {
    if let pressed = turn.pressed {
      turn.edit(pressed, card)
    } else {
      turn.send(card)
    }
  }
}
