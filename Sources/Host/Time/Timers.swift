package import CivilTime

/// Waits for a signal or a time, whichever is first: the shape of every background loop of the host.
package struct Alarm: Sendable {
  private let clock: any HostClock
  private let signal: Signal
  private var lookAround: Duration?

  package init(clock: any HostClock) {
    self.clock = clock
    signal = Signal(clock.activity)
  }

  /// - Parameter lookAround: waits no longer than this, for what other hosts may have left; nil is as long as it takes.
  package init(clock: any HostClock, lookAround: Duration?) {
    self.init(clock: clock)
    self.lookAround = lookAround
  }

  /// Wakes the loop now.
  package func ring() { signal.set() }

  /// Returns at `deadline` (never for nil), after ``ring()``, or when the task is cancelled.
  package func wait(until deadline: Instant?) async {
    var deadline = deadline
    if let lookAround {
      let next = clock.now + lookAround
      deadline = min(deadline ?? next, next)
    }
    guard let deadline else { return await signal.wait() }
    guard deadline > clock.now else { return }
    // The timer holds a token while it runs, and gives it back while it sleeps.
    clock.activity.begin()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [clock, signal] in
        defer { clock.activity.end() }
        do {
          try await clock.sleep(until: deadline)
          signal.set()
        } catch {}
      }
      await signal.wait()
      group.cancelAll()
    }
  }
}
