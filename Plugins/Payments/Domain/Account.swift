import PluginAPI

/// All that stands between one person and us, and what a change makes of it. Nothing is written here.
struct Account: Sendable {
  var orders: [Order] = []
  var payments: [Payment] = []
  var grants: [Grant] = []
  /// The end of Premium as it is stored.
  var until: Instant?
  /// No offers before this instant: the person said "not now".
  var offerAfter: Instant?

  func isPremium(_ now: Instant) -> Bool { until.map { $0 > now } ?? false }

  func order(_ id: RowID?) -> Order? { orders.first { $0.id == id } }

  func payment(_ id: RowID) -> Payment? { payments.first { $0.id == id } }

  /// Subscriptions that Telegram still knows, the one that lasts longest first.
  func subscriptions(_ now: Instant) -> [Order] {
    orders.filter { $0.isLive(now) }.sorted { ($0.paidUntil ?? now, $0.id) > ($1.paidUntil ?? now, $1.id) }
  }

  /// Whether Telegram will charge the person again for anything.
  func isRenewing(_ now: Instant) -> Bool { orders.contains { $0.isRenewing(now) } }

  /// The charges by which Telegram may know an order's subscription: those that began one, then the newest. A link that
  /// was paid twice at once has begun two.
  func charges(of order: RowID) -> [String] {
    let chain = payments.filter { $0.order == order }.sorted { ($0.paidAt, $0.chargeID) < ($1.paidAt, $1.chargeID) }
    let begun = [chain.first].compactMap(\.self) + chain.dropFirst().filter(\.isFirst).prefix(8)
    let newest = chain.last.map { last in begun.contains(last) ? [] : [last] } ?? []
    return (begun + newest).map(\.chargeID)
  }

  // MARK: Changes

  /// The payment is added, its order paid. Returns the order as it is then.
  mutating func add(_ payment: Payment, of person: PersonID) -> Order? {
    payments.append(payment)
    defer { recompute() }
    var order = order(payment.order)
    if order == nil, let id = payment.order, payment.expiresAt != nil {
      // The order was erased while its subscription lived on: without it, nobody could switch the renewal off.
      order = Order(
        id: id, person: person, version: Premium.version, stars: payment.amount, isSubscription: true,
        createdAt: payment.paidAt, expiresAt: payment.paidAt)
    }
    guard var order else { return nil }
    order.status = .paid
    if let expiry = payment.expiresAt {
      order.renewal = .active
      order.paidUntil = max(order.paidUntil ?? expiry, expiry)
    }
    replace(order)
    return order
  }

  /// The payment is returned; a subscription ends with it, as far as no other payment covers it.
  mutating func refund(_ payment: Payment, at now: Instant) -> Order? {
    for index in payments.indices where payments[index].chargeID == payment.chargeID {
      payments[index].refundedAt = now
    }
    defer { recompute() }
    guard var order = order(payment.order) else { return nil }
    if order.isSubscription {
      order.renewal = .canceled
      order.paidUntil = payments.filter { $0.order == order.id && $0.refundedAt == nil }.compactMap(\.expiresAt).max()
    }
    replace(order)
    return order
  }

  mutating func add(_ grant: Grant) {
    grants.append(grant)
    recompute()
  }

  /// Telegram said what becomes of a subscription.
  mutating func set(_ renewal: Order.Renewal, of order: Order) -> Order {
    var order = order
    order.renewal = renewal
    replace(order)
    recompute()
    return order
  }

  private mutating func replace(_ order: Order) {
    orders.removeAll { $0.id == order.id }
    orders.append(order)
  }

  private mutating func recompute() {
    let failed = Set(orders.filter { $0.renewal == .failed }.map(\.id))
    until = Coverage.until(payments: payments, grants: grants, failed: failed)
  }
}
