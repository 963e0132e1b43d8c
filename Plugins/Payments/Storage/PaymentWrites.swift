import PluginAPI

/// The statements that change rows of one person, run by the host with the turn.
extension PaymentStore {
  /// Adds or changes an order; an order of somebody else stays as it is.
  static func save(_ order: Order) -> SQL {
    """
    INSERT INTO \(PaymentsTables.order) (id, person, version, stars, is_subscription, status, renewal, link, card,
      created_at, expires_at, paid_until)
    VALUES (\(order.id), \(order.person), \(order.version), \(order.stars), \(order.isSubscription), \(order.status),
      \(order.renewal), \(order.link), \(order.card), \(order.createdAt), \(order.expiresAt), \(order.paidUntil))
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, renewal = excluded.renewal, link = excluded.link,
      card = excluded.card, paid_until = excluded.paid_until
    WHERE \(PaymentsTables.order).person = excluded.person
    """
  }

  /// Records a charge. Touches no row when it is there already.
  static func insert(_ payment: Payment, of person: PersonID, refundReason: String? = nil) -> SQL {
    """
    INSERT INTO \(PaymentsTables.payment) (charge_id, id, person, order_id, payload, amount, currency, is_recurring,
      is_first, expires_at, days, paid_at, note, refunded_at, refund_reason)
    VALUES (\(payment.chargeID), \(payment.id), \(person), \(payment.order), \(payment.payload), \(payment.amount),
      \(payment.currency), \(payment.isRecurring), \(payment.isFirst), \(payment.expiresAt), \(payment.days),
      \(payment.paidAt), \(payment.note), \(payment.refundedAt), \(refundReason))
    ON CONFLICT (charge_id) DO NOTHING
    """
  }

  /// Notes a refund. Touches no row when it is noted already.
  static func markRefunded(_ payment: Payment, of person: PersonID, at now: Instant, reason: String) -> SQL {
    """
    UPDATE \(PaymentsTables.payment) SET refunded_at = \(now), refund_reason = \(reason)
    WHERE charge_id = \(payment.chargeID) AND person = \(person) AND refunded_at IS NULL
    """
  }

  static func insert(_ grant: Grant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(PaymentsTables.grant) (id, person, days, granted_at)
    VALUES (\(grant.id), \(person), \(grant.days), \(grant.at))
    """
  }

  static func saveUntil(_ until: Instant?, of person: PersonID, at now: Instant) -> SQL {
    """
    INSERT INTO \(PaymentsTables.entitlement) (person, until_at, changed_at) VALUES (\(person), \(until), \(now))
    ON CONFLICT (person) DO UPDATE SET until_at = excluded.until_at, changed_at = excluded.changed_at
    """
  }

  static func pauseOffers(until instant: Instant, of person: PersonID, at now: Instant) -> SQL {
    """
    INSERT INTO \(PaymentsTables.entitlement) (person, offer_after, changed_at) VALUES (\(person), \(instant), \(now))
    ON CONFLICT (person) DO UPDATE SET offer_after = excluded.offer_after
    """
  }

  static func saveLedgerPosition(_ position: Int) -> SQL {
    """
    INSERT INTO \(PaymentsTables.ledger) (name, position) VALUES ('stars', \(position))
    ON CONFLICT (name) DO UPDATE SET position = excluded.position
    """
  }
}

/// What admins look up: rows of anybody, read only.
extension PaymentStore {
  /// A payment by its charge id or by ours, and who paid; nobody once the person was erased.
  static func find(_ words: String, _ database: any DatabaseReading) async throws -> (Payment, PersonID?)? {
    let row: Row?
    if let id = RowID(words) {
      row = try await database.row(
        "SELECT \(raw: paymentColumns) FROM \(PaymentsTables.payment) WHERE id = \(id)")
    } else {
      row = try await database.row(
        "SELECT \(raw: paymentColumns) FROM \(PaymentsTables.payment) WHERE charge_id = \(words)")
    }
    return try row.map { (try Payment(row: $0), try $0.get("person", as: PersonID?.self)) }
  }

  /// The newest payments of all people.
  static func latest(_ count: Int, _ database: any DatabaseReading) async throws -> [(Payment, PersonID?)] {
    try await database.rows(
      """
      SELECT \(raw: paymentColumns) FROM \(PaymentsTables.payment) ORDER BY paid_at DESC, charge_id LIMIT \(count)
      """
    ).map { (try Payment(row: $0), try $0.get("person", as: PersonID?.self)) }
  }
}
