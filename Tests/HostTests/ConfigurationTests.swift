import Foundation
import Gamification
import Goals
import Host
import Logging
import Onboarding
import Payments
import PluginAPI
import Reminders
import Testing

private let plugins: [any Plugin.Type] = [
  GamificationPlugin.self, GoalsPlugin.self, OnboardingPlugin.self, PaymentsPlugin.self, RemindersPlugin.self,
]

private func read(_ yaml: String, _ environment: [String: String] = [:]) throws(PlanError) -> Deployment {
  try Deployment.read(
    yaml: yaml, name: "roost.yaml", environment: environment, registry: PluginRegistry(plugins))
}

/// What reading reports, or nothing when it works.
private func problems(_ yaml: String, _ environment: [String: String] = [:]) -> [String] {
  do throws(PlanError) {
    _ = try read(yaml, environment)
    return []
  } catch {
    return error.problems
  }
}

/// A file that is gone with the test.
private func withFile<Value>(_ text: String, _ body: (String) throws -> Value) throws -> Value {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("roost-configuration-\(UUID().uuidString)")
  try text.write(to: url, atomically: true, encoding: .utf8)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

@Suite struct ConfigurationTests {
  @Test func anEmptyFileEnablesEveryPlugin() throws {
    let deployment = try read("")
    #expect(deployment.sections.keys.sorted() == ["gamification", "goals", "onboarding", "payments", "reminders"])
    #expect(deployment.databaseURL == "sqlite:roost.db")
    #expect(deployment.token == nil && deployment.webhookURL == nil && deployment.httpPort == nil)
  }

  @Test func onlyListedPluginsAreOn() throws {
    let deployment = try read(
      "plugins: { goals: , onboarding: true, payments: { enabled: false, price: 1 }, reminders: { rollout: 25 } }")
    #expect(deployment.sections.keys.sorted() == ["goals", "onboarding", "reminders"])
    #expect(deployment.settings.rollout == ["reminders": 25])
    #expect(try read("plugins:").sections.isEmpty)
  }

  @Test func unknownKeysComeWithTheNearestName() {
    let found = problems(
      """
      databse: { url: "sqlite:x.db" }
      throttle: { brust: 3 }
      plugins: { gaols: {}, goals: { undo_minuts: 5, zzzzzzzzzzzz: 1 } }
      """)
    #expect(found.contains("roost.yaml: databse: unknown key; did you mean \"database\"?"))
    #expect(found.contains("roost.yaml: throttle.brust: unknown key; did you mean \"burst\"?"))
    #expect(found.contains { $0.contains("plugins.gaols: there is no such plugin; did you mean \"goals\"?") })
    #expect(found.contains("roost.yaml: plugins.goals.undo_minuts: unknown key; did you mean \"undo_minutes\"?"))
    // Nothing is near: no guess.
    #expect(found.contains("roost.yaml: plugins.goals.zzzzzzzzzzzz: unknown key"))
    #expect(found.count == 5)
  }

  @Test func everyFaultIsReportedAtOnceWithItsPath() {
    let found = problems(
      """
      telegram: { send_rate: fast }
      http: { port: 70000 }
      access: { owners: [1, two] }
      people: { zone_ru: Europe/Moskow }
      throttle: 5
      log: { level: loud }
      plugins:
        goals: { undo_minutes: 0 }
        gamification: { morning_at: 8, freezes: { cap: many } }
        payments: { price: 20000, terms_url: "http://x.org" }
        reminders: { rollout: 101 }
      """, ["HTTP_PORT": "many", "LOG_LEVEL": "silent", "TELEGRAM_BOT_TOKEN": "secret"])
    for path in [
      "telegram.send_rate: expected an integer in 0…1000, got \"fast\"", "http.port: expected an integer in 0…65535",
      "access.owners: expected a list of integers", "people.zone_ru: there is no time zone \"Europe/Moskow\"",
      "throttle: expected a section, got 5", "log.level: expected one of trace, debug,",
      "plugins.goals.undo_minutes: expected an integer in 1…1440, got 0",
      "plugins.gamification.freezes.cap: expected an integer",
      "plugins.gamification.morning_at: expected a time of day",
      "plugins.payments.price: a subscription costs at most 10000 Stars",
      "plugins.payments.terms_url: expected https://",
      "plugins.reminders.rollout: expected percent in 0…100", "HTTP_PORT: expected an integer in 1…65535",
      "LOG_LEVEL: expected one of", "TELEGRAM_BOT_TOKEN: does not look like a token",
    ] {
      #expect(found.contains { $0.contains(path) }, "nothing was said about: \(path)\n\(found)")
    }
    #expect(found.count == 15)
    #expect(!found.contains { $0.contains("secret") }, "a problem must not quote a secret")
  }

  @Test(arguments: [
    "a: [", "a: &x 1\nb: *x", "goals: 1\ngoals: 2", "- a\n- b", "just text",
    String(repeating: "a: {", count: 40) + String(repeating: "}", count: 40),
  ])
  func aFileThatIsNoConfigurationIsRefused(_ yaml: String) { #expect(!problems(yaml).isEmpty) }

  // MARK: Environment

  @Test func theEnvironmentOverridesTheFile() throws {
    let yaml = """
      telegram: { api_base: "https://file.example/" }
      database: { url: "sqlite:file.db" }
      http: { port: 1001 }
      webhook: { url: "https://file.example/hook" }
      log: { level: error }
      """
    let file = try read(yaml, ["WEBHOOK_SECRET": "s"])
    #expect(file.apiBase == "https://file.example")
    #expect(try "\(file.databaseLocation())" == "file.db")
    #expect(file.httpPort == 1001 && file.webhookURL == "https://file.example/hook" && file.logLevel == .error)
    let both = try read(
      yaml,
      [
        "TELEGRAM_API_BASE": "http://127.0.0.1:8081", "DATABASE_URL": "sqlite:environment.db", "HTTP_PORT": "1002",
        "WEBHOOK_URL": "https://environment.example/", "WEBHOOK_SECRET": "s", "LOG_LEVEL": "DEBUG",
        "TELEGRAM_BOT_TOKEN": "123:abcDEF_-",
      ])
    #expect(both.apiBase == "http://127.0.0.1:8081")
    #expect(try "\(both.databaseLocation())" == "environment.db")
    #expect(both.httpPort == 1002 && both.webhookURL == "https://environment.example/" && both.logLevel == .debug)
    #expect(both.token?.revealed == "123:abcDEF_-")
    // An empty variable is no variable.
    #expect(try read(yaml, ["WEBHOOK_SECRET": "s", "HTTP_PORT": ""]).httpPort == 1001)
  }

  @Test func aSecretSaysNothingHoweverItIsAsked() {
    let secret = Secret("123:abcdef")
    var dumped = ""
    dump((secret, [secret], ["token": secret]), to: &dumped)
    let said = ["\(secret)", secret.description, String(describing: secret), String(reflecting: [secret]), dumped]
    for text in said { #expect(!text.contains("abcdef"), "a secret is never printed") }
  }

  @Test func secretsAreReadFromFiles() throws {
    try withFile("123:abcdef\n") { path in
      let deployment = try read("", ["TELEGRAM_BOT_TOKEN_FILE": path])
      #expect(deployment.token?.revealed == "123:abcdef")
      #expect("\(deployment)".contains("123:abcdef") == false, "a secret is never printed")
      // The variable itself counts more.
      let both = try read("", ["TELEGRAM_BOT_TOKEN_FILE": path, "TELEGRAM_BOT_TOKEN": "9:abcdef"])
      #expect(both.token?.revealed == "9:abcdef")
    }
    #expect(problems("", ["WEBHOOK_SECRET_FILE": "/nowhere/secret"]).first?.hasPrefix("WEBHOOK_SECRET_FILE:") == true)
  }

  @Test func dotEnvStandsUnderTheProcess() throws {
    let text = "# a comment\nLOG_LEVEL = debug\nHTTP_PORT='8080'\nTELEGRAM_BOT_TOKEN=\"1:abc=def\"\nnonsense\n"
    let merged = try withFile(text) { DotEnv.merged(with: ["LOG_LEVEL": "error"], path: $0) }
    #expect(merged == ["LOG_LEVEL": "error", "HTTP_PORT": "8080", "TELEGRAM_BOT_TOKEN": "1:abc=def"])
    #expect(DotEnv.merged(with: ["A": "1"], path: "/nowhere/.env") == ["A": "1"])
  }

  @Test(arguments: ["", "999", "abc:def", "123:ab", "123:abcdef ghi", "bot123:abcdef"])
  func aBadTokenIsRefused(_ token: String) {
    let found = problems("", ["TELEGRAM_BOT_TOKEN": token])
    #expect(token.isEmpty ? found.isEmpty : found.first?.hasPrefix("TELEGRAM_BOT_TOKEN: does not look") == true)
    #expect(token.isEmpty || !found.joined().contains(token))
  }

  @Test func aWebhookNeedsHTTPSAndASecret() throws {
    #expect(problems("", ["WEBHOOK_URL": "http://bot.example/", "WEBHOOK_SECRET": "s"]).count == 1)
    #expect(problems("", ["WEBHOOK_URL": "https://bot.example/"]).first?.hasPrefix("WEBHOOK_SECRET: needed") == true)
    for secret in ["with space", "ж", String(repeating: "a", count: 257)] {
      let found = problems("", ["WEBHOOK_URL": "https://bot.example/", "WEBHOOK_SECRET": secret])
      #expect(found == ["WEBHOOK_SECRET: expected 1-256 characters of A-Z a-z 0-9 _ -"])
    }
    // A server on this computer, for tests.
    #expect(problems("", ["WEBHOOK_URL": "http://127.0.0.1:9/x", "WEBHOOK_SECRET": "s"]).isEmpty)
  }

  @Test(arguments: ["mysql://user:hidden@host/db", "postgres://user:hidden@host:port/db", "roost.db", "sqlite:"])
  func anotherDatabaseIsRefusedWithoutQuotingIt(_ url: String) {
    let found = problems("", ["DATABASE_URL": url])
    #expect(found.count == 1 && found.joined().contains("DATABASE_URL: "))
    #expect(!found.joined().contains("hidden"))
  }

  @Test func theAPIBaseIsAnAddress() {
    #expect(problems("", ["TELEGRAM_API_BASE": "api.telegram.org"]).first?.hasPrefix("TELEGRAM_API_BASE:") == true)
  }
}

/// `config/roost.example.yaml` is the reference of all settings: complete, commented, and equal to the defaults.
@Suite struct ExampleConfigurationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private let text: String

  init() throws {
    text = try String(contentsOf: Self.root.appendingPathComponent("config/roost.example.yaml"), encoding: .utf8)
  }

  @Test func itIsReadWithoutProblems() { #expect(problems(text) == []) }

  @Test func itHasEveryKeyThereIs() throws {
    var found: Set<String> = []
    func collect(_ section: [String: ConfigValue], _ path: String) {
      for (key, value) in section {
        found.insert(path + key)
        if case .section(let nested) = value { collect(nested, "\(path)\(key).") }
      }
    }
    collect(try ConfigFile.parse(text, name: "example"), "")
    let known = Deployment.knownKeys(PluginRegistry(plugins))
    #expect(known.subtracting(found).sorted() == [], "config/roost.example.yaml lacks these; add each with its default")
    #expect(found.subtracting(known).sorted() == [])
  }

  @Test func everyKeyHasAComment() {
    for line in text.split(separator: "\n") where line.contains(":") && !line.hasPrefix("#") {
      let isSection = !line.hasPrefix(" ") && line.hasSuffix(":")
      #expect(isSection || line.contains("  # "), "needs a comment of one line: \(line)")
    }
  }

  @Test func itsValuesAreTheDefaults() throws {
    var example = try read(text)
    var defaults = try read("")
    #expect(example.settings.rollout.values.allSatisfy { $0 == 100 })
    example.settings.rollout = [:]
    for plugin in plugins { expectDefaults(of: plugin, in: example.sections) }
    example.sections = [:]
    defaults.sections = [:]
    #expect(dumped(example) == dumped(defaults))
  }

  private func expectDefaults<P: Plugin>(of plugin: P.Type, in sections: [PluginID: ConfigSection]) {
    guard var section = sections[plugin.manifest.id] else {
      Issue.record("config/roost.example.yaml lacks plugins.\(plugin.manifest.id)")
      return
    }
    var empty = ConfigSection(path: section.path, values: [:])
    #expect(dumped(P.Configuration(from: &section)) == dumped(P.Configuration(from: &empty)))
  }

  /// Every stored value, whatever is added later; dictionaries and sets in one order.
  private func dumped(_ value: some Any) -> String {
    let mirror = Mirror(reflecting: value)
    if mirror.children.isEmpty { return "\(value)" }
    var parts = mirror.children.map { child in (child.label.map { "\($0): " } ?? "") + dumped(child.value) }
    if mirror.displayStyle == .dictionary || mirror.displayStyle == .set { parts.sort() }
    return "\(type(of: value))(\(parts.joined(separator: ", ")))"
  }

  /// A setting shown in a plugin's README exists and is what it says.
  @Test(arguments: plugins.map { "\($0)".replacing("Plugin", with: "") })
  func theSampleOfEachReadmeIsRead(_ name: String) throws {
    let readme = try String(contentsOf: Self.root.appendingPathComponent("Plugins/\(name)/README.md"), encoding: .utf8)
    let parts = readme.components(separatedBy: "```")
    let sample = try #require(parts.first { $0.hasPrefix("yaml\n") }, "Plugins/\(name)/README.md has no yaml sample")
    #expect(problems(String(sample.dropFirst(5))) == [])
  }
}
