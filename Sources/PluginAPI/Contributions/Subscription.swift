/// A fact that plugins share, declared in `Contracts`, past tense.
///
/// Carries what subscribers need, before and after, because the rows of the publishing turn are not there yet.
public protocol DomainEvent: Codable, Sendable {
  /// Owner, name and version, `goals.check_in_recorded.v1`. Stored: never renamed, changed only by adding.
  static var name: String { get }
}

/// Hears an event in the turn that published it, once per turn with all its events of the type, in order.
///
/// What it decides is committed with the publisher's decision. A throw, or a failing statement, drops only this
/// subscriber's part; its events are then stored and delivered again as turns of their own, later ones behind them.
public struct Subscription: Sendable, ContributionConvertible {
  public let event: String
  package let handle: @Sendable (Turn, [EncodedEvent]) async throws -> Void

  public init<Event: DomainEvent>(
    to type: Event.Type, handle: @escaping @Sendable (Turn, [Event]) async throws -> Void
  ) {
    event = Event.name
    self.handle = { turn, events in
      try await handle(turn, try events.map { try $0.decode(Event.self) })
    }
  }

  public var contribution: Contribution { .subscription(self) }
}

/// An event on its way: the value itself within the turn, JSON once it was stored.
package struct EncodedEvent: Sendable {
  package let name: String
  package let value: (any DomainEvent)?
  package let stored: String?

  package init(_ event: any DomainEvent) {
    name = type(of: event).name
    value = event
    stored = nil
  }

  package init(name: String, stored: String) {
    self.name = name
    value = nil
    self.stored = stored
  }

  package func json() throws -> String {
    if let stored { return stored }
    return try value.map { try CanonicalJSON.text($0) } ?? "null"
  }

  package func decode<Event: DomainEvent>(_ type: Event.Type) throws -> Event {
    if let event = value as? Event { return event }
    return try CanonicalJSON.decode(Event.self, from: try json())
  }
}
