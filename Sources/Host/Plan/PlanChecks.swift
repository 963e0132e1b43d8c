import PluginAPI

/// Finds what plugins got wrong, each and together.
enum PlanChecks {
  static func manifests(_ manifests: [PluginManifest]) -> [String] {
    var problems: [String] = []
    var seen: Set<PluginID> = []
    for manifest in manifests {
      let id = manifest.id.rawValue
      if !isName(id, limit: 24) || id == "roost" {
        problems.append("plugin \(id): its id must be [a-z][a-z0-9_]{0,23} and not \"roost\"")
      }
      if !seen.insert(manifest.id).inserted { problems.append("plugin \(id): two plugins have this id") }
      for table in manifest.tables where !table.name.hasPrefix("\(id)_") {
        problems.append("plugin \(id): its table \(table.name) must begin with \(id)_")
      }
      let names = manifest.migrations.map(\.name)
      if names != names.sorted() || Set(names).count != names.count {
        problems.append("plugin \(id): migrations must have different names that sort in their order")
      }
      let declared = Set(manifest.tables.map(\.name))
      for migration in manifest.migrations {
        for case .createTable(let table, _, _) in migration.steps where !declared.contains(table.name) {
          problems.append("plugin \(id): the table \(table.name) of \(migration.name) is not in the manifest's tables")
        }
      }
    }
    return problems
  }

  static func contributions(
    _ all: [(plugin: PluginID, list: [Contribution])], _ catalogues: [PluginID: Catalogue], manifests: [PluginManifest]
  ) -> [String] {
    var check = Check(catalogues: catalogues)
    for (plugin, list) in all {
      let provides = Set(manifests.first { $0.id == plugin }?.provides.map(\.name) ?? [])
      check.exported = []
      for contribution in list { check.look(at: contribution, of: plugin) }
      for missing in provides.subtracting(check.exported).sorted() {
        check.problems.append("plugin \(plugin): the manifest promises the service \(missing), nothing exports it")
      }
      for extra in check.exported.subtracting(provides).sorted() {
        check.problems.append("plugin \(plugin): exports the service \(extra), which is not in the manifest's provides")
      }
    }
    return check.problems
  }

  /// `[a-z][a-z0-9_]*`
  static func isName(_ text: String, limit: Int) -> Bool {
    !text.isEmpty && text.utf8.count <= limit && text.utf8.first.map { (0x61...0x7A).contains($0) } == true
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }

  private struct Check {
    let catalogues: [PluginID: Catalogue]
    var problems: [String] = []
    var exported: Set<String> = []
    var owners: [String: PluginID] = [:]

    mutating func look(at contribution: Contribution, of plugin: PluginID) {
      switch contribution {
      case .command(let command):
        if !isName(command.name, limit: 32) {
          problems.append("plugin \(plugin): /\(command.name) is not a legal command: [a-z][a-z0-9_]{0,31}")
        }
        claim("command /\(command.name)", plugin)
        need(command.summary, "the description of /\(command.name)", plugin)
        for language in Language.allCases {
          let text = catalogues[plugin]?.string(command.summary, for: Reader(language: language)) ?? ""
          if text.count > 256 {
            problems.append("plugin \(plugin): the description of /\(command.name) is over 256 characters")
          }
        }
      case .deepLink(let link): claim("deep link \(link.prefix)", plugin)
      case .callback(let callback):
        prefixed(callback.name, "callback", plugin)
        if !(0...255).contains(callback.version) {
          problems.append("plugin \(plugin): the version of callback \(callback.name) must be 0…255")
        }
        claim("callback route \(CallbackCodec.route(callback.name))", plugin)
      case .dialog(let dialog):
        prefixed(dialog.name, "dialog", plugin)
        claim("dialog route \(CallbackCodec.route(dialog.name))", plugin)
      case .job(let job):
        prefixed(job.name, "job", plugin)
        claim("job \(job.name)", plugin)
        if !(1...25).contains(job.maximumAttempts) {
          problems.append("plugin \(plugin): job \(job.name): attempts must be 1…25")
        }
      case .schedule(let schedule): claim("schedule \(schedule.name) \(schedule.payload)", plugin)
      case .slowWork(let work):
        prefixed(work.name, "slow work", plugin)
        claim("slow work \(work.name)", plugin)
      case .service(let export): exported.insert(export.name)
      case .help(let section): need(section.key, "a help section", plugin)
      case .messageHandler, .updateHandler, .preCheckout, .subscription, .background: break
      }
    }

    private mutating func claim(_ thing: String, _ plugin: PluginID) {
      if let owner = owners[thing] {
        problems.append("\(thing): declared by \(owner) and by \(plugin); one of them must take another name")
      }
      owners[thing] = plugin
    }

    private mutating func prefixed(_ name: String, _ what: String, _ plugin: PluginID) {
      if !name.hasPrefix("\(plugin.rawValue).") {
        problems.append("plugin \(plugin): \(what) \(name) must be named \(plugin.rawValue).…")
      }
    }

    private mutating func need(_ key: String, _ what: String, _ plugin: PluginID) {
      if catalogues[plugin]?.contains(key) != true {
        problems.append("plugin \(plugin): \(what) has no text \"\(key)\" in its catalogue")
      }
    }
  }
}
