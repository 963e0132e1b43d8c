import PluginAPI

/// One invoice made for one person: what was offered, at which price, and what has become of it. Of a subscription it
/// is the whole chain: renewals carry the same payload.
struct Order: Sendable, Hashable {
  enum Status: String, Sendable, SQLConvertible {
    /// The invoice link is being made.
    case open
    /// The link is on the person's card.
    case linked
    /// Telegram gave no link.
    case failed
    case paid
  }

  enum Renewal: String, Sendable, SQLConvertible { case active, canceled, failed }

  let id: RowID
  let person: PersonID
  /// Which version of the product was offered.
  let version: Int
  /// The price in Stars, as it was when the invoice was made.
  let stars: Int
  let isSubscription: Bool
  var status: Status = .open
  /// Only of paid subscriptions. Status for people to read; access is decided by date.
  var renewal: Renewal?
  var link: String?
  /// The card that shows the link.
  var card: MessageRef?
  let createdAt: Instant
  /// The invoice cannot be paid for the first time after this.
  let expiresAt: Instant
  /// Until when the subscription is paid.
  var paidUntil: Instant?

  /// Whether Telegram knows the subscription still, so that its renewal can be switched off or on.
  func isLive(_ now: Instant) -> Bool {
    guard isSubscription, status == .paid, let paidUntil else { return false }
    return paidUntil > now
  }

  /// Whether Telegram will charge the person again.
  func isRenewing(_ now: Instant) -> Bool { isLive(now) && renewal == .active }

  /// Whether the person may still pay it for the first time, at today's price.
  func isPayable(price: Int, isSubscription: Bool, now: Instant) -> Bool {
    (status == .open || status == .linked) && expiresAt > now && stars == price && version == Premium.version
      && self.isSubscription == isSubscription
  }
}
