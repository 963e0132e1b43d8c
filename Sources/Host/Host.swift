package import Logging
package import PluginAPI
import Synchronization
import TelegramBotAPI

/// One bot: its plugins, its database, its way to Telegram. Made once, run once.
package final class Host: Sendable {
  /// Everything the host is made with.
  package struct Parts: Sendable {
    package var plan: HostPlan
    package var database: any DatabaseDriver
    /// Where hosts count together and wake each other; nil where there is one host, or no Redis.
    package var redis: (any RedisServing)?
    package var transport: any TelegramTransport
    package var clock: any HostClock
    package var zones: TimeZoneDatabase
    package var token: Secret
    package var botUsername: String
    package var settings: HostSettings
    package var logger: Logger
    /// Tests and the sandbox fail a turn that reads what it wrote.
    package var isStrict = false
    package var model: any LanguageModel = NoLanguageModel()
    package var media: any MediaWorking = NoMedia()
    /// Where the host's own names come from; what turns decide is seeded by their items.
    package var random: @Sendable () -> UInt64 = { .random(in: .min ... .max) }

    package init(
      plan: HostPlan, database: any DatabaseDriver, transport: any TelegramTransport, clock: any HostClock,
      zones: TimeZoneDatabase, token: Secret, botUsername: String, settings: HostSettings, logger: Logger,
      isStrict: Bool = false
    ) {
      self.plan = plan
      self.database = database
      self.transport = transport
      self.clock = clock
      self.zones = zones
      self.token = token
      self.botUsername = botUsername
      self.settings = settings
      self.logger = logger
      self.isStrict = isStrict
    }
  }

  package let intake: UpdateIntake
  package let plan: HostPlan
  let parts: Parts
  /// Nil where nobody else can share the database.
  private let roll: HostRoll?
  private let hints: WakeHints?
  private let stopping: Signal
  private let isStopping = Mutex(false)
  let lanes: Lanes
  let outbox: Outbox
  let scheduler: JobScheduler
  let work: WorkRunner
  let acknowledger: Acknowledger
  let pruner: Pruner
  let menu: MenuSync
  let gate: FeatureGate
  let metrics: HostMetrics
  let laneStore: LaneStore
  let workStore: WorkStore
  let layers: Pipeline

  package init(_ parts: Parts) throws {
    self.parts = parts
    plan = parts.plan
    let (database, clock, settings, plan) = (parts.database, parts.clock, parts.settings, parts.plan)
    let owner =
      ErrorID.make(seed: parts.random()) + ErrorID.make(seed: parts.random())
    let defaultZones = DefaultZones(
      russian: (try? parts.zones.zone(settings.defaultZoneRussian)) ?? .utc,
      english: (try? parts.zones.zone(settings.defaultZoneEnglish)) ?? .utc)
    stopping = Signal(clock.activity)
    metrics = HostMetrics()
    (parts.media as? MediaClient)?.connect(metrics)
    laneStore = LaneStore(database: database, owner: owner)
    workStore = WorkStore(database: database, owner: owner)
    roll =
      settings.isOnlyHost
      ? nil : HostRoll(database: database, owner: owner, clock: clock, time: max(settings.leaseTime, .seconds(5)))
    hints = parts.redis.map { WakeHints(redis: $0, channel: Self.prefix(parts.token) + "wake") }
    let people = PersonStore(database: database, zones: parts.zones)
    let jobs = JobStore(database: database, zones: parts.zones)
    lanes = Lanes(
      store: laneStore, clock: clock, leaseTime: settings.leaseTime, capacity: settings.laneCapacity,
      unsentLimit: settings.unsentLimit, lookAround: settings.lookAround, isAlone: settings.isOnlyHost,
      logger: parts.logger)
    let inlet = Inlet(store: laneStore, lanes: lanes, clock: clock, leaseTime: settings.leaseTime)
    let outboxStore = OutboxStore(database: database)
    outbox = Outbox(
      store: outboxStore, lanes: lanes, laneStore: laneStore, transport: parts.transport, clock: clock,
      rate: settings.sendRate, width: settings.sendWidth, metrics: metrics, logger: parts.logger)
    scheduler = JobScheduler(
      database: database, inlet: inlet, lanes: lanes, clock: clock, zones: parts.zones, defaultZones: defaultZones,
      logger: parts.logger, alarm: Alarm(clock: clock, lookAround: settings.lookAround))
    work = WorkRunner(
      store: workStore, inlet: inlet, lanes: lanes, routes: plan.routes, people: people, clock: clock,
      transport: parts.transport, logger: parts.logger, alarm: Alarm(clock: clock, lookAround: settings.lookAround),
      model: parts.model, media: parts.media)
    acknowledger = Acknowledger(transport: parts.transport, clock: clock, lanes: lanes, logger: parts.logger)
    menu = MenuSync(
      transport: parts.transport, commands: plan.commands, catalogues: plan.catalogues, access: settings.access,
      lanes: lanes, logger: parts.logger)
    pruner = Pruner(database: database, clock: clock, logger: parts.logger)
    gate = FeatureGate(rollout: settings.rollout)
    let breaker = Breaker()
    let catalogues = plan.catalogues
    let environment = TurnEnvironment(
      reading: database, wallClock: { clock.now },
      text: { plugin, key, arguments, reader in catalogues[plugin]?.text(key, arguments, for: reader) ?? Text(key) },
      forbidsReadingOwnWrites: parts.isStrict)
    let services = PipelineServices(
      logger: parts.logger, clock: clock, metrics: metrics,
      limiter: parts.redis.map { SharedLimiter(redis: $0, prefix: Self.prefix(parts.token)) } ?? LocalLimiter(),
      throttle: LimiterRate(interval: settings.throttleInterval, burst: settings.throttleBurst),
      people: people, environment: environment, access: settings.access, defaultZones: defaultZones, breaker: breaker)
    layers = Pipeline.standard(services)
    let codec = CallbackCodec(secret: parts.token)
    let dialogs = DialogRunner(routes: plan.routes)
    let router = Router(
      routes: plan.routes, codec: codec, gate: gate, breaker: breaker, dialogs: dialogs, commands: plan.commands,
      botUsername: parts.botUsername, database: database, clock: clock, catalogues: catalogues)
    let tables = plan.enabled.flatMap(\.tables) + HostTables.all
    let runner = TurnRunner(
      stores: HostStores(
        lanes: laneStore, outbox: outboxStore, people: people, jobs: jobs, work: workStore,
        erasure: Erasure(database: database, tables: tables)),
      commits: TurnCommits(database: database, tables: plan.enabled.flatMap(\.tables), clock: clock),
      lanes: lanes, outbox: outbox, routes: plan.routes, router: router, dialogs: dialogs, pipeline: layers,
      authenticate: AuthenticateMiddleware(services: services), boundary: ErrorBoundaryMiddleware(services: services),
      codec: codec, acknowledger: acknowledger, clock: clock,
      takeoverLimit: settings.takeoverLimit, scheduler: scheduler, work: work, menu: menu, logger: parts.logger)
    lanes.connect(runner)
    intake = UpdateIntake(
      inlet: inlet, lanes: lanes, acknowledger: acknowledger,
      desk: PreCheckoutDesk(
        routes: plan.routes, transport: parts.transport, database: database, people: people, catalogues: catalogues,
        clock: clock, logger: parts.logger),
      clock: clock, backlogLimit: settings.backlogLimit, transport: parts.transport, catalogues: catalogues,
      metrics: metrics, logger: parts.logger)
  }

  /// The layers of an update, outermost first, for `roost pipeline`.
  package static let pipelineDescription = Pipeline.descriptions

  /// The update kinds that anything listens to.
  package var allowedUpdates: [String] { plan.routes.updateKinds.map(\.rawValue).sorted() }

  /// Prometheus text.
  package var renderedMetrics: String {
    metrics.rendered(gauges: [
      ("roost_lanes_owned", lanes.ownedCount), ("roost_activity_open", parts.clock.activity.open),
    ])
  }

  /// Asks ``run(_:)`` to end: turns and sends under way finish, leases are handed back, for at most 3.5 s.
  package func stop() {
    isStopping.withLock { $0 = true }
    stopping.set()
  }

  /// Runs until ``stop()`` is called or `source` fails; then finishes what is under way and hands leases back.
  ///
  /// Cancelling the task is the hard end: calls under way are cut, and count as ambiguous.
  /// - Parameter source: brings updates, by polling or otherwise; called once everything is ready.
  package func run(_ source: @escaping @Sendable () async throws -> Void) async throws {
    let activity = parts.clock.activity
    // One token for each loop below; a loop gives it back while it waits.
    activity.begin(9)
    try await gate.load(parts.database)
    if parts.settings.isOnlyHost {
      let now = parts.clock.now
      try await laneStore.reclaimAll(now: now)
      try await workStore.reclaimAll(now: now)
    }
    try await ensureSchedules()
    let failure = await withTaskGroup(of: (any Error)?.self) { group -> (any Error)? in
      // The children of turns and sends are children of this task: they end after what cancels the loops.
      group.addTask { [lanes] in
        await lanes.run()
        return nil
      }
      let loops: [@Sendable () async -> Void] = [
        { [lanes] in await lanes.claimLoop() }, { [lanes] in await lanes.heartbeatLoop() },
        { [outbox] in await outbox.timerLoop() }, { [scheduler] in await scheduler.run() },
        { [work] in await work.loop() }, { [acknowledger] in await acknowledger.loop() },
        { [pruner] in await pruner.loop() }, { [stopping] in await stopping.wait() },
        { [self] in await countHosts() },
      ]
      let failure = await withTaskGroup(of: (any Error)?.self) { inner -> (any Error)? in
        for loop in loops {
          inner.addTask {
            await loop()
            activity.end()
            return nil
          }
        }
        if let hints {
          // Holds no token: what it hears wakes loops that do.
          inner.addTask { [self] in
            await hints.listen { wakeLoops() }
            return nil
          }
        }
        for background in plan.routes.backgrounds {
          inner.addTask { [self] in
            await supervise(background)
            return nil
          }
        }
        menu.start()
        inner.addTask {
          activity.begin()
          defer { activity.end() }
          do {
            try await source()
            return nil
          } catch is CancellationError {
            return nil
          } catch {
            return error
          }
        }
        var failure: (any Error)?
        while let ended = await inner.next() {
          if let ended {
            failure = ended
            inner.cancelAll()
          }
          if Task.isCancelled || isStopping.withLock({ $0 }) { inner.cancelAll() }
        }
        return failure
      }
      await shutDown()
      group.cancelAll()
      await group.waitForAll()
      return failure
    }
    if let failure { throw failure }
  }

  /// Lets turns and sends under way finish for a moment, then hands everything back.
  private func shutDown() async {
    lanes.close()
    outbox.close()
    let clock = parts.clock
    clock.activity.begin()
    let limit = clock.now + .milliseconds(3500)
    while !(lanes.isResting && outbox.isResting), clock.now < limit {
      do { try await clock.sleep(for: .milliseconds(10)) } catch { break }
    }
    clock.activity.end()
    await lanes.handBackAll()
    if let roll {
      await roll.leave()
      await hints?.wakeOthers()
    }
    lanes.stop()
  }

  private func wakeLoops() {
    lanes.wake()
    scheduler.wake()
    work.wake()
  }

  /// Signs the roll of hosts and takes this host's part of the budget of sends.
  private func countHosts() async {
    guard let roll else { return }
    while !Task.isCancelled {
      do {
        let hosts = try await roll.sign()
        outbox.share(with: hosts)
        lanes.share(with: hosts)
      } catch {
        parts.logger.warning("hosts not counted", metadata: ["reason": "\(error)"])
      }
      do { try await parts.clock.sleep(for: roll.time / 3) } catch { return }
    }
  }

  /// Before every key and channel of this bot. The number before the colon of a token is the bot's id, no secret.
  private static func prefix(_ token: Secret) -> String {
    "roost:\(token.revealed.prefix { $0 != ":" }):"
  }

  /// Restarts a plugin's background work when it fails or ends.
  private func supervise(_ background: Routes.Owned<Background>) async {
    var pause = Duration.seconds(1)
    parts.clock.activity.begin()
    defer { parts.clock.activity.end() }
    while !Task.isCancelled {
      do {
        try await background.element.run()
      } catch is CancellationError {
        return
      } catch {
        parts.logger.error(
          "background work failed",
          metadata: ["plugin": "\(background.plugin)", "name": "\(background.element.name)", "reason": "\(error)"])
      }
      do { try await parts.clock.sleep(for: pause) } catch { return }
      pause = min(pause * 2, .minutes(5))
    }
  }

  /// Plugins' own schedules exist once, whatever restarts.
  private func ensureSchedules() async throws {
    var generator = SeededGenerator(seed: parts.random())
    for owned in plan.routes.schedules {
      let now = parts.clock.now
      let rule = Decision.ScheduleRule(
        recurrence: owned.element.recurrence, zone: owned.element.zone, late: owned.element.late)
      let request = Decision.JobRequest(
        plugin: owned.plugin,
        id: RowID(milliseconds: now.microseconds / 1000, randomA: generator.next(), randomB: generator.next()),
        name: owned.element.name, payload: owned.element.payload, due: now, rule: rule, person: nil,
        unique: owned.element.recurrence.description, priority: 1)
      let exists = try await parts.database.row(
        """
        SELECT id FROM \(HostTables.job) WHERE lane = \(LaneKey.plugin(owned.plugin)) AND name = \(owned.element.name)
          AND unique_key = \(owned.element.recurrence.description)
        """)
      guard exists == nil,
        let row = JobStore(database: parts.database, zones: parts.zones).row(request, zone: .utc, now: now)
      else { continue }
      _ = try await parts.database.transact([Statement(row.insert)])
    }
  }

  /// Applies what is pending, the host's first, then the plugins' in the order of the plan.
  package func migrate() async throws {
    try await Migrator(database: parts.database, plan: plan).run(appliedAt: parts.clock.now)
  }

  /// When something is next planned for a person; nil if nothing is.
  package func nextPlanned() async throws -> Instant? {
    try await JobStore(database: parts.database, zones: parts.zones).nextOfPeople()
  }

  /// Fetches updates by long polling; the source of ``run(_:)`` in production.
  package func poll() async throws {
    try await LongPolling(
      transport: parts.transport, intake: intake, database: parts.database, lanes: lanes, clock: parts.clock,
      allowedUpdates: allowedUpdates,
      lease: parts.settings.isOnlyHost
        ? nil
        : PollerLease(
          database: parts.database, owner: laneStore.owner, clock: parts.clock, time: parts.settings.leaseTime),
      logger: parts.logger, onRecovery: { [outbox] in outbox.isReached(again: true) }
    ).run()
  }
}
