import PluginAPI

/// Whether a person may pay an invoice. Asked by Telegram in the last moment before Stars move.
enum CheckoutRule {
  static func answer(
    order: Order?, person: PersonID, currency: String, amount: Int, configuration: PaymentsConfiguration, now: Instant
  ) -> PreCheckout.Answer {
    guard configuration.gateway == .stars else { return .refuse(key: "checkout.closed") }
    guard let order else { return .refuse(key: "checkout.unknown") }
    // A link can be passed on; what it buys would go to somebody else.
    guard order.person == person else { return .refuse(key: "checkout.other_person") }
    guard currency == "XTR", amount == order.stars else { return .refuse(key: "checkout.price") }
    if order.status == .paid { return again(order, now: now) }
    guard order.status != .failed, order.expiresAt > now else { return .refuse(key: "checkout.expired") }
    let isOffered = order.isPayable(
      price: configuration.price, isSubscription: configuration.subscription, now: now)
    return isOffered ? .accept : .refuse(key: "checkout.price")
  }

  /// A link that was paid already. A subscription keeps its price for its renewals, which come near the end of a period.
  private static func again(_ order: Order, now: Instant) -> PreCheckout.Answer {
    guard order.isSubscription, let paidUntil = order.paidUntil, order.renewal != .canceled,
      paidUntil - now <= Premium.renewalMargin
    else { return .refuse(key: "checkout.paid") }
    return .accept
  }
}
