import CivilTime
import Sandbox
import Synchronization

/// A host that has things scheduled and notes when it was run.
final class FakeHostClock: SandboxClock {
  private let clock: TestClock
  private let schedule = Mutex<[Instant]>([])
  private let stops = Mutex<[Instant]>([])

  init(_ clock: TestClock) { self.clock = clock }

  var now: Instant { clock.now }
  var visited: [Instant] { stops.withLock { $0 } }

  func schedule(_ instants: Instant...) { schedule.withLock { $0 = ($0 + instants).sorted() } }

  func nextDue() async -> Instant? { schedule.withLock { $0.first } }

  func advance(to instant: Instant) async {
    clock.advance(instant - clock.now)
    stops.withLock { $0.append(instant) }
    schedule.withLock { $0.removeAll { $0 <= instant } }
  }
}
