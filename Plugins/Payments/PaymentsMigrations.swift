import PluginAPI

/// The steps that made the plugin's tables.
enum PaymentsMigrations {
  static let all = [
    Migration(
      "001_create_payments",
      [
        .create(
          PaymentsTables.order,
          [
            .uuid("id").key, .int64("person"), .int64("version"), .int64("stars"), .bool("is_subscription"),
            .text("status"), .text("renewal").nullable, .text("link").nullable, .uuid("card").nullable,
            .instant("created_at"), .instant("expires_at"), .instant("paid_until").nullable,
          ]),
        .index(PaymentsTables.order, ["person"]),
        .create(
          PaymentsTables.payment,
          [
            .text("charge_id").key, .uuid("id"), .int64("person").nullable, .uuid("order_id").nullable,
            .text("payload"), .int64("amount"), .text("currency"), .bool("is_recurring"), .bool("is_first"),
            .instant("expires_at").nullable, .int64("days"), .instant("paid_at"), .text("note").nullable,
            .instant("refunded_at").nullable, .text("refund_reason").nullable,
          ], unique: [["id"]]),
        .index(PaymentsTables.payment, ["person"]),
        .index(PaymentsTables.payment, ["paid_at"]),
        .create(
          PaymentsTables.grant, [.uuid("id").key, .int64("person"), .int64("days"), .instant("granted_at")]),
        .index(PaymentsTables.grant, ["person"]),
        .create(
          PaymentsTables.entitlement,
          [
            .int64("person").key, .instant("until_at").nullable, .instant("offer_after").nullable,
            .instant("changed_at"),
          ]),
        .create(PaymentsTables.ledger, [.text("name").key, .int64("position")]),
      ])
  ]
}
