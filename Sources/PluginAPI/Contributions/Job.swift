/// The Codable description of a piece of work for later.
public protocol JobPayload: Codable, Sendable {
  /// Owner and verb phrase, `reminders.send_goal_reminder`. Stored: never renamed.
  static var name: String { get }
}

/// Handles a job when it is due, as a turn in the lane of the person it was enqueued for, or of the plugin.
///
/// A throw is retried with backoff and jitter, then the job is dead and stays visible in `roost jobs`.
/// ``JobOutcome`` ends it otherwise.
public struct Job: Sendable, ContributionConvertible {
  public let name: String
  public let maximumAttempts: Int
  package let handle: @Sendable (Turn, String) async throws -> Void

  /// - Parameter maximumAttempts: 1…25; the waits between grow from 15 s to 1 h.
  public init<Payload: JobPayload>(
    _ type: Payload.Type, maximumAttempts: Int = 8,
    handle: @escaping @Sendable (Turn, Payload) async throws -> Void
  ) {
    name = Payload.name
    self.maximumAttempts = maximumAttempts
    self.handle = { turn, payload in
      try await handle(turn, try CanonicalJSON.decode(Payload.self, from: payload))
    }
  }

  public var contribution: Contribution { .job(self) }
}

/// Ends a job in another way than done or failed. Nothing else of the turn happens.
public enum JobOutcome: Error, Sendable, Hashable {
  /// There is no point in it any more.
  case cancel(reason: String)
  /// Try again after this time; not counted as an attempt.
  case snooze(Duration)
}

/// A schedule of the plugin itself: the job runs in the plugin's lane at a local time of a fixed zone.
public struct Schedule: Sendable, ContributionConvertible {
  public let name: String
  public let recurrence: Recurrence
  public let zone: String
  public let late: LatePolicy
  package let payload: String

  /// - Parameters:
  ///   - payload: its type needs a ``Job`` too.
  ///   - zone: IANA name; `UTC` unless a place is meant.
  public init<Payload: JobPayload>(
    _ payload: Payload, _ recurrence: Recurrence, zone: String = "UTC", late: LatePolicy = .always
  ) {
    name = Payload.name
    self.recurrence = recurrence
    self.zone = zone
    self.late = late
    self.payload = (try? CanonicalJSON.text(payload)) ?? "{}"
  }

  public var contribution: Contribution { .schedule(self) }
}
