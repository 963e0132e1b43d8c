import Contracts
import PluginAPI

/// While somebody seems to be in a crisis nothing is sent unasked.
struct SilenceStore: Sendable {
  func isSilent(_ person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> Bool {
    let until: Instant? = try await database.value(
      "SELECT until FROM \(RemindersTables.silence) WHERE person = \(person)")
    return until.map { now < $0 } ?? false
  }

  func save(until: Instant, of person: PersonID) -> SQL {
    """
    INSERT INTO \(RemindersTables.silence) (person, until) VALUES (\(person), \(until))
    ON CONFLICT (person) DO UPDATE SET until = \(until)
    """
  }
}

extension RemindersPlugin {
  @ContributionBuilder var silencing: Contributions {
    Subscription(to: SafetyTriggered.self) { turn, events in
      if let event = events.last { turn.write(silence.save(until: event.until, of: turn.person.id)) }
    }
    Subscription(to: SafetyCleared.self) { turn, _ in
      turn.write(silence.save(until: turn.now, of: turn.person.id))
    }
  }
}
