import ArgumentParser
import Foundation
import Host
import Logging
import PluginAPI

/// Where the configuration is.
struct ConfigurationOptions: ParsableArguments {
  @Option(name: .long, help: "The configuration file; roost.yaml here if there is one.")
  var config: String?

  func deployment() throws -> Deployment {
    let environment = DotEnv.merged(with: ProcessInfo.processInfo.environment)
    let registry = PluginRegistry(ProgramPlugins.current)
    return try Fault.explaining("The configuration cannot be used:") {
      try Deployment.load(path: config, environment: environment, registry: registry)
    }
  }
}

/// A fault for the person at the terminal: what is wrong and what to do.
struct Fault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }

  /// Puts a sentence before the list of problems.
  static func explaining<Value>(_ sentence: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as PlanError { throw Fault("\(sentence)\n\(error)") }
  }
}

extension Deployment {
  func logger() -> Logger {
    var logger = Logger(label: "roost") { [logsJSON] _ in
      logsJSON ? JSONLogHandler() as any LogHandler : StreamLogHandler.standardError(label: "roost")
    }
    logger.logLevel = logLevel
    return logger
  }

  func openDatabase() throws -> any DatabaseDriver { try databaseLocation().open() }

  /// The plan of this deployment, or every problem of it.
  func plan(_ database: any DatabaseDriver, zones: TimeZoneDatabase, botUsername: String, logger: Logger) throws
    -> HostPlan
  {
    try Fault.explaining("The plugins do not fit together:") {
      try HostPlan.make(
        registry: PluginRegistry(ProgramPlugins.current), sections: sections, database: database, zones: zones,
        botUsername: botUsername, logger: logger, model: model.abilities,
        hasMedia: (try? mediaWorker.find()) != nil)
    }
  }

  /// The plan without a database: for what only looks.
  func offlinePlan() throws -> HostPlan {
    try plan(NoDatabase(), zones: try TimeZoneDatabase(), botUsername: "bot", logger: logger())
  }
}
