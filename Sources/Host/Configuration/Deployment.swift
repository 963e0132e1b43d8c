import Foundation
package import Logging
package import PluginAPI
package import Redis

/// A deployment as its file and environment describe it, every fault reported at once.
package struct Deployment: Sendable {
  package var token: Secret?
  package var apiBase = "https://api.telegram.org"
  package var databaseURL = "sqlite:roost.db"
  /// Where Redis is; without one, hosts count and look for themselves.
  package var redisURL: Secret?
  package var webhookURL: String?
  package var webhookSecret: Secret?
  package var httpHost = "0.0.0.0"
  package var httpPort: Int?
  package var logLevel = Logger.Level.info
  package var logsJSON = false
  package var mediaWorker = MediaWorkerChoice.auto
  package var settings = HostSettings()
  /// The language model; off unless there is an address or a key.
  package var model = ModelSettings()
  /// The enabled plugins and their settings.
  package var sections: [PluginID: ConfigSection] = [:]

  package init() {}

  /// Reads the file, then lets the environment override it.
  /// - Parameters:
  ///   - path: the file; nil looks for `roost.yaml` and does without when there is none.
  ///   - registry: the plugins of this program; all are enabled when the file has no `plugins` section.
  package static func load(path: String?, environment: [String: String], registry: PluginRegistry) throws(PlanError)
    -> Deployment
  {
    let path =
      path ?? environment["ROOST_CONFIG"] ?? (FileManager.default.fileExists(atPath: "roost.yaml") ? "roost.yaml" : nil)
    var yaml = ""
    if let path {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw PlanError(problems: ["\(path): cannot be read. Check the path and its permissions."])
      }
      yaml = text
    }
    return try read(yaml: yaml, name: path ?? "roost.yaml", environment: environment, registry: registry)
  }

  /// The same from a text.
  package static func read(yaml: String, name: String, environment: [String: String], registry: PluginRegistry)
    throws(PlanError) -> Deployment
  {
    var deployment = Deployment()
    var root = ConfigSection(path: "", values: try ConfigFile.parse(yaml, name: name))
    deployment.readFile(&root, known: registry.entries.map(\.manifest.id))
    var problems = (root.finish() + registry.problems(deployment.sections)).map { "\(name): \($0)" }
    problems += deployment.zoneProblems().map { "\(name): \($0)" }
    var variables = EnvironmentReader(values: environment)
    deployment.readEnvironment(&variables)
    problems += variables.problems
    if let url = deployment.webhookURL, !url.hasPrefix("https://"), !url.hasPrefix("http://127.0.0.1"),
      !url.hasPrefix("http://localhost")
    {
      problems.append("WEBHOOK_URL: Telegram calls https only, got \"\(url.prefix(60))\"")
    }
    if deployment.webhookURL != nil, deployment.webhookSecret == nil {
      problems.append(
        "WEBHOOK_SECRET: needed with WEBHOOK_URL; 1-256 characters of A-Z a-z 0-9 _ -. Try: openssl rand -hex 32")
    }
    do { deployment.settings.isOnlyHost = try deployment.databaseLocation().isEmbedded } catch {
      problems.append(error.description)
    }
    do { _ = try deployment.mediaWorker.find() } catch { problems.append(error.description) }
    do { _ = try deployment.redisConfiguration() } catch { problems.append(error.description) }
    guard problems.isEmpty else { throw PlanError(problems: problems) }
    return deployment
  }

  /// The full path of every key that a file may have, plugins' settings included.
  package static func knownKeys(_ registry: PluginRegistry) -> Set<String> {
    var deployment = Deployment()
    var root = ConfigSection(path: "", values: [:])
    deployment.readFile(&root, known: registry.entries.map(\.manifest.id))
    var keys = root.knownPaths
    for entry in registry.entries {
      let path = "plugins.\(entry.manifest.id)"
      keys.formUnion([path, "\(path).enabled", "\(path).rollout"])
      keys.formUnion(entry.keys(ConfigSection(path: path, values: [:])))
    }
    return keys
  }

  /// Zones that this machine does not know; a machine without zones is told so when it starts.
  private func zoneProblems() -> [String] {
    guard let zones = try? TimeZoneDatabase() else { return [] }
    let named = [("people.zone_ru", settings.defaultZoneRussian), ("people.zone_en", settings.defaultZoneEnglish)]
    return named.compactMap { key, name in
      do throws(TimeZoneError) {
        _ = try zones.zone(name)
        return nil
      } catch {
        return "\(key): \(error)"
      }
    }
  }

  private mutating func readFile(_ root: inout ConfigSection, known: [PluginID]) {
    root.section("telegram") { section in
      apiBase = section.string("api_base", default: apiBase)
      settings.sendRate = Double(section.int("send_rate", default: 30, in: 0...1000))
      settings.sendWidth = section.int("send_width", default: settings.sendWidth, in: 1...1000)
    }
    root.section("database") { section in databaseURL = section.string("url", default: databaseURL) }
    root.section("redis") { section in
      let url = section.string("url", default: "")
      if !url.isEmpty { redisURL = Secret(url) }
    }
    root.section("http") { section in
      httpHost = section.string("host", default: httpHost)
      let port = section.int("port", default: 0, in: 0...65_535)
      if port > 0 { httpPort = port }
    }
    root.section("webhook") { section in
      let url = section.string("url", default: "")
      if !url.isEmpty { webhookURL = url }
    }
    root.section("access") { section in
      settings.access.owners = Set(section.integers("owners").map { Int64($0) })
      settings.access.admins = Set(section.integers("admins").map { Int64($0) })
      settings.access.banned = Set(section.integers("banned").map { Int64($0) })
      let invites = section.bool("invite_only", default: false)
      let invited = section.integers("invited")
      if invites { settings.access.invited = Set(invited.map { Int64($0) }) }
    }
    root.section("people") { section in
      settings.defaultZoneRussian = section.string("zone_ru", default: settings.defaultZoneRussian)
      settings.defaultZoneEnglish = section.string("zone_en", default: settings.defaultZoneEnglish)
    }
    root.section("media") { section in mediaWorker = MediaWorkerChoice(from: &section) }
    root.section("throttle") { section in
      settings.throttleInterval = .milliseconds(section.int("interval_ms", default: 1000, in: 0...600_000))
      settings.throttleBurst = section.int("burst", default: settings.throttleBurst, in: 1...10_000)
    }
    root.section("lanes") { section in
      settings.laneCapacity = section.int("capacity", default: settings.laneCapacity, in: 1...100_000)
      settings.backlogLimit = section.int("backlog", default: settings.backlogLimit, in: 1...100_000)
      settings.takeoverLimit = section.int("takeovers", default: settings.takeoverLimit, in: 2...1_000_000)
      settings.leaseTime = .milliseconds(section.int("lease_ms", default: 15_000, in: 20...300_000))
    }
    root.section("log") { section in
      logLevel = section.choice("level", default: .info)
      logsJSON = section.choice("format", default: LogFormat.text) == .json
    }
    readModel(&root)
    readPlugins(&root, known: known)
  }

  private mutating func readPlugins(_ root: inout ConfigSection, known: [PluginID]) {
    let listed = root.take("plugins")
    guard root.has("plugins") else {
      for id in known { sections[id] = ConfigSection(path: "plugins.\(id)", values: [:]) }
      return
    }
    // A list with nothing in it switches everything off.
    guard case .section(let plugins) = listed ?? .section([:]) else {
      return root.reject("plugins", "expected a section with one section a plugin")
    }
    for (name, value) in plugins {
      let id = PluginID(rawValue: name)
      var values: [String: ConfigValue]
      switch value {
      case .section(let section): values = section
      case .null: values = [:]
      case .bool(let isOn): values = ["enabled": .bool(isOn)]
      default:
        root.reject("plugins.\(name)", "expected a section, got \(value.summary)")
        continue
      }
      switch values.removeValue(forKey: "enabled") {
      case nil, .bool(true): break
      case .bool(false): continue
      case .some(let other): root.reject("plugins.\(name).enabled", "expected true or false, got \(other.summary)")
      }
      switch values.removeValue(forKey: "rollout") {
      case nil: break
      case .integer(let share) where (0...100).contains(share): settings.rollout[id] = share
      case .some(let other): root.reject("plugins.\(name).rollout", "expected percent in 0…100, got \(other.summary)")
      }
      sections[id] = ConfigSection(path: "plugins.\(name)", values: values)
    }
  }

  private mutating func readEnvironment(_ variables: inout EnvironmentReader) {
    if let token = variables.secret("TELEGRAM_BOT_TOKEN") { self.token = token }
    if let base = variables.text("TELEGRAM_API_BASE") { apiBase = base }
    if let url = variables.secret("DATABASE_URL") { databaseURL = url.revealed }
    if let url = variables.secret("REDIS_URL") { redisURL = url }
    if let url = variables.text("WEBHOOK_URL") { webhookURL = url }
    if let secret = variables.secret("WEBHOOK_SECRET") { webhookSecret = secret }
    if let port = variables.integer("HTTP_PORT", in: 1...65_535) { httpPort = port }
    if let level = variables.text("LOG_LEVEL") {
      if let known = Logger.Level(rawValue: level.lowercased()) {
        logLevel = known
      } else {
        variables.problems.append(
          "LOG_LEVEL: expected one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")), got \"\(level.prefix(20))\""
        )
      }
    }
    readModelEnvironment(&variables)
    while apiBase.hasSuffix("/") { apiBase.removeLast() }
    if !apiBase.hasPrefix("https://"), !apiBase.hasPrefix("http://") {
      variables.problems.append("TELEGRAM_API_BASE: expected an http(s) address, got \"\(apiBase.prefix(60))\"")
    }
    if let secret = webhookSecret?.revealed,
      !(1...256).contains(secret.utf8.count) || !secret.utf8.allSatisfy({ Self.isSecretByte($0) })
    {
      variables.problems.append("WEBHOOK_SECRET: expected 1-256 characters of A-Z a-z 0-9 _ -")
    }
    if let token = token?.revealed, token.range(of: "^[0-9]+:[A-Za-z0-9_-]{5,}$", options: .regularExpression) == nil {
      variables.problems.append(
        "TELEGRAM_BOT_TOKEN: does not look like a token (123456:ABC…). Get one from @BotFather.")
    }
  }

  private static func isSecretByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
      || byte == 0x2D
  }

  /// Where the data is.
  /// - Throws: what to do when the URL cannot be used.
  package func databaseLocation() throws(HostError) -> DatabaseLocation { try DatabaseLocation(url: databaseURL) }

  /// How to reach Redis, if there is one.
  /// - Throws: what to do when the URL cannot be used.
  package func redisConfiguration() throws(HostError) -> RedisConfiguration? {
    guard let redisURL else { return nil }
    do { return try RedisConfiguration(url: redisURL.revealed) } catch { throw HostError("REDIS_URL: \(error)") }
  }

  private enum LogFormat: String, CaseIterable { case text, json }
}

/// Reads variables, also from the files that `…_FILE` names, and collects what is wrong.
struct EnvironmentReader {
  let values: [String: String]
  var problems: [String] = []

  init(values: [String: String]) { self.values = values }

  func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(name) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    problems.append(
      "\(name): expected an integer in \(range.lowerBound)…\(range.upperBound), got \"\(text.prefix(20))\"")
    return nil
  }

  /// The variable itself, or the trimmed content of the file that `<name>_FILE` names.
  mutating func secret(_ name: String) -> Secret? {
    if let text = text(name) { return Secret(text) }
    guard let path = text("\(name)_FILE") else { return nil }
    guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
      problems.append("\(name)_FILE: \(path) cannot be read. Check the path and its permissions.")
      return nil
    }
    return Secret(content.trimmingWhitespace())
  }
}
