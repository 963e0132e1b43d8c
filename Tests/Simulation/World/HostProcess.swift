import Host
import Logging
import PluginAPI

/// One run of a host, from its start to its death.
// Safe because only the world's thread touches it.
final class HostProcess: @unchecked Sendable {
  enum Side: Sendable { case before, after }

  /// What goes wrong around it just now.
  struct Trouble {
    var database = Wire.Trouble.none
    var telegram = Wire.Trouble.none
    var redis = Wire.Trouble.none
    /// The share of calls that Telegram refuses as too many.
    var tooMany = 0.0
  }

  let name: String
  let world: World
  private(set) var isDead = false
  /// The task ended, one way or the other.
  private(set) var isOver = false
  /// A long poll of such a host is cut.
  private(set) var isStopping = false
  var trouble = Trouble()
  /// Decides at every request to the outside whether the host dies there.
  var fate: ((String, Side) -> Bool)?
  private let executor: HostExecutor
  private let telegram: Telegram
  private var host: Host?
  private var task: Task<Void, Never>?
  /// Updates by webhook whose sender waits for an answer.
  private var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
  private var deliveries = 0

  init(
    _ name: String, _ world: World, _ memory: MemoryDatabase, _ telegram: Telegram, _ redis: Redis? = nil,
    bot: SimulatedBot, settings: HostSettings, skew: Duration, logger: Logger
  ) {
    self.name = name
    self.world = world
    self.telegram = telegram
    executor = HostExecutor(world)
    let clock = SimulatedClock(world, self, skew: skew)
    let database = SimulatedDatabase(
      memory, Wire(world: world, process: self, slowest: 3000, outlivesSender: !settings.isOnlyHost), self,
      // One at a time, so that the turns of two people often share one.
      sharedTransactions: settings.isOnlyHost ? nil : 1)
    let wire = SimulatedTelegram(
      telegram, Wire(world: world, process: self, slowest: 40_000, outlivesSender: true), self)
    do {
      var parts = Host.Parts(
        plan: bot.plan, database: database, transport: wire, clock: clock, zones: bot.zones,
        token: Secret("7:simulated"),
        botUsername: "roost_bot", settings: settings, logger: logger, isStrict: true)
      parts.redis = redis.map {
        SimulatedRedis($0, Wire(world: world, process: self, slowest: 20_000, outlivesSender: true), self)
      }
      parts.random = { [world] in world.dice.next() }
      host = try Host(parts)
    } catch {
      fatalError("the simulated host cannot be made: \(error)")
    }
  }

  func start(webhook: Bool) {
    guard let host else { return }
    world.tell("\(name) starts")
    task = Task(executorPreference: executor) { [self] in
      do {
        try await host.run { if webhook { try await self.wait() } else { try await host.poll() } }
      } catch {
        world.tell("\(name) ended: \(error)")
      }
      isOver = true
      for id in waiting.keys.sorted() { answer(id, false) }
    }
  }

  /// Holds a webhook's host until it ends.
  private func wait() async throws {
    let end = Signal(Activity())
    while !Task.isCancelled { await end.wait() }
  }

  /// An update by webhook.
  /// - Returns: whether it was acknowledged.
  func deliver(_ update: [UInt8]) async -> Bool {
    guard let host, !isDead, !isOver else { return false }
    deliveries += 1
    let id = deliveries
    return await withCheckedContinuation { continuation in
      waiting[id] = continuation
      _ = Task(executorPreference: executor) { [self] in
        do {
          try await host.intake.accept([update], movesCursor: false)
          answer(id, true)
        } catch {
          answer(id, false)
        }
      }
    }
  }

  private func answer(_ delivery: Int, _ isStored: Bool) {
    waiting.removeValue(forKey: delivery)?.resume(returning: isStored && !isDead)
  }

  func dies(at request: String, _ side: Side) -> Bool {
    guard !isDead, let fate, fate(request, side) else { return isDead }
    world.tell("\(name) dies \(side) \(request)")
    kill()
    return true
  }

  /// kill -9: nothing it does from now on has an effect. What it was doing unwinds against a dead outside.
  func kill() {
    guard !isDead else { return }
    isDead = true
    executor.resume()
    task?.cancel()
    for id in waiting.keys.sorted() { answer(id, false) }
    world.after(.milliseconds(1)) { [telegram] in telegram.wake() }
  }

  /// SIGSTOP and SIGCONT.
  func pause(for duration: Duration) {
    guard !isDead, !executor.isPaused else { return }
    world.tell("\(name) stands still for \(duration)")
    executor.pause()
    world.after(duration) { [self] in goOn() }
  }

  func goOn() { if executor.isPaused { executor.resume() } }

  /// SIGTERM.
  func stop() {
    world.tell("\(name) is asked to stop")
    isStopping = true
    host?.stop()
    telegram.wake()
  }

  var isPaused: Bool { executor.isPaused }
}
