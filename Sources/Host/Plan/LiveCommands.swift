import PluginAPI
import Synchronization

/// The commands that work, once all plugins are made.
final class LiveCommands: CommandDirectory {
  private struct Listed: Sendable {
    var command: Command
    var plugin: PluginID
    var summaries: [Language: String]
  }

  private let listed = Mutex<[Listed]>([])

  func fill(routes: Routes, catalogues: [PluginID: Catalogue]) {
    let all = routes.commands.values.filter(\.element.isListed).sorted {
      ($0.element.order, $0.plugin, $0.element.name) < ($1.element.order, $1.plugin, $1.element.name)
    }
    let filled = all.map { owned in
      Listed(
        command: owned.element, plugin: owned.plugin,
        summaries: Dictionary(
          uniqueKeysWithValues: Language.allCases.map { language in
            (language, catalogues[owned.plugin]?.string(owned.element.summary, for: Reader(language: language)) ?? "")
          }))
    }
    listed.withLock { $0 = filled }
  }

  func commands(for person: Person) -> [CommandSummary] { commands(language: person.language, role: person.role) }

  func commands(language: Language, role: Role) -> [CommandSummary] {
    listed.withLock { $0 }.filter { listed in
      listed.command.guards.allSatisfy { if case .role(let needed) = $0 { role >= needed } else { true } }
    }.map { CommandSummary(name: $0.command.name, summary: $0.summaries[language] ?? "") }
  }
}
