package import CivilTime

/// The one clock of the host: what time it is, and sleeping until a time. The system's or a virtual one.
///
/// Everything in the host that waits for time waits here, so the whole host runs under a virtual clock. A caller holds one
/// ``Activity`` token while it runs; sleeping gives it back and waking takes it again, which is how a virtual clock knows
/// that all is quiet.
package protocol HostClock: Sendable {
  var now: Instant { get }
  /// Counts what is going on, for clocks that wait for quiet.
  var activity: Activity { get }
  /// Returns at `deadline`, at once if it has passed.
  /// - Throws: `CancellationError`.
  func sleep(until deadline: Instant) async throws
}

extension HostClock {
  package func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }
}
