import ArgumentParser
import Foundation
import Host
import PluginAPI

/// `roost check`: everything that can be found wrong without a database or a network.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the configuration and the plugins, offline.")
  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let deployment = try options.deployment()
    let plan = try deployment.offlinePlan()
    print("The configuration is fine. Plugins: \(plan.enabled.map(\.id.rawValue).sorted().joined(separator: ", ")).")
    print("Language model: \(deployment.model.summary).")
    if deployment.token == nil {
      print("TELEGRAM_BOT_TOKEN is not set: `roost run` needs it, `roost sandbox` does not.")
    }
  }
}

/// `roost plugins`
struct PluginsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins", abstract: "List the plugins and what each adds.")
  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let deployment = try options.deployment()
    let plan = try deployment.offlinePlan()
    let enabled = Set(plan.enabled.map(\.id))
    for manifest in ProgramPlugins.current.map({ $0.manifest }).sorted(by: { $0.id < $1.id }) {
      print("\(manifest.id) (\(enabled.contains(manifest.id) ? "on" : "off")): \(manifest.summary)")
      for (plugin, list) in plan.contributions where plugin == manifest.id {
        for line in Contribution.lines(list) { print("    \(line)") }
      }
    }
  }
}

/// `roost pipeline`
struct PipelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "Print the way every update takes.")
  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    for (index, line) in Host.pipelineDescription.enumerated() { print("\(index + 1). \(line)") }
    print("\(Host.pipelineDescription.count + 1). Router: commands, buttons, dialogs, handlers")
  }
}

/// `roost events`
struct EventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "List the events that enabled plugins listen to, and who does.")
  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let plan = try options.deployment().offlinePlan()
    var listeners: [String: [String]] = [:]
    for (plugin, list) in plan.contributions {
      for case .subscription(let subscription) in list {
        listeners[subscription.event, default: []].append(plugin.rawValue)
      }
    }
    for (event, plugins) in listeners.sorted(by: { $0.key < $1.key }) {
      print("\(event) → \(plugins.sorted().joined(separator: ", "))")
    }
  }
}

extension Contribution {
  /// What a plugin adds, a line a kind.
  static func lines(_ list: [Contribution]) -> [String] {
    var kinds: [(String, [String])] = []
    func add(_ kind: String, _ name: String) {
      if let index = kinds.firstIndex(where: { $0.0 == kind }) {
        kinds[index].1.append(name)
      } else {
        kinds.append((kind, [name]))
      }
    }
    for contribution in list {
      switch contribution {
      case .command(let command): add("commands", "/\(command.name)")
      case .deepLink(let link): add("deep links", link.prefix)
      case .callback(let callback): add("buttons", callback.name)
      case .dialog(let dialog): add("dialogs", dialog.name)
      case .messageHandler: add("handlers", "messages")
      case .updateHandler(let handler): add("handlers", handler.kind.rawValue)
      case .preCheckout: add("handlers", "pre-checkout")
      case .job(let job): add("jobs", job.name)
      case .schedule(let schedule): add("schedules", "\(schedule.name) \(schedule.recurrence) \(schedule.zone)")
      case .slowWork(let work): add("slow work", work.name)
      case .subscription(let subscription): add("listens to", subscription.event)
      case .service(let service): add("provides", service.name)
      case .background(let background): add("background", background.name)
      case .help: add("help", "a section")
      }
    }
    return kinds.map { "\($0.0): \($0.1.joined(separator: ", "))" }
  }
}
