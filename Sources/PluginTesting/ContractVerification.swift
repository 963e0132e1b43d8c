import Host
import Logging
public import PluginAPI

/// The contract of every plugin in one line: `try await verifyContract(GoalsPlugin.self)`.
///
/// Checks, with the default configuration and whatever else the plugin needs: the manifest's names and prefixes, legal
/// commands, that the texts are complete in every language, that the contributions are the same on every reading, that the
/// migrations run on an empty database and their tables hold what the manifest says.
public func verifyContract(_ plugins: any Plugin.Type...) async throws {
  var problems: [String] = []
  for plugin in plugins {
    let manifest = plugin.manifest
    do {
      let catalogue = try Catalogue(plugin: manifest.id.rawValue, files: manifest.texts)
      problems += catalogue.verify().map { "\(manifest.id): \($0)" }
    } catch {
      problems.append("\(manifest.id): \(error)")
    }
    if manifest.summary.isEmpty { problems.append("\(manifest.id): the summary is empty") }
  }
  guard problems.isEmpty else { throw ConversationError(problems.joined(separator: "\n")) }
  // The plan check, the migrations, and a start.
  try await withBot(plugins) { bot in
    for plugin in plugins {
      for table in plugin.manifest.tables {
        let column: String
        switch table.ownership {
        case .person(let name), .retained(let name): column = name
        case .shared: column = "1"
        }
        do {
          _ = try await bot.rows(SQL(parts: [.text("SELECT \(column) FROM \(table.name) LIMIT 1")]))
        } catch {
          throw ConversationError(
            "\(plugin.manifest.id): the table \(table.name) does not have what the manifest says: \(error)")
        }
      }
    }
  }
}
