import ArgumentParser
import Foundation
public import PluginAPI
import Synchronization

/// The entry of a program made of plugins: `await Roost.main(plugins: [GoalsPlugin.self, MyPlugin.self])`.
public enum Roost {
  /// Reads the command line and runs what it asks for. Ends the process with a message and a non-zero code on a fault.
  public static func main(plugins: [any Plugin.Type]) async {
    ProgramPlugins.all.withLock { $0 = plugins }
    await RoostCommand.main()
  }
}

/// The plugins this program is made of; set once at start, since ArgumentParser makes the commands itself.
enum ProgramPlugins {
  static let all = Mutex<[any Plugin.Type]>([])
  static var current: [any Plugin.Type] { all.withLock { $0 } }
}

/// `roost …`
struct RoostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roost", abstract: "A Telegram bot on Roost.",
    subcommands: [
      RunCommand.self, SandboxCommand.self, CheckCommand.self, PluginsCommand.self, PipelineCommand.self,
      EventsCommand.self, MigrateCommand.self, InboxCommand.self, JobsCommand.self, OutboxCommand.self,
      ExportCommand.self, EraseCommand.self, MoveCommand.self, HealthCommand.self,
    ])
}
