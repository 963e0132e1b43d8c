import Glibc

/// The client's thread: owns the connections and the batches that wait for one.
final class PoolThread {
  let inbox: PoolInbox
  let configuration: PostgresConfiguration
  var connections: [Connection] = []
  var waiting = WaitingBatches()
  var reconnection: Reconnection
  var statistics = PostgresStatistics()
  /// What connections that are closed have done.
  private var endedBefore = 0
  private var repeatedBefore = 0
  private var stopDeadline: ContinuousClock.Instant?
  private var polled: [pollfd] = []

  static func start(_ configuration: PostgresConfiguration) throws(PostgresError) -> PoolInbox {
    let inbox = try PoolInbox()
    let body = Unmanaged.passRetained(PoolThread(inbox, configuration))
    let isStarted = startDetachedThread(body.toOpaque()) { context in
      blockSignals()
      if let context { Unmanaged<PoolThread>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
    guard isStarted else {
      body.release()
      throw .configuration("the client cannot start: the system refuses a thread")
    }
    return inbox
  }

  private init(_ inbox: PoolInbox, _ configuration: PostgresConfiguration) {
    self.inbox = inbox
    self.configuration = configuration
    reconnection = Reconnection(configuration.connectionParameters, configuration.attemptTimeout, inbox)
  }

  private func run() {
    while true {
      let arrivals = inbox.take(statistics)
      let now = ContinuousClock.now
      arrivals.batches.forEach { waiting.append($0) }
      arrivals.attempts.forEach { finish($0, now) }
      stopDeadline = arrivals.stopDeadline
      failOverdue(now)
      dispatch(now)
      connect(now)
      removeUnused(now)
      if let stopDeadline, now >= stopDeadline || waiting.isEmpty && connections.allSatisfy(\.isIdle) { break }
      count()
      wait(until: nextMoment)
    }
    stop()
  }

  private func stop() {
    for connection in connections {
      if connection.isIdle { connection.close() } else { connection.abandon { _ in .closed } }
    }
    waiting.fail(.closed)
    count()
    let late = inbox.end(statistics)
    connections = []
    for batch in late.batches { batch.end(.failure(.notSent(.closed))) }
    for case .success(let connection) in late.attempts { Connection(connection, configuration, now: .now).close() }
  }

  // MARK: Waiting

  /// When the thread has something to do even if nothing happens.
  private var nextMoment: ContinuousClock.Instant? {
    var moments = [waiting.nextDeadline, stopDeadline]
    if !waiting.isEmpty { moments.append(reconnection.nextMoment) }
    for connection in connections {
      moments.append(
        connection.isIdle
          ? connection.idleSince + configuration.maximumIdleTime
          : connection.exchanges.lazy.map(\.batch.deadline).min())
    }
    return moments.compactMap { $0 }.min()
  }

  private func wait(until moment: ContinuousClock.Instant?) {
    polled.removeAll(keepingCapacity: true)
    polled.append(pollfd(fd: inbox.wakeup, events: Int16(POLLIN), revents: 0))
    for connection in connections {
      polled.append(
        pollfd(
          fd: connection.descriptor, events: Int16(connection.wantsToWrite ? POLLIN | POLLOUT : POLLIN), revents: 0))
    }
    let mayWait = inbox.prepareToWait(statistics, stopDeadline: stopDeadline)
    let pause = mayWait ? moment.map { max(0, ($0 - .now).milliseconds) } ?? -1 : 0
    guard poll(&polled, nfds_t(polled.count), pause) > 0 else { return }
    if polled[0].revents != 0 { inbox.clearWakeup() }
    let now = ContinuousClock.now
    var lost: [Connection] = []
    for (entry, connection) in zip(polled.dropFirst(), connections) where entry.revents != 0 {
      var isOpen = true
      if entry.revents & Int16(POLLOUT) != 0 { isOpen = connection.send() }
      if isOpen, entry.revents & ~Int16(POLLOUT) != 0 { isOpen = connection.receive(now: now) }
      if !isOpen { lost.append(connection) }
    }
    lost.forEach(drop)
  }

  private func count() {
    statistics.open = connections.count
    statistics.busy = connections.count { !$0.isIdle }
    statistics.connecting = reconnection.underWay
    statistics.waiting = waiting.count
    statistics.batches = endedBefore + connections.reduce(0) { $0 + $1.ended }
    statistics.repeated = repeatedBefore + connections.reduce(0) { $0 + $1.repeated }
  }

  // MARK: Connections

  /// Closes a lost connection and ends its batches.
  func drop(_ connection: Connection) {
    let reason = connection.lossDescription
    connection.fail { _ in .disconnected(reason) }
    remove(connection)
    connection.close()
  }

  private func remove(_ connection: Connection) {
    connections.removeAll { $0 === connection }
    endedBefore += connection.ended
    repeatedBefore += connection.repeated
  }

  private func failOverdue(_ now: ContinuousClock.Instant) {
    waiting.failOverdue(now, reconnection.lastFailure?.text)
    let overdue = connections.filter { connection in
      connection.exchanges.contains { $0.batch.deadline <= now }
    }
    for connection in overdue {
      connection.abandon { exchange in
        exchange.batch.deadline <= now
          ? .deadline("while the server worked") : .disconnected("the connection was closed for another late batch")
      }
      remove(connection)
    }
  }

  private func removeUnused(_ now: ContinuousClock.Instant) {
    let unused = connections.filter {
      $0.isIdle && ($0.isRetiring || now - $0.idleSince >= configuration.maximumIdleTime)
    }
    for connection in unused {
      remove(connection)
      connection.close()
    }
  }

  // MARK: Batches

  /// Gives waiting batches, oldest first, to connections.
  private func dispatch(_ now: ContinuousClock.Instant) {
    while let batch = waiting.first {
      if batch.isCancelled {
        waiting.removeFirst()
        continue
      }
      guard let connection = connectionForNext() else { return }
      guard !connection.isIdle || connection.isAlive() else {
        drop(connection)
        continue
      }
      waiting.removeFirst()
      guard batch.begin() else { continue }
      if !connection.start(batch) { drop(connection) }
    }
  }

  /// The free connection that was used last, so that those not needed age; if all are busy and no more may be opened,
  /// the one with the least to do.
  private func connectionForNext() -> Connection? {
    var best: Connection?
    for connection in connections where !connection.isRetiring {
      guard let found = best else {
        best = connection
        continue
      }
      let isFresher = connection.isIdle && found.isIdle && connection.idleSince > found.idleSince
      if connection.load < found.load || isFresher { best = connection }
    }
    guard let best, !best.isIdle else { return best }
    let depth = configuration.isBehindPgBouncer ? 1 : configuration.pipelineDepth
    return connections.count >= configuration.poolSize && best.load < depth ? best : nil
  }
}
