import DequeModule
import NIOCore
import Synchronization

/// The connections of a server, and since when each keeps it waiting: for a request, or for the rest of one.
final class OpenConnections: Sendable {
  private enum Phase {
    /// A request is to come.
    case idle
    /// A request is coming, or the first one is to.
    case asking
    /// The server is the one that others wait for.
    case served
  }

  private struct Connection {
    let channel: any Channel
    var phase = Phase.asking
    /// When it is closed, unless it is served.
    var deadline: ContinuousClock.Instant
    /// Tells the current wait from earlier ones of the same connection.
    var turn: UInt64 = 0
  }

  private struct State {
    var connections: [ObjectIdentifier: Connection] = [:]
    /// Who waits, the longest first; entries of an earlier turn are outdated.
    var waiting: Deque<(id: ObjectIdentifier, turn: UInt64)> = []
    var turn: UInt64 = 0
    var closed = 0

    mutating func wait(_ id: ObjectIdentifier, _ phase: Phase, _ patience: Duration) {
      turn += 1
      connections[id]?.phase = phase
      connections[id]?.deadline = .now + patience
      connections[id]?.turn = turn
      waiting.append((id, turn))
      guard waiting.count > 2 * connections.count + 64 else { return }
      waiting = Deque(waiting.filter(isCurrent))
    }

    func isCurrent(_ entry: (id: ObjectIdentifier, turn: UInt64)) -> Bool {
      connections[entry.id].map { $0.turn == entry.turn && $0.phase != .served } ?? false
    }
  }

  let limits: ServerLimits
  private let state = Mutex(State())

  init(_ limits: ServerLimits) { self.limits = limits }

  var count: Int { state.withLock { $0.connections.count } }

  /// How many were closed because they kept the server waiting.
  var closed: Int { state.withLock { $0.closed } }

  /// Somebody connected, and is to say something soon.
  func opened(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    let surplus = state.withLock { state -> (any Channel)? in
      state.connections[id] = Connection(channel: channel, deadline: .now)
      state.wait(id, .asking, limits.requestTime)
      guard state.connections.count > limits.connections else { return nil }
      state.closed += 1
      while let entry = state.waiting.popFirst() {
        if state.isCurrent(entry), let connection = state.connections.removeValue(forKey: entry.id) {
          return connection.channel
        }
      }
      return nil
    }
    channel.closeFuture.whenComplete { [self] _ in ended(id, channel) }
    surplus?.close(promise: nil)
  }

  /// The head of its request is here. The first one's time runs since the connection began.
  func asks(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    state.withLock { if $0.connections[id]?.phase == .idle { $0.wait(id, .asking, limits.requestTime) } }
  }

  /// Its request is whole.
  func isServed(_ channel: any Channel) {
    state.withLock { $0.connections[ObjectIdentifier(channel)]?.phase = .served }
  }

  /// It has its answer, or is to fetch it.
  func isAnswered(_ channel: any Channel) {
    state.withLock { $0.wait(ObjectIdentifier(channel), .idle, limits.idleTime) }
  }

  /// Closes those whose time is up.
  func closeOverdue() {
    let now = ContinuousClock.now
    let overdue = state.withLock { state -> [any Channel] in
      let late = state.connections.filter { $0.value.phase != .served && $0.value.deadline <= now }
      for id in late.keys { state.connections[id] = nil }
      state.closed += late.count
      return late.values.map(\.channel)
    }
    for channel in overdue { channel.close(promise: nil) }
  }

  private func ended(_ id: ObjectIdentifier, _ channel: any Channel) {
    // An identifier may be another connection's by now.
    state.withLock { if $0.connections[id]?.channel === channel { $0.connections[id] = nil } }
  }
}

/// Tells of each connection when it begins.
final class Doorkeeper: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  private let connections: OpenConnections

  init(_ connections: OpenConnections) { self.connections = connections }

  func handlerAdded(context: ChannelHandlerContext) { connections.opened(context.channel) }
}
