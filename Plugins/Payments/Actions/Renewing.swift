import Contracts
import PluginAPI

extension PaymentsPlugin {
  /// Takes note of what becomes of a subscription's renewal and tells the person, once.
  /// - Parameters:
  ///   - card: shown anew instead of a message below.
  ///   - isQuiet: nothing is said.
  func setRenewal(
    _ renewal: Order.Renewal, of order: Order, _ before: Account, card: MessageRef? = nil, isQuiet: Bool = false,
    _ turn: Turn
  ) {
    guard order.renewal != renewal else {
      if let card { turn.edit(card, subscriptionCard(before, turn)) }
      return
    }
    var after = before
    let changed = after.set(renewal, of: order)
    turn.write(PaymentStore.save(changed))
    move(to: after, cause: renewal == .canceled ? .canceled : nil, turn)
    if isQuiet { return }
    if let card { return turn.edit(card, subscriptionCard(after, turn)) }
    let text = turn.text("renewal.\(renewal.rawValue)", ["until": date(after.until ?? turn.now, turn)])
    turn.send(Card(text, keyboard: Keyboard(row: [subscriptionButton(turn)])))
  }

  /// Asks Telegram to stop or allow the renewal of a subscription of this turn's person.
  func startChange(of order: Order, cancel: Bool, isQuiet: Bool = false, _ account: Account, _ turn: Turn) {
    turn.start(
      ChangeRenewal(
        order: order.id, charges: account.charges(of: order.id), cancel: cancel, card: turn.pressed, isQuiet: isQuiet))
  }
}
