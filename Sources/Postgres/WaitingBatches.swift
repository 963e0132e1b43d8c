/// The batches that wait for a connection, first come, first served.
struct WaitingBatches {
  private var batches: [Batch] = []
  private var head = 0
  /// No batch's deadline is earlier.
  private(set) var nextDeadline: ContinuousClock.Instant?

  var isEmpty: Bool { head == batches.count }
  var count: Int { batches.count - head }
  var first: Batch? { isEmpty ? nil : batches[head] }

  mutating func append(_ batch: Batch) {
    batches.append(batch)
    nextDeadline = min(nextDeadline ?? batch.deadline, batch.deadline)
  }

  mutating func removeFirst() {
    head += 1
    if isEmpty {
      batches.removeAll(keepingCapacity: true)
      head = 0
      nextDeadline = nil
    } else if head >= 64, head * 2 > batches.count {
      batches.removeFirst(head)
      head = 0
    }
  }

  mutating func fail(_ reason: PostgresError.Reason) {
    for batch in batches[head...] { batch.end(.failure(.notSent(reason))) }
    batches = []
    head = 0
    nextDeadline = nil
  }

  /// Ends the batches whose deadline has passed, and forgets those that were cancelled.
  mutating func failOverdue(_ now: ContinuousClock.Instant, _ connectFailure: String?) {
    guard let nextDeadline, nextDeadline <= now else { return }
    let all = batches[head...]
    batches = []
    head = 0
    self.nextDeadline = nil
    let detail =
      connectFailure.map { "while connecting; the last attempt: \($0)" } ?? "while waiting for a free connection"
    for batch in all {
      if batch.deadline <= now {
        batch.end(.failure(.notSent(.deadline(detail))))
      } else if !batch.isCancelled {
        append(batch)
      }
    }
  }
}
