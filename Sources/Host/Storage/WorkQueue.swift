import Foundation

/// What other tasks hand to a thread that may block. The thread takes all that waits at once, so that under load many
/// requests share one wake-up.
// Safe because every access to the state holds the condition's lock.
final class WorkQueue<Item: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var items: [Item] = []
  private var sleepers = 0
  private var isClosed = false

  /// - Returns: false when the queue is closed; the item is not taken then.
  func put(_ item: Item) -> Bool {
    condition.lock()
    guard !isClosed else {
      condition.unlock()
      return false
    }
    items.append(item)
    let mustWake = sleepers > 0
    condition.unlock()
    if mustWake { condition.signal() }
    return true
  }

  /// Waits for something to do; nil when the queue is closed and empty.
  func take(atMost limit: Int) -> [Item]? {
    condition.lock()
    defer { condition.unlock() }
    while items.isEmpty {
      if isClosed { return nil }
      sleepers += 1
      condition.wait()
      sleepers -= 1
    }
    if items.count <= limit {
      defer { items.removeAll(keepingCapacity: true) }
      return items
    }
    defer { items.removeFirst(limit) }
    return Array(items.prefix(limit))
  }

  /// Takes nothing more; what waits is still handed out.
  func close() {
    condition.lock()
    isClosed = true
    condition.unlock()
    condition.broadcast()
  }
}
