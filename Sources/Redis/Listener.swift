/// One caller's stream of messages.
///
// Safe because the client's thread alone touches what changes.
final class Listener: @unchecked Sendable {
  static let capacity = 1000

  let channels: Set<String>
  let continuation: AsyncStream<RedisMessage>.Continuation
  /// Channels that the server has not confirmed.
  var unconfirmed: Set<String> = []
  private var hasBeenConnected = false
  private var sinceReconnected = Listener.capacity

  init(channels: [String], continuation: AsyncStream<RedisMessage>.Continuation) {
    self.channels = Set(channels)
    self.continuation = continuation
  }

  func isComplete() {
    if hasBeenConnected {
      sayReconnected()
    } else {
      hasBeenConnected = true
      continuation.yield(.connected)
    }
  }

  func hear(_ message: RedisMessage) {
    sinceReconnected += 1
    // The buffer is full and lost its oldest. One notice of it is enough while it is still in the buffer: it will be
    // read after all that was lost.
    if case .dropped = continuation.yield(message), sinceReconnected >= Self.capacity { sayReconnected() }
  }

  private func sayReconnected() {
    sinceReconnected = 0
    continuation.yield(.reconnected)
  }
}
