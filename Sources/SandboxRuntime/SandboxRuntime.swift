package import CivilTime
package import Host
package import Logging
package import PluginAPI
package import Sandbox

/// A host and a Telegram in one process under one virtual clock: what the sandbox and the test kit run on.
package final class SandboxRuntime: Sendable {
  package let emulator: Emulator
  package let clock: VirtualClock
  package let host: Host
  package let database: any DatabaseDriver
  package let zones: TimeZoneDatabase

  /// What a runtime is made with.
  package struct Options: Sendable {
    package var plugins: [any Plugin.Type]
    /// The enabled plugins with their settings; nil enables all with their defaults.
    package var sections: [PluginID: ConfigSection]?
    package var settings: HostSettings
    /// Opened and not yet migrated; the runtime's owner closes it.
    package var database: any DatabaseDriver
    package var start: Instant
    package var emulator = EmulatorConfiguration()
    /// Puts something between the host and its database, for tests of faults.
    package var wrap: @Sendable (any DatabaseDriver, any HostClock) -> any DatabaseDriver = { database, _ in database }
    package var logger: Logger
    /// Makes the language model once the clock and the database are there.
    package var model: @Sendable (any HostClock, any DatabaseDriver) -> any LanguageModel = { _, _ in NoLanguageModel()
    }
    package var media: any MediaWorking = NoMedia()

    package init(
      plugins: [any Plugin.Type], sections: [PluginID: ConfigSection]? = nil, settings: HostSettings = HostSettings(),
      database: any DatabaseDriver, start: Instant, logger: Logger
    ) {
      self.plugins = plugins
      self.sections = sections
      self.settings = settings
      self.database = database
      self.start = start
      self.logger = logger
    }
  }

  /// Opens the database, migrates it and makes the host. Nothing runs until ``run()``.
  package init(_ options: Options) async throws {
    let zones = try TimeZoneDatabase()
    let clock = VirtualClock(start: options.start)
    let emulator = Emulator(options.emulator, now: { clock.now })
    let registry = PluginRegistry(options.plugins)
    let sections =
      options.sections
      ?? Dictionary(
        uniqueKeysWithValues: registry.entries.map {
          ($0.manifest.id, ConfigSection(path: "plugins.\($0.manifest.id)", values: [:]))
        })
    let database = options.wrap(options.database, clock)
    let logger = options.logger
    let model = options.model(clock, database)
    let plan = try HostPlan.make(
      registry: registry, sections: sections, database: database, zones: zones,
      botUsername: options.emulator.botUsername, logger: logger, model: model.abilities,
      hasMedia: options.media.isAvailable)
    var parts = Host.Parts(
      plan: plan, database: database, transport: EmulatorTransport(emulator: emulator, clock: clock), clock: clock,
      zones: zones, token: Secret(options.emulator.token), botUsername: options.emulator.botUsername,
      settings: options.settings, logger: logger, isStrict: true)
    parts.model = model
    parts.media = options.media
    host = try Host(parts)
    try await host.migrate()
    self.emulator = emulator
    self.clock = clock
    self.database = database
    self.zones = zones
  }

  /// Runs the host until the task is cancelled; updates come straight from the emulator.
  package func run(onReady: @escaping @Sendable () async -> Void = {}) async throws {
    try await host.run { [emulator, host, clock] in
      await emulator.setSink { raw in
        do {
          try await host.intake.accept([raw], movesCursor: true)
          return true
        } catch {
          return false
        }
      }
      await onReady()
      // The source holds no token while it waits for its end.
      let end = Signal(clock.activity)
      while !Task.isCancelled { await end.wait() }
      await emulator.setSink(nil)
    }
  }

  /// Returns when everything under way has come to rest.
  package func settle() async { await clock.activity.quiet() }
}

extension SandboxRuntime {
  /// Moves the clock through everything that is due on the way, at the host and in the emulator.
  package func move(to target: Instant) async {
    while true {
      let next = min(await emulator.nextDeadline ?? target, target)
      await clock.advance(to: max(next, clock.now))
      await emulator.tick()
      await settle()
      if clock.now >= target { return }
    }
  }
}

extension SandboxRuntime: SandboxClock {
  package var now: Instant { clock.now }

  package func nextDue() async -> Instant? { try? await host.nextPlanned() }

  package func advance(to instant: Instant) async {
    await clock.advance(to: instant)
    await clock.activity.quiet()
  }
}
