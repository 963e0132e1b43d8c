import ArgumentParser
import Foundation
import Host
import Logging
import PluginAPI
import Sandbox
import SandboxRuntime

/// `roost sandbox`: the bot with a Telegram of its own, in the browser or in the terminal.
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Try the bot without Telegram: a chat page in the browser, with a clock to move.")

  @OptionGroup var options: ConfigurationOptions
  @Option(help: "The port of the chat page, on this computer only.") var port = 8081
  @Flag(help: "Chat in the terminal instead of the browser.") var terminal = false
  @Option(help: "Where to keep the database; without it, nothing is kept.") var database: String?
  @Option(help: "Language of the first person: ru or en.") var language: String?
  @Flag(help: "Ask the language model that is configured; without this it is off.") var model = false

  func run() async throws {
    let deployment = try options.deployment()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-sandbox-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var logger = deployment.logger()
    if terminal { logger.logLevel = .critical }
    let file = self.database ?? folder.appendingPathComponent("roost.db").path
    let database = try DatabaseLocation.sqlite(path: file).open(durability: .none)
    var runtimeOptions = SandboxRuntime.Options(
      plugins: ProgramPlugins.current, sections: deployment.sections, settings: deployment.settings,
      database: database, start: SystemClock().now,
      logger: logger)
    runtimeOptions.emulator.historyLimit = 1000
    var settings = deployment.model
    if model, !settings.isOn { throw Fault("There is no language model to ask: it is \(settings.summary).") }
    settings.isEnabled = model
    let models = try ModelConnections(settings)
    runtimeOptions.model = { [settings, logger] clock, database in
      let made = try? DeploymentModel(
        settings: settings, database: database, clock: clock, logger: logger, connect: models.connect)
      return made ?? NoLanguageModel()
    }
    let media = try deployment.mediaWorker.client(logger: logger)
    if let media { runtimeOptions.media = media }
    let runtime: SandboxRuntime
    do {
      runtime = try await SandboxRuntime(runtimeOptions)
    } catch let error as PlanError {
      throw Fault("The plugins do not fit together:\n\(error)")
    } catch let error as StorageError {
      throw Fault("\(error)")
    }
    try await withTermination(within: .seconds(3)) { _ in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await runtime.run() }
        group.addTask { try await ClockTicker(runtime: runtime).run() }
        if terminal {
          group.addTask { try await TerminalChat(runtime: runtime, language: language ?? Self.systemLanguage).run() }
        } else {
          group.addTask { try await serve(runtime) }
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    }
    await models.close()
    await media?.close()
    await database.close()
  }

  private func serve(_ runtime: SandboxRuntime) async throws {
    // Two people, so that both languages are a click away.
    let languages = (language ?? Self.systemLanguage) == "ru" ? ["ru", "en"] : ["en", "ru"]
    for code in languages {
      await runtime.emulator.addPerson(
        code == "ru" ? "Алиса" : "Alex", username: code == "ru" ? "alisa" : "alex", languageCode: code,
        zone: Self.zone(code))
    }
    var configuration = SandboxServer.Configuration()
    configuration.port = port
    configuration.zone = Self.zone(languages[0])
    let server = SandboxServer(
      emulator: runtime.emulator, clock: runtime, pages: .embedded, zones: runtime.zones, configuration: configuration)
    do {
      try await server.run { port in
        print("The bot is waiting: http://127.0.0.1:\(port)  (Ctrl-C ends it)")
        flushOutput()
      }
    } catch {
      throw Fault("The chat page cannot be served on port \(port): \(error). Another port: --port 8090")
    }
  }

  /// Where the first people live.
  private static func zone(_ language: String) -> String { language == "ru" ? "Europe/Moscow" : "Europe/London" }

  private static var systemLanguage: String {
    let value = ProcessInfo.processInfo.environment["LANG"] ?? ""
    return value.hasPrefix("ru") ? "ru" : "en"
  }
}

/// Lets the virtual clock run with the real one while nobody moves it.
struct ClockTicker {
  let runtime: SandboxRuntime

  func run() async throws {
    let real = SystemClock()
    var last = real.now
    while !Task.isCancelled {
      try await real.sleep(for: .seconds(1))
      let now = real.now
      let passed = now - last
      last = now
      // After the computer slept the clock does not leap.
      await runtime.clock.advance(by: min(max(passed, .zero), .seconds(5)))
      await runtime.emulator.tick()
    }
  }
}
