import PluginAPI

/// Until when a person has Premium: computed from all payments and grants, so that renewals, refunds and repeats give
/// the same answer in any order.
///
/// A subscription's payment covers the time up to its expiry, an absolute date, and a day of grace. Days bought once or
/// given are used where nothing else covers, so they move behind what was paid. A period that was paid twice is not lost:
/// the overlap becomes such days too.
struct Coverage: Sendable {
  private var spans: [Range<Instant>] = []
  private var extras: [(at: Instant, length: Duration)] = []

  /// - Parameter failed: orders whose renewal failed; their grace is longer.
  static func until(payments: [Payment], grants: [Grant], failed: Set<RowID>) -> Instant? {
    var coverage = Coverage()
    let kept = payments.filter { $0.refundedAt == nil }
      .sorted { ($0.paidAt, $0.chargeID) < ($1.paidAt, $1.chargeID) }
    for payment in kept { coverage.add(payment, failed: failed) }
    coverage.extras += grants.filter { $0.days > 0 }.map { ($0.at, .days($0.days)) }
    return coverage.filled()
  }

  private mutating func add(_ payment: Payment, failed: Set<RowID>) {
    guard let expiry = payment.expiresAt else {
      if payment.days > 0 { extras.append((payment.paidAt, .days(payment.days))) }
      return
    }
    guard expiry > payment.paidAt else { return }
    let overlap = spans.reduce(Duration.zero) { sum, span in
      let shared = span.clamped(to: payment.paidAt..<expiry)
      return sum + (shared.upperBound - shared.lowerBound)
    }
    if overlap > Premium.renewalMargin + Premium.grace { extras.append((payment.paidAt, overlap)) }
    let grace = payment.order.map { failed.contains($0) } == true ? Premium.graceAfterFailure : Premium.grace
    insert(payment.paidAt..<(expiry + grace))
  }

  /// Puts the extra days where nothing covers, and returns the end of it all.
  private mutating func filled() -> Instant? {
    for extra in extras.sorted(by: { ($0.at, $0.length) < ($1.at, $1.length) }) {
      var (cursor, left) = (extra.at, extra.length)
      for span in spans where span.upperBound > cursor && left > .zero {
        if span.lowerBound > cursor {
          let piece = min(left, span.lowerBound - cursor)
          left -= piece
          insert(cursor..<(cursor + piece))
        }
        cursor = span.upperBound
      }
      if left > .zero { insert(cursor..<(cursor + left)) }
    }
    return spans.last?.upperBound
  }

  /// Adds a span; those that touch become one, all stay in order.
  private mutating func insert(_ span: Range<Instant>) {
    var merged = span
    var others: [Range<Instant>] = []
    for other in spans {
      if other.upperBound < merged.lowerBound || other.lowerBound > merged.upperBound {
        others.append(other)
      } else {
        merged = min(other.lowerBound, merged.lowerBound)..<max(other.upperBound, merged.upperBound)
      }
    }
    spans = (others + [merged]).sorted { $0.lowerBound < $1.lowerBound }
  }
}
