package import Logging
package import PluginAPI

/// What the enabled plugins add up to, checked as a whole: every problem is reported, not the first.
package struct HostPlan: Sendable {
  package let enabled: [PluginManifest]
  let routes: Routes
  let catalogues: [PluginID: Catalogue]
  let commands: LiveCommands
  package let contributions: [(plugin: PluginID, list: [Contribution])]

  /// - Parameters:
  ///   - sections: the enabled plugins and their settings.
  ///   - services: what the host itself provides.
  package init(
    registry: PluginRegistry, sections: [PluginID: ConfigSection], hostServices: [String: any Sendable],
    context: (PluginID, Services) -> PluginContext
  ) throws(PlanError) {
    var problems = registry.problems(sections)
    let manifests = registry.entries.map(\.manifest).filter { sections[$0.id] != nil }
    problems += PlanChecks.manifests(manifests)
    let ordered: [PluginManifest]
    do {
      ordered = try PlanOrder.providersFirst(manifests, hostServices: Set(hostServices.keys))
    } catch {
      throw PlanError(problems: problems + error.problems)
    }

    var catalogues: [PluginID: Catalogue] = [:]
    for manifest in ordered {
      do {
        catalogues[manifest.id] = try Catalogue(plugin: manifest.id.rawValue, files: manifest.texts)
      } catch {
        problems.append("plugin \(manifest.id): its texts cannot be read: \(error)")
      }
    }
    do {
      catalogues["roost"] = try HostTexts.catalogue()
    } catch {
      problems.append("\(error)")
    }
    guard problems.isEmpty else { throw PlanError(problems: problems) }

    let commands = LiveCommands()
    var provided = hostServices
    provided[ServiceKey<any CommandDirectory>.commands.name] = commands as any CommandDirectory
    let shelf = ServiceShelf()
    var routes = Routes()
    var contributions: [(plugin: PluginID, list: [Contribution])] = []
    for manifest in ordered {
      guard let entry = registry.entry(manifest.id), let section = sections[manifest.id] else { continue }
      do {
        let services = Services(
          provided: provided, allowed: Set((manifest.requires + manifest.uses).map(\.name)), shelf: shelf)
        let list = try entry.make(section, context(manifest.id, services)).list
        contributions.append((manifest.id, list))
        for case .service(let export) in list {
          provided[export.name] = export.service
          shelf.put(export.service, as: export.name)
        }
      } catch {
        problems.append("plugin \(manifest.id) cannot be made: \(error)")
      }
    }
    problems += PlanChecks.contributions(contributions, catalogues, manifests: ordered)
    guard problems.isEmpty else { throw PlanError(problems: problems) }
    for (plugin, list) in contributions {
      for contribution in list { routes.add(contribution, of: plugin) }
    }
    enabled = ordered
    self.routes = routes
    self.catalogues = catalogues
    self.contributions = contributions
    self.commands = commands
    commands.fill(routes: routes, catalogues: catalogues)
  }
}

extension HostPlan {
  /// The plan of a deployment: its enabled plugins with what the host provides to them.
  package static func make(
    registry: PluginRegistry, sections: [PluginID: ConfigSection], database: any DatabaseDriver,
    zones: TimeZoneDatabase, botUsername: String, logger: Logger, model: ModelAbilities? = nil, hasMedia: Bool = false
  ) throws(PlanError) -> HostPlan {
    let tables = registry.entries.filter { sections[$0.manifest.id] != nil }.flatMap(\.manifest.tables)
    let personalData: any PersonalData = Erasure(database: database, tables: tables + HostTables.all)
    return try HostPlan(
      registry: registry, sections: sections,
      hostServices: [ServiceKey<any PersonalData>.personalData.name: personalData]
    ) { id, services in
      var logger = logger
      logger[metadataKey: "plugin"] = "\(id)"
      return PluginContext(
        id: id, logger: logger, services: services, botUsername: botUsername, zones: zones, model: model,
        hasMedia: hasMedia)
    }
  }
}

extension HostPlan {
  /// Everything held of a person, across the enabled plugins.
  package func personalData(_ database: any DatabaseDriver) -> any PersonalData {
    Erasure(database: database, tables: enabled.flatMap(\.tables) + HostTables.all)
  }

  /// Erases a person from outside a turn, while the host does not run.
  package func erase(_ person: PersonID, _ database: any DatabaseDriver) async throws {
    let item = LaneItem(
      lane: .person(person), seq: .max, kind: .update, payload: [], receivedAt: Instant(microseconds: 0))
    let erasure = Erasure(database: database, tables: enabled.flatMap(\.tables) + HostTables.all)
    // A host that has the lane knows the person by heart: it must claim the lane anew, and read.
    let takeAway: SQL = """
      UPDATE \(HostTables.lane) SET fence = fence + 1, owner = NULL, due = CASE WHEN due IS NULL THEN NULL ELSE 0 END
      WHERE key = \(item.lane)
      """
    _ = try await database.transact([Statement(takeAway)] + erasure.statements(for: person, except: item))
  }
}
