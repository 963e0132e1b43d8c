import PluginAPI

/// Puts providers of services before their users.
enum PlanOrder {
  static func providersFirst(_ manifests: [PluginManifest], hostServices: Set<String>) throws(PlanError)
    -> [PluginManifest]
  {
    var problems: [String] = []
    var provider: [String: PluginID] = [:]
    for manifest in manifests {
      for service in manifest.provides {
        if let other = provider[service.name] {
          problems.append("service \(service.name): provided by both \(other) and \(manifest.id); enable one of them")
        } else if hostServices.contains(service.name) {
          problems.append("service \(service.name): \(manifest.id) provides it, but it is the host's")
        }
        provider[service.name] = manifest.id
      }
    }
    for manifest in manifests {
      for need in manifest.requires
      where provider[need.name] == nil && !need.hasFallback && !hostServices.contains(need.name)
        && need.name != ServiceKey<any CommandDirectory>.commands.name
      {
        problems.append("plugin \(manifest.id) needs the service \(need.name), which no enabled plugin provides")
      }
    }

    // Depth first, in the order of ids, so that the order is the same every time.
    let byID = Dictionary(uniqueKeysWithValues: manifests.map { ($0.id, $0) })
    var done: Set<PluginID> = []
    var ordered: [PluginManifest] = []
    func visit(_ manifest: PluginManifest, path: [PluginID]) {
      if done.contains(manifest.id) { return }
      if let start = path.firstIndex(of: manifest.id) {
        let cycle = (path[start...] + [manifest.id]).map(\.rawValue).joined(separator: " → ")
        problems.append("plugins need each other in a circle: \(cycle); one of them must listen to an event instead")
        done.insert(manifest.id)
        return
      }
      for need in manifest.requires.sorted(by: { $0.name < $1.name }) {
        if let id = provider[need.name], id != manifest.id, let other = byID[id] {
          visit(other, path: path + [manifest.id])
        }
      }
      if done.insert(manifest.id).inserted { ordered.append(manifest) }
    }
    for manifest in manifests.sorted(by: { $0.id < $1.id }) { visit(manifest, path: []) }
    guard problems.isEmpty else { throw PlanError(problems: problems) }
    return ordered
  }
}
