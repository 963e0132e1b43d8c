import PluginAPI

/// What is sold.
enum Premium {
  /// Raise it when what Premium contains changes so much that an invoice made before must not be paid any more.
  static let version = 1
  /// The length of one period; Telegram knows no other for subscriptions (`subscription_period`, 2592000 seconds).
  static let days = 30
  static let seconds = days * 86_400
  /// Access goes on this long after the last paid day, so that a renewal has time to arrive.
  static let grace: Duration = .days(1)
  /// The same when Telegram said that the renewal failed.
  static let graceAfterFailure: Duration = .days(3)
  /// Paid periods that overlap by no more than this are a renewal that came early, not a period paid twice.
  static let renewalMargin: Duration = .days(3)
  /// How long an invoice link can be paid.
  static let orderLifetime: Duration = .hours(24)
  /// How long before the end a person whose Premium does not renew by itself is told.
  static let notice: Duration = .days(3)
  /// How long "not now" is remembered.
  static let pauseAfterNotNow: Duration = .days(7)
}
