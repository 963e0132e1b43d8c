/// The commands of all callers on one connection: first in, first written, first answered.
final class Pipeline: LinkUser {
  typealias Instant = ContinuousClock.Instant

  let link: Link
  var settlement = Settlement()
  private let stallTimeout: Duration
  private var waiting = Fifo<Command>()
  /// Written and not answered. A command stays when its caller has gone, so that its answer is given to nobody else.
  private var underWay = Fifo<Command>()
  /// No caller that still waits has an earlier deadline.
  private var nextDeadline: Instant?

  private static let maximumOutput = 1024 * 1024

  init(_ configuration: RedisConfiguration, now: Instant) {
    link = Link(configuration, database: configuration.database, isWanted: true, now: now)
    stallTimeout = configuration.stallTimeout
  }

  func add(_ commands: [Command], _ now: Instant) {
    for command in commands {
      if command.isTrial { link.hurry(now) }
      nextDeadline = min(nextDeadline ?? command.deadline, command.deadline)
      waiting.append(command)
    }
  }

  func step(_ now: Instant, mayConnect: Bool) {
    // Answers that have come are taken before anything is called late: it may be we who were slow.
    link.step(now, mayConnect: mayConnect, for: self)
    write(now)
    expire(now)
    if let oldest = underWay.first, now >= oldest.deadline + stallTimeout {
      link.fail(.connection("the server has not answered for \(stallTimeout)"), now, self)
    }
  }

  func nextStep(mayConnect: Bool) -> Instant? {
    let stall = underWay.first.map { $0.deadline + stallTimeout }
    return [nextDeadline, stall, link.nextStep(mayConnect: mayConnect)].compactMap(\.self).min()
  }

  func stop(_ now: Instant) {
    end(waiting.removeAll(), .closed, .none)
    end(underWay.removeAll(), .closed, .none)
    link.rest(now)
  }

  // MARK: LinkUser

  func linkIsReady(_ now: Instant) {
    settlement.noteConnection()
  }

  func take(_ reply: RedisReply, _ now: Instant) throws(RedisError) {
    guard let command = underWay.popFirst() else { throw .protocolViolation("an answer that nobody asked for") }
    settlement.removed += 1
    guard let refusal = reply.refusal else {
      if !settlement.settle(command, .success(reply), .success) { settlement.lateAnswers += 1 }
      return
    }
    settlement.settle(command, .failure(refusal), refusal == .loading || refusal == .masterDown ? .none : .success)
    // After a failover the name may lead to another server.
    if refusal == .readOnly, link.age(now) >= Link.provenAge { throw .readOnly }
  }

  func linkHasFailed(_ error: RedisError, wasReady: Bool, _ now: Instant) {
    end(underWay.removeAll(), error, .failure)
    // A connection that ends while nothing is under way may just have been idle.
    settlement.note(error, wasReady ? .none : .failure)
    // What was not written may still be, if the next connection comes soon enough.
    if wasReady { return }
    end(waiting.removeAll(), error, .failure)
  }

  // MARK: Parts

  private func write(_ now: Instant) {
    guard link.isReady, !waiting.isEmpty else { return }
    while link.outputCount < Self.maximumOutput, let command = waiting.popFirst() {
      settlement.removedBytes += command.bytes.count
      if command.isEnded {
        settlement.removed += 1
      } else {
        link.write(command.bytes)
        underWay.append(command)
      }
      command.bytes = []
    }
    link.flush(now, for: self)
  }

  private func expire(_ now: Instant) {
    guard let due = nextDeadline, due <= now else { return }
    nextDeadline = nil
    waiting.filter { command in
      if isWaitedFor(command, now) { return true }
      settlement.removed += 1
      settlement.removedBytes += command.bytes.count
      return false
    }
    underWay.forEach { _ = isWaitedFor($0, now) }
  }

  private func isWaitedFor(_ command: Command, _ now: Instant) -> Bool {
    if command.deadline <= now {
      settlement.settle(command, .failure(.timeout), .failure)
      return false
    }
    guard !command.isEnded else { return false }
    nextDeadline = min(nextDeadline ?? command.deadline, command.deadline)
    return true
  }

  private func end(_ commands: [Command], _ error: RedisError, _ sign: Settlement.Sign) {
    for command in commands {
      settlement.settle(command, .failure(error), sign)
      settlement.removed += 1
      settlement.removedBytes += command.bytes.count
    }
  }
}
