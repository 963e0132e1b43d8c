import PluginAPI

/// Recognises a payment that was probably made twice by mistake.
enum DoublePayment {
  /// Another payment came within this time.
  static let window: Duration = .hours(24)

  static func isLikely(_ payment: Payment, before account: Account, now: Instant) -> Bool {
    // Another subscription that goes on renewing will charge for the same days again.
    if payment.expiresAt != nil, account.orders.contains(where: { $0.id != payment.order && $0.isRenewing(now) }) {
      return true
    }
    return account.payments.contains { other in
      other.refundedAt == nil && other.days > 0 && now - other.paidAt < window
        && (other.order != payment.order || isSamePeriod(other, payment))
    }
  }

  /// Whether two charges of one invoice pay for the same days: a renewal of the other ends a month later.
  private static func isSamePeriod(_ left: Payment, _ right: Payment) -> Bool {
    guard let one = left.expiresAt, let other = right.expiresAt else { return true }
    return max(one, other) - min(one, other) <= Premium.renewalMargin
  }
}
