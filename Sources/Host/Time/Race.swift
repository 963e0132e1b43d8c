import Synchronization

extension HostClock {
  /// Runs all of these at once and takes the first end, an answer or an error; the others are cancelled and waited for.
  ///
  /// The caller lends its token to the racers and goes on with that of the first one to end, so the host does not look
  /// quiet while the answer passes from one to the other.
  func race<Answer: Sendable>(_ racers: [@Sendable () async throws -> Answer]) async throws -> Answer {
    activity.begin(racers.count - 1)
    let finish = FinishLine()
    return try await withThrowingTaskGroup(of: Answer.self) { group in
      for racer in racers {
        group.addTask { [activity] in
          defer { if !finish.isFirst() { activity.end() } }
          return try await racer()
        }
      }
      defer { group.cancelAll() }
      guard let answer = try await group.next() else { throw CancellationError() }
      return answer
    }
  }
}

/// Tells the first to come from all others.
private final class FinishLine: Sendable {
  private let isCrossed = Mutex(false)

  func isFirst() -> Bool {
    isCrossed.withLock { isCrossed in
      defer { isCrossed = true }
      return !isCrossed
    }
  }
}
