import PluginAPI

/// Reads what is stored of orders, payments and grants.
enum PaymentStore {
  /// Everything of one person.
  static func account(of person: PersonID, _ database: any DatabaseReading) async throws -> Account {
    let orders = try await database.rows(
      "SELECT \(raw: orderColumns) FROM \(PaymentsTables.order) WHERE person = \(person) ORDER BY id")
    let payments = try await database.rows(
      "SELECT \(raw: paymentColumns) FROM \(PaymentsTables.payment) WHERE person = \(person) ORDER BY charge_id")
    let grants = try await database.rows(
      "SELECT id, days, granted_at FROM \(PaymentsTables.grant) WHERE person = \(person) ORDER BY id")
    let entitlement = try await database.row(
      "SELECT until_at, offer_after FROM \(PaymentsTables.entitlement) WHERE person = \(person)")
    return Account(
      orders: try orders.map(Order.init(row:)), payments: try payments.map(Payment.init(row:)),
      grants: try grants.map { Grant(id: try $0.get("id"), days: try $0.get("days"), at: try $0.get("granted_at")) },
      until: try entitlement?.get("until_at", as: Instant?.self),
      offerAfter: try entitlement?.get("offer_after", as: Instant?.self))
  }

  /// The end of Premium and the end of the pause after "not now".
  static func entitlement(of person: PersonID, _ database: any DatabaseReading) async throws -> Account {
    let row = try await database.row(
      "SELECT until_at, offer_after FROM \(PaymentsTables.entitlement) WHERE person = \(person)")
    return Account(
      until: try row?.get("until_at", as: Instant?.self), offerAfter: try row?.get("offer_after", as: Instant?.self))
  }

  /// An order, whoever it belongs to; the caller compares.
  static func order(_ id: RowID, _ database: any DatabaseReading) async throws -> Order? {
    try await database.row("SELECT \(raw: orderColumns) FROM \(PaymentsTables.order) WHERE id = \(id)")
      .map(Order.init(row:))
  }

  /// Those of the charges that are recorded, whoever paid, also when the person has been erased since.
  static func known(_ charges: [String], _ database: any DatabaseReading) async throws -> [String: Instant?] {
    let rows = try await database.rows(
      "SELECT charge_id, refunded_at FROM \(PaymentsTables.payment) WHERE charge_id IN (\(list: charges))")
    var known: [String: Instant?] = [:]
    for row in rows {
      known.updateValue(try row.get("refunded_at", as: Instant?.self), forKey: try row.get("charge_id"))
    }
    return known
  }

  /// How many entries of Telegram's ledger have been read.
  static func ledgerPosition(_ database: any DatabaseReading) async throws -> Int {
    try await database.value("SELECT position FROM \(PaymentsTables.ledger) WHERE name = 'stars'") ?? 0
  }

  static let orderColumns: StaticString = """
    id, person, version, stars, is_subscription, status, renewal, link, card, created_at, expires_at, paid_until
    """
  static let paymentColumns: StaticString = """
    charge_id, id, person, order_id, payload, amount, currency, is_recurring, is_first, expires_at, days, paid_at, note, \
    refunded_at
    """
}

extension Order {
  init(row: Row) throws {
    self.init(
      id: try row.get("id"), person: try row.get("person"), version: try row.get("version"),
      stars: try row.get("stars"), isSubscription: try row.get("is_subscription"), status: try row.get("status"),
      renewal: try row.get("renewal"), link: try row.get("link"), card: try row.get("card"),
      createdAt: try row.get("created_at"), expiresAt: try row.get("expires_at"), paidUntil: try row.get("paid_until"))
  }
}

extension Payment {
  init(row: Row) throws {
    self.init(
      chargeID: try row.get("charge_id"), id: try row.get("id"), order: try row.get("order_id"),
      payload: try row.get("payload"), amount: try row.get("amount"), currency: try row.get("currency"),
      isRecurring: try row.get("is_recurring"), isFirst: try row.get("is_first"), expiresAt: try row.get("expires_at"),
      days: try row.get("days"), paidAt: try row.get("paid_at"), note: try row.get("note"),
      refundedAt: try row.get("refunded_at"))
  }
}
