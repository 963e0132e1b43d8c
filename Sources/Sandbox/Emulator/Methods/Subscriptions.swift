import CivilTime
import TelegramBotAPI

/// How a payment ended.
public enum PaymentOutcome: Sendable, Hashable {
  /// The Stars have moved and the bot is told.
  case paid(chargeID: String)
  /// The bot refused the pre-checkout query with this text.
  case refused(String)
  /// The bot did not answer the pre-checkout query in time; no Stars moved.
  case timedOut
  /// The person has too few Stars.
  case notEnoughStars
  /// The message carries no invoice that can be paid, or the link is unknown.
  case nothingToPay
}

/// Money: invoice links, payments under way, subscriptions and the ledger.
struct PaymentBook: Sendable {
  /// The only length a Star subscription can have, in seconds.
  static let month = 2_592_000

  var botStars: Int
  var links: [String: InvoiceRecord] = [:]
  var checkouts: [String: CheckoutRecord] = [:]
  var outcomes: [String: PaymentOutcome] = [:]
  /// By the charge id of the first payment.
  var subscriptions: [String: Subscription] = [:]
  var ledger: [StarEntry] = []
}

/// A payment that waits for the bot's answer.
struct CheckoutRecord: Sendable {
  var id: String
  var person: Int
  var chat: Int
  var message: Int?
  var invoice: InvoiceRecord
  var deadline: Instant
}

/// One movement of Stars.
struct StarEntry: Sendable {
  var chargeID: String
  var person: Int
  var amount: Int
  var date: Instant
  var incoming: Bool
  var invoice: InvoiceRecord
}

/// A Star subscription of a person.
struct Subscription: Sendable {
  var firstChargeID: String
  var latestChargeID: String
  var person: Int
  var chat: Int
  var invoice: InvoiceRecord
  var expires: Instant
  /// Whether it ends at `expires` rather than renew.
  var canceled = false
  /// Whether the bot ended it, so that the person cannot take it up again.
  var canceledByBot = false
}

extension World {
  func subscription(_ chargeID: String, of personID: Int) -> Subscription? {
    payments.subscriptions.values.first {
      $0.person == personID && ($0.firstChargeID == chargeID || $0.latestChargeID == chargeID)
    }
  }

  mutating func editUserStarSubscription(_ a: Arguments) throws(APIError) -> JSONValue {
    guard let personID = a.integer("user_id"), people[personID] != nil else { throw .bad("USER_ID_INVALID") }
    guard let found = subscription(a.string("telegram_payment_charge_id") ?? "", of: personID), now < found.expires
    else { throw .bad("SUBSCRIPTION_NOT_FOUND") }
    guard a.has("is_canceled") else { throw .bad("is_canceled is empty") }
    let canceled = a.flag("is_canceled")
    guard found.canceledByBot != canceled else { throw .bad("SUBSCRIPTION_NOT_MODIFIED") }
    payments.subscriptions[found.firstChargeID]?.canceledByBot = canceled
    return .bool(true)
  }

  /// The person cancels a subscription, or takes it up again before it ends.
  mutating func setCanceled(_ canceled: Bool, _ chargeID: String, of personID: Int) -> Bool {
    guard let found = subscription(chargeID, of: personID), now < found.expires, found.canceled != canceled,
      canceled || !found.canceledByBot
    else { return false }
    payments.subscriptions[found.firstChargeID]?.canceled = canceled
    report(found, state: canceled ? "canceled" : "active")
    return true
  }

  /// Pays a subscription's next month; reports `failed` if the person has too few Stars.
  mutating func renew(_ subscription: Subscription) -> PaymentOutcome {
    let paid = charge(subscription.person, subscription.invoice, renewing: subscription, chat: subscription.chat)
    if let chargeID = paid { return .paid(chargeID: chargeID) }
    payments.subscriptions[subscription.firstChargeID] = nil
    report(subscription, state: "failed")
    return .notEnoughStars
  }

  /// Bot API 10.2: the update `subscription`.
  private mutating func report(_ subscription: Subscription, state: String) {
    guard let person = people[subscription.person] else { return }
    let content: Fields = [
      "user": .object(person.user), "invoice_payload": .string(subscription.invoice.payload), "state": .string(state),
    ]
    enqueue("subscription", .object(content), lane: subscription.person)
  }

  /// Renews what falls due, in the order of time, and forgets what was cancelled.
  mutating func renewDue() {
    guard configuration.renewsSubscriptions else { return }
    while let due = payments.subscriptions.values.filter({ $0.expires <= now })
      .min(by: { ($0.expires, $0.firstChargeID) < ($1.expires, $1.firstChargeID) })
    {
      if due.canceled || due.canceledByBot {
        payments.subscriptions[due.firstChargeID] = nil
      } else {
        _ = renew(due)
      }
    }
  }

  /// When the emulator next has something to do by itself.
  var nextDeadline: Instant? {
    var instants = payments.checkouts.values.map { $0.deadline + .microseconds(1) }
    if configuration.renewsSubscriptions { instants += payments.subscriptions.values.map(\.expires) }
    return instants.min()
  }
}
