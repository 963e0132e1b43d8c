import PluginAPI

/// Stars that a person paid. One row a charge, for ever.
struct Payment: Sendable, Hashable {
  /// `telegram_payment_charge_id`.
  let chargeID: String
  let id: RowID
  /// Nil when the payload names no order of this person.
  let order: RowID?
  /// The payload as it came, at most 128 bytes.
  let payload: String
  let amount: Int
  let currency: String
  let isRecurring: Bool
  let isFirst: Bool
  /// `subscription_expiration_date`, when it is a subscription.
  let expiresAt: Instant?
  /// How many days it buys when it has no expiry; 0 when it buys nothing.
  let days: Int
  /// When we learnt of it.
  let paidAt: Instant
  /// What is odd about it, for the operator.
  let note: String?
  var refundedAt: Instant?
}

/// Days that an admin gave.
struct Grant: Sendable, Hashable {
  let id: RowID
  let days: Int
  let at: Instant
}
