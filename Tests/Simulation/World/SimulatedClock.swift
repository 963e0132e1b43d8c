import Host
import PluginAPI

/// A host's clock: the world's time, a little wrong.
// Safe because only the world's thread touches it.
final class SimulatedClock: HostClock, @unchecked Sendable {
  let activity = Activity()
  private let world: World
  private unowned let process: HostProcess
  private let skew: Duration
  private var sleepers: [UInt64: CheckedContinuation<Void, any Error>] = [:]
  private var lastID: UInt64 = 0

  init(_ world: World, _ process: HostProcess, skew: Duration) {
    self.world = world
    self.process = process
    self.skew = skew
  }

  var now: Instant { world.now + skew }

  func sleep(until deadline: Instant) async throws {
    lastID += 1
    let id = lastID
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled || process.isDead { return continuation.resume(throwing: CancellationError()) }
        activity.end()
        sleepers[id] = continuation
        world.at(deadline - skew) { self.wake(id) }
      }
    } onCancel: {
      wake(id, CancellationError())
    }
  }

  private func wake(_ id: UInt64, _ error: (any Error)? = nil) {
    guard let sleeper = sleepers.removeValue(forKey: id) else { return }
    activity.begin()
    if let error { sleeper.resume(throwing: error) } else { sleeper.resume() }
  }
}
