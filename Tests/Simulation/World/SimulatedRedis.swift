import Host
import PluginAPI

/// The Redis that the hosts share: in memory, with expiry by the world's clock. It is flushed, comes back with the data of
/// an old backup, goes down, stands still and loses what it was told.
// Safe because only the world's thread touches it.
final class Redis: @unchecked Sendable {
  struct Data {
    /// When the next one is expected, in microseconds.
    var arrivals: [String: (value: Int64, until: Instant)] = [:]
    /// The keys whose refusal was spoken of.
    var told: [String: Instant] = [:]
  }

  let world: World
  private var data = Data()
  private var backup = Data()
  private var listeners: [Int: (channel: String, heard: AsyncStream<Void>.Continuation)] = [:]
  private var lastListener = 0
  private(set) var isDown = false
  private(set) var standsStillUntil: Instant
  /// What was asked of it, and what of that was not answered.
  var questions = 0
  var unanswered = 0

  init(_ world: World) {
    self.world = world
    standsStillUntil = world.now
  }

  /// The same as the script of the host.
  func admit(_ question: ThrottleQuestion) -> ThrottleAnswer {
    let (now, tolerance) = (question.now, question.tolerance)
    let stored = data.arrivals[question.key].flatMap { $0.until > world.now ? $0.value : nil }
    let after = min(max(stored ?? now, now), now + tolerance) + question.interval
    let expiry = world.now + .microseconds(tolerance + question.interval) + .minutes(1)
    if after - now > tolerance {
      let isFirst = data.told[question.key].map { $0 <= world.now } ?? true
      if isFirst { data.told[question.key] = expiry }
      return ThrottleAnswer(wait: after - now - tolerance, isFirst: isFirst)
    }
    data.arrivals[question.key] = (after, expiry)
    data.told[question.key] = nil
    return ThrottleAnswer(wait: 0, isFirst: false)
  }

  func wake(_ channel: String) {
    for listener in listeners.keys.sorted() {
      guard let (name, heard) = listeners[listener], name == channel, !world.dice.chance(0.2) else { continue }
      heard.yield()
    }
  }

  /// Hears what is published to a channel, and when the server is there again.
  func listen(to channel: String) -> (id: Int, stream: AsyncStream<Void>) {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(10))
    lastListener += 1
    listeners[lastListener] = (channel, continuation)
    return (lastListener, stream)
  }

  func forget(listener id: Int) { listeners.removeValue(forKey: id)?.heard.finish() }

  // MARK: What goes wrong

  enum Fault: CaseIterable {
    case flush, backUp, restore, down, standStill, spuriousHints
  }

  func suffer(_ fault: Fault) {
    world.tell("Redis: \(fault)")
    switch fault {
    case .flush: data = Data()
    case .backUp: backup = data
    case .restore: data = backup
    case .down:
      isDown = true
      if world.dice.chance(0.5) { data = Data() }
      world.after(world.dice.milliseconds(10...3000)) { [self] in comeBack() }
    case .standStill: standsStillUntil = world.now + .seconds(5)
    case .spuriousHints: for listener in listeners.keys.sorted() { listeners[listener]?.heard.yield() }
    }
  }

  private func comeBack() {
    world.tell("Redis is there again")
    isDown = false
    for listener in listeners.keys.sorted() { listeners[listener]?.heard.yield() }
  }
}

/// Redis as a host reaches it: with a budget of 50 ms for each question, as the real client.
// Safe because only the world's thread touches it.
final class SimulatedRedis: RedisServing, @unchecked Sendable {
  private struct NoAnswer: Error {}

  private let redis: Redis
  private let wire: Wire
  private unowned let process: HostProcess

  init(_ redis: Redis, _ wire: Wire, _ process: HostProcess) {
    self.redis = redis
    self.wire = wire
    self.process = process
  }

  func admit(_ question: ThrottleQuestion) async throws -> ThrottleAnswer {
    redis.questions += 1
    guard let answer = await ask("throttle", { $0.admit(question) }) else {
      redis.unanswered += 1
      throw NoAnswer()
    }
    return answer
  }

  func wake(_ channel: String) async throws {
    guard await ask("publish", { $0.wake(channel) }) != nil else { throw NoAnswer() }
  }

  func listen(to channel: String, _ heard: @Sendable () -> Void) async {
    let (id, stream) = redis.listen(to: channel)
    for await _ in stream where !process.isDead { heard() }
    redis.forget(listener: id)
  }

  /// What Redis answers within the budget; what is late happens all the same.
  private func ask<Answer: Sendable>(_ name: String, _ effect: @escaping @Sendable (Redis) -> Answer) async -> Answer? {
    let (redis, wire, process, world) = (redis, wire, process, process.world)
    if redis.isDown { return nil }
    return await withCheckedContinuation { continuation in
      let wait = Budget(continuation)
      world.after(.milliseconds(50)) { wait.end(nil) }
      _ = Task(executorPreference: world.outside) {
        let answer = await wire.ask(name, process.trouble.redis) { (reply: @escaping @Sendable (Answer?) -> Void) in
          if redis.isDown { return reply(nil) }
          world.at(max(world.now, redis.standsStillUntil)) { reply(redis.isDown ? nil : effect(redis)) }
        }
        if case .came(let value) = answer, !process.isDead { wait.end(value) } else { wait.end(nil) }
      }
    }
  }
}

/// Whoever ends it first.
// Safe because only the world's thread touches it.
private final class Budget<Answer: Sendable>: @unchecked Sendable {
  private var continuation: CheckedContinuation<Answer?, Never>?

  init(_ continuation: CheckedContinuation<Answer?, Never>) { self.continuation = continuation }

  func end(_ answer: Answer?) {
    continuation?.resume(returning: answer)
    continuation = nil
  }
}
