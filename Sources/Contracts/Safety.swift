public import PluginAPI
// A plugin that imports Contracts has the crisis filter and its card.
@_exported public import Safety

/// Somebody seems to be in a crisis: no points, no streaks, no nudges until then. Carries no words of theirs.
/// Published by whichever plugin heard it.
public struct SafetyTriggered: DomainEvent {
  public static let name = "safety.triggered.v1"
  public var category: SafetyCategory
  public var until: Instant
  public init(category: SafetyCategory, until: Instant) {
    self.category = category
    self.until = until
  }
}

/// The person said that it was about something else: the silence ends.
public struct SafetyCleared: DomainEvent {
  public static let name = "safety.cleared.v1"
  public init() {}
}

/// Answers a crisis that a plugin heard: first thing of all, before any limit, model or dialog. Owner: Goals.
public protocol CrisisRoute: Sendable {
  /// The static card, with its buttons.
  /// - Parameter isTeen: help lines for children come first.
  func card(_ category: SafetyCategory, isTeen: Bool, _ turn: Turn) -> Card
  /// Whether the person was shown the card and has not chosen yet, within a day: no model talks to them until then.
  func isOpen(for person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool
}

extension CrisisRoute {
  /// Sends the card and publishes ``SafetyTriggered``; points and nudges are silent for a day.
  public func answer(_ category: SafetyCategory, isTeen: Bool, _ turn: Turn) {
    turn.send(card(category, isTeen: isTeen, turn), options: SendOptions(priority: .urgent))
    turn.publish(SafetyTriggered(category: category, until: turn.now + .days(1)))
  }
}

/// Without Goals the card has no buttons.
public struct PlainCrisisRoute: CrisisRoute {
  public init() {}
  public func card(_ category: SafetyCategory, isTeen: Bool, _ turn: Turn) -> Card {
    Card(CrisisCard.standard.text(category, for: turn.reader, isTeen: isTeen))
  }
  public func isOpen(for person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool { false }
}

extension ServiceKey<any CrisisRoute> {
  public static var crisis: ServiceKey { ServiceKey("goals.crisis_route") { PlainCrisisRoute() } }
}
