package import CivilTime
import Foundation

/// The system's clock. The only file of the host that touches `clock_gettime` and `Task.sleep`.
package struct SystemClock: HostClock {
  package let activity = Activity()
  package init() {}

  package var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  package func sleep(until deadline: Instant) async throws {
    activity.end()
    defer { activity.begin() }
    // In slices, so that a wall clock set forward or back is noticed within a minute.
    while true {
      let rest = deadline - now
      guard rest > .zero else { return }
      try await Task.sleep(for: min(rest, .seconds(60)))
    }
  }
}

/// Time that only goes forward, for measuring and for what talks to the world: timeouts of sockets stay real under a
/// virtual clock.
package enum MonotonicTime {
  /// Nanoseconds since an arbitrary start.
  package static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
