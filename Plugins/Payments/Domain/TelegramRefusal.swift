import PluginAPI

/// What Telegram means when it refuses to change a payment.
enum TelegramRefusal: Hashable {
  /// It is as asked already: `CHARGE_ALREADY_REFUNDED`, `SUBSCRIPTION_NOT_MODIFIED`.
  case alreadySo
  /// There is no such charge or subscription.
  case notFound
  case other

  /// Nil for failures that are no answer to the question: try again.
  init?(_ error: TelegramError) {
    let text = error.detail.uppercased()
    guard error.code == 400 || error.code == 403 else { return nil }
    if text.contains("ALREADY_REFUNDED") || text.contains("NOT_MODIFIED") {
      self = .alreadySo
    } else if text.contains("SUBSCRIPTION_NOT_FOUND") || text.contains("CHARGE_NOT_FOUND") {
      self = .notFound
    } else {
      self = .other
    }
  }
}
