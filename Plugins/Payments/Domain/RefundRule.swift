import PluginAPI

/// When a person gets Stars back without asking anybody: soon after paying, and not time and again.
struct RefundRule: Sendable {
  /// How long after the payment.
  let window: Duration
  /// Between two refunds.
  static let pause: Duration = .days(180)

  /// The payments that the person can return now, the newest first.
  func refundable(_ payments: [Payment], now: Instant) -> [Payment] {
    let lately = payments.contains { payment in payment.refundedAt.map { now - $0 < Self.pause } ?? false }
    guard !lately else { return [] }
    return payments.filter { $0.refundedAt == nil && $0.currency == "XTR" && $0.amount > 0 && now - $0.paidAt < window }
      .sorted { $0.paidAt > $1.paidAt }
  }
}
