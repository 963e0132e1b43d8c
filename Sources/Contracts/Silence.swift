public import PluginAPI

/// While somebody seems to be in a crisis nothing is said of points and streaks, and nothing is sent unasked.
///
/// A plugin that is to be silent keeps the time in a table of its own, and declares ``subscriptions``.
public struct Silence: Sendable {
  private let table: Table

  /// - Parameter table: made by ``migration(_:_:)``.
  public init(_ table: Table) { self.table = table }

  /// Makes the table.
  public static func migration(_ name: StaticString, _ table: Table) -> Migration {
    Migration(name, [.create(table, [.int64("person").key, .instant("until")])])
  }

  public func holds(for person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool {
    let until: Instant? = try await database.value("SELECT until FROM \(table) WHERE person = \(person)")
    return until.map { now < $0 } ?? false
  }

  /// Hears of a crisis and of its end, whichever plugin says so.
  @ContributionBuilder public var subscriptions: Contributions {
    Subscription(to: SafetyTriggered.self) { turn, events in
      if let event = events.last { turn.write(save(event.until, of: turn.person.id)) }
    }
    Subscription(to: SafetyCleared.self) { turn, _ in turn.write(save(turn.now, of: turn.person.id)) }
  }

  private func save(_ until: Instant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(table) (person, until) VALUES (\(person), \(until))
    ON CONFLICT (person) DO UPDATE SET until = \(until)
    """
  }
}
