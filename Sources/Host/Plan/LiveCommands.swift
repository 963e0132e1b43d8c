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
  /// The host's own `/help`, at the end of every menu unless a plugin has one.
  private let help = Mutex<[Language: String]>([:])

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
    if routes.commands["help"] == nil, let texts = catalogues["roost"] {
      let summaries = Language.allCases.map { ($0, texts.string("help.command", for: Reader(language: $0))) }
      help.withLock { $0 = Dictionary(uniqueKeysWithValues: summaries) }
    }
  }

  func commands(for person: Person) -> [CommandSummary] { commands(language: person.language, role: person.role) }

  func commands(language: Language, role: Role) -> [CommandSummary] {
    listed.withLock { $0 }.filter { listed in
      listed.command.guards.allSatisfy { if case .role(let needed) = $0 { role >= needed } else { true } }
    }.map { CommandSummary(name: $0.command.name, summary: $0.summaries[language] ?? "") }
      + (help.withLock { $0[language] }.map { [CommandSummary(name: "help", summary: $0)] } ?? [])
  }
}
