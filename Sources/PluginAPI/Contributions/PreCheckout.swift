/// Answers Telegram's question before a payment, within 2 seconds, whatever the person's lane is doing.
///
/// Read-only and repeatable: it starts before the update is stored. An error, a database that is down or 2 seconds
/// without an answer refuse.
public struct PreCheckout: Sendable, ContributionConvertible {
  public struct Question: Sendable {
    public let person: PersonID
    public let language: Language
    /// `XTR` for Telegram Stars.
    public let currency: String
    /// In the smallest unit of the currency.
    public let amount: Int
    /// The invoice payload, made by us, but sent by a client: hostile.
    public let payload: String
    public let now: Instant
    public let database: any DatabaseReading & Sendable
    package init(
      person: PersonID, language: Language, currency: String, amount: Int, payload: String, now: Instant,
      database: any DatabaseReading & Sendable
    ) {
      self.person = person
      self.language = language
      self.currency = currency
      self.amount = amount
      self.payload = payload
      self.now = now
      self.database = database
    }
  }

  public enum Answer: Sendable, Hashable {
    case accept
    /// With the text the person reads: a catalogue key of the plugin.
    case refuse(key: String)
    /// The invoice is another plugin's.
    case notMine
  }

  package let handle: @Sendable (Question) async throws -> Answer

  public init(handle: @escaping @Sendable (Question) async throws -> Answer) { self.handle = handle }

  public var contribution: Contribution { .preCheckout(self) }
}
