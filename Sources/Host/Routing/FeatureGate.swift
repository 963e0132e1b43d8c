import PluginAPI
import Synchronization

/// Whether a plugin is on for somebody: in this deployment, for a share of people, in this chat.
final class FeatureGate: Sendable {
  /// A switch set while the bot runs, for one chat.
  struct Override: Sendable, Hashable {
    var plugin: PluginID
    var chat: Int64
  }

  private let rollout: [PluginID: Int]
  private let overrides = Mutex<[Override: Bool]>([:])

  /// - Parameter rollout: the share of people in percent, for plugins that are not for everybody yet.
  init(rollout: [PluginID: Int]) { self.rollout = rollout }

  func isOn(_ plugin: PluginID, for person: PersonID, in place: Place) -> Bool {
    if plugin == "roost" { return true }
    if let set = overrides.withLock({ $0[Override(plugin: plugin, chat: place.id)] }) { return set }
    guard let share = rollout[plugin], share < 100 else { return true }
    // The same people for the same plugin, whatever the process; different people for different plugins.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(plugin):\(person)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(hash % 100) < share
  }

  func set(_ override: Override, _ isOn: Bool?) { overrides.withLock { $0[override] = isOn } }

  /// Reads what was set before.
  func load(_ database: any DatabaseReading) async throws {
    for row in try await database.rows("SELECT plugin, scope, enabled FROM \(HostTables.feature)") {
      guard let chat = Int64(try row.get("scope", as: String.self)) else { continue }
      set(
        Override(plugin: PluginID(rawValue: try row.get("plugin")), chat: chat), try row.get("enabled", as: Bool.self))
    }
  }
}
