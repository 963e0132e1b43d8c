import PluginAPI

extension PaymentsPlugin {
  /// Until when, what comes next, and the buttons that change it.
  func subscriptionCard(_ account: Account, _ turn: Turn) -> Card {
    let subscriptions = account.subscriptions(turn.now)
    if configuration.gateway == .none && subscriptions.isEmpty { return Card(turn.text("premium.unlocked")) }
    guard account.isPremium(turn.now), let until = account.until else {
      return Card(turn.text("subscription.none"), keyboard: offerKeyboard(turn))
    }
    var lines = [turn.text("subscription.until", ["until": date(until, turn)])]
    if subscriptions.isEmpty { lines.append(turn.text("subscription.not_renewing")) }
    if subscriptions.count > 1 { lines.append(turn.text("subscription.several")) }
    // Telegram allows many; more than a few would not fit a card, and the rest is shown once these are switched off.
    let shown = subscriptions.prefix(5)
    lines += shown.map { line($0, turn) }
    return Card(
      lines.joined(separator: "\n\n"), keyboard: Keyboard(column: shown.map { switchButton($0, turn) }))
  }

  private func line(_ order: Order, _ turn: Turn) -> Text {
    let arguments: [String: Argument] = [
      "stars": .int(order.stars), "date": date(order.paidUntil ?? turn.now, turn),
    ]
    return turn.text("subscription.state.\((order.renewal ?? .active).rawValue)", arguments)
  }

  private func switchButton(_ order: Order, _ turn: Turn) -> Button {
    let cancel = order.renewal != .canceled
    return Button(
      turn.string(cancel ? "renewal.cancel.button" : "renewal.resume.button"),
      SwitchRenewal(order: order.id, cancel: cancel))
  }
}
