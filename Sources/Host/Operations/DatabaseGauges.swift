import PluginAPI
import Synchronization

/// What the database says of a deployment, for `/metrics`: read when somebody asks, and not more often than once a second.
final class DatabaseGauges: Sendable {
  /// One reading.
  struct Reading: Sendable {
    /// When the item arrived that waits longest; nil when none waits.
    var oldest: Instant?
    var pending = 0
    var quarantined = 0
    var waiting = 0
    var deadJobs = 0
    /// Nil where only one host can be.
    var isPolling: Bool?
  }

  private struct Kept {
    /// Nil: the database did not answer.
    var reading: Reading?
    var at: Instant
    var deadJobs = 0
    var deadJobsAt: Instant?
  }

  private let kept = Mutex<Kept?>(nil)
  private static let lifetime = Duration.seconds(1)
  /// Dead jobs have no index, and are looked at in the morning.
  private static let deadJobsLifetime = Duration.seconds(60)
  /// A scrape does not wait longer for a database that stalls.
  private static let patience = Duration.seconds(2)

  /// The reading of the last second, or a new one; nil when the database does not answer.
  func reading(_ database: any DatabaseDriver, owner: String, isOnlyHost: Bool, clock: any HostClock) async -> Reading?
  {
    let now = clock.now
    let last = kept.withLock { $0 }
    if let last, last.at <= now, now - last.at < Self.lifetime { return last.reading }
    var next = Kept(reading: nil, at: now, deadJobs: last?.deadJobs ?? 0, deadJobsAt: last?.deadJobsAt)
    let known: (count: Int, at: Instant)? = last?.deadJobsAt.map { (last?.deadJobs ?? 0, $0) }
    let isKnown = known.map { $0.at <= now && now - $0.at < Self.deadJobsLifetime } ?? false
    let answer = await clock.within(Self.patience) { () -> (Reading, Int?) in
      var reading = try await Self.read(database, owner: owner, now: now)
      if isOnlyHost { reading.isPolling = nil }
      return (reading, isKnown ? nil : try await Self.deadJobs(database))
    }
    if let (reading, counted) = answer {
      if let counted { (next.deadJobs, next.deadJobsAt) = (counted, now) }
      next.reading = reading
      next.reading?.deadJobs = next.deadJobs
    }
    kept.withLock { $0 = next }
    return next.reading
  }

  private static func read(_ database: any DatabaseDriver, owner: String, now: Instant) async throws -> Reading {
    // Counting stops at a hundred thousand, so that a reading stays cheap when a deployment is in trouble.
    // What waits is behind the heads of the lanes that are due or owned.
    let (lane, inbox, outbox) = (HostTables.lane, HostTables.inbox, HostTables.outbox)
    let row = try await database.row(
      """
      SELECT (SELECT MIN(received_at) FROM (SELECT i.received_at FROM \(lane) l
          JOIN \(inbox) i ON i.lane = l.key AND i.seq > l.head AND i.state = 0
          WHERE l.due IS NOT NULL LIMIT 100000) AS o) AS oldest,
        (SELECT count(*) FROM (SELECT 1 AS one FROM \(lane) l
          JOIN \(inbox) i ON i.lane = l.key AND i.seq > l.head AND i.state = 0
          WHERE l.due IS NOT NULL LIMIT 100000) AS a) AS pending,
        (SELECT count(*) FROM (SELECT 1 AS one FROM \(inbox) WHERE error_id IS NOT NULL AND state = 3
          LIMIT 100000) AS b) AS quarantined,
        (SELECT count(*) FROM (SELECT 1 AS one FROM \(lane) l
          JOIN \(outbox) s ON s.lane = l.key AND s.position >= (l.head + 1) * 1024 AND s.state < 2
          WHERE l.due IS NOT NULL LIMIT 100000) AS c) AS waiting,
        (SELECT owner FROM \(HostTables.lease) WHERE name = 'poller' AND ends_at > \(now)) AS poller
      """)
    guard let row else { return Reading() }
    return Reading(
      oldest: try row.get("oldest"), pending: try row.get("pending"), quarantined: try row.get("quarantined"),
      waiting: try row.get("waiting"), isPolling: try row.get("poller", as: String?.self) == owner)
  }

  private static func deadJobs(_ database: any DatabaseDriver) async throws -> Int {
    try await database.value("SELECT count(*) AS dead FROM \(HostTables.job) WHERE state = 3") ?? 0
  }
}

extension HostClock {
  /// The answer, or nil when it failed or took longer. For callers outside of the host's loops, who hold no token.
  func within<Answer: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Answer
  ) async -> Answer? {
    activity.begin()
    defer { activity.end() }
    return try? await race([
      { try await body() },
      { [self] in
        try await sleep(for: limit)
        throw CancellationError()
      },
    ])
  }
}
