import Testing

/// The arrows between modules. Each module names what it may import of ours; whoever adds an arrow decides it here.
@Suite struct ImportTests {
  private let tree = SourceTree.shared
  private static let wrappers: [String: Set<String>] = [
    "CCurl": [], "HTTPClient": ["CCurl"], "LanguageModel": ["HTTPClient"], "CSQLite": [], "CPostgres": [],
    "Postgres": ["CPostgres"], "CHiredis": [],
    "Redis": ["CCurl", "CHiredis"], "TelegramBotAPI": [], "CivilTime": [], "Localization": [],
    "Safety": ["Localization"], "MediaProtocol": [], "CVips": [], "CCairo": [], "CConfine": [],
    "MediaWorker": ["CVips", "CCairo", "CConfine", "MediaProtocol"],
  ]
  private static let modules: [String: Set<String>] = wrappers.merging(
    [
      "PluginAPI": ["CivilTime", "Localization", "MediaProtocol", "TelegramBotAPI"],
      "Contracts": ["PluginAPI", "Safety"],
      "Host": [
        "PluginAPI", "TelegramBotAPI", "HTTPClient", "LanguageModel", "CSQLite", "Postgres", "Redis", "CivilTime",
        "Localization", "MediaProtocol",
      ],
      "Sandbox": ["TelegramBotAPI", "CivilTime", "HTTPClient"],
      "SandboxRuntime": ["Host", "Sandbox", "PluginAPI", "CivilTime", "TelegramBotAPI"],
      "PluginTesting": ["Host", "LanguageModel", "Sandbox", "SandboxRuntime", "PluginAPI"],
      "HostCommands": [
        "Host", "Sandbox", "SandboxRuntime", "HTTPClient", "Redis", "PluginAPI", "TelegramBotAPI", "CivilTime",
      ],
      "roost": ["HostCommands", "PluginAPI"],
    ], uniquingKeysWith: { first, _ in first })
  private static let pluginMayImport: Set<String> = ["PluginAPI", "Contracts"]
  /// Packages that only one folder of a module may know.
  private static let confined: [(module: String, folders: [String])] = [
    ("CSQLite", ["Sources/Host/Storage/"]),
    ("Hummingbird", ["Sources/Host/HTTPServer/", "Sources/Sandbox/Server/"]),
    ("ArgumentParser", ["Sources/HostCommands/"]), ("Yams", ["Sources/Host/Configuration/"]),
    ("CCurl", ["Sources/HTTPClient/", "Sources/Redis/"]), ("CPostgres", ["Sources/Postgres/"]),
    ("CHiredis", ["Sources/Redis/"]), ("CVips", ["Sources/MediaWorker/"]), ("CCairo", ["Sources/MediaWorker/"]),
    ("CConfine", ["Sources/MediaWorker/"]),
  ]

  private var plugins: Set<String> { Set(tree.folders(in: "Plugins")) }
  private var ours: Set<String> { Set(Self.modules.keys).union(plugins) }

  @Test func everyModuleHasItsArrows() {
    let unknown = Set(tree.folders(in: "Sources")).subtracting(Self.modules.keys).sorted()
    #expect(
      unknown.isEmpty,
      "\(unknown): new in Sources/. Say in ImportTests.modules what it may import of ours, and why in the commit message."
    )
  }

  @Test func modulesImportOnlyWhatTheyMay() {
    var wrong: [String] = []
    for (module, allowed) in Self.modules {
      for file in tree.swift(in: "Sources/\(module)") {
        for found in file.imports where ours.contains(found.module) && !allowed.contains(found.module) {
          if module == "roost", plugins.contains(found.module) { continue }
          wrong.append("\(file.path):\(found.number): imports \(found.module)")
        }
      }
    }
    #expect(
      wrong.isEmpty,
      Comment(
        rawValue: wrong.sorted().report(
          """
          An arrow that is not drawn. Host never names a plugin and never imports Contracts; wrappers know nothing of bots; \
          only roost and tests import plugins. Move the code, or hand in what it needs as a value.
          """)))
  }

  @Test func pluginsSeeOnlyThePluginAPIAndContracts() {
    var wrong: [String] = []
    for plugin in plugins {
      for file in tree.swift(in: "Plugins/\(plugin)") {
        for found in file.imports where ours.contains(found.module) && !Self.pluginMayImport.contains(found.module) {
          wrong.append("\(file.path):\(found.number): imports \(found.module)")
        }
      }
    }
    #expect(
      wrong.isEmpty,
      Comment(
        rawValue: wrong.sorted().report(
          """
          A plugin imports PluginAPI and Contracts, nothing of the host and no other plugin. What two plugins share is an \
          event or a service protocol in Sources/Contracts, in the file of its owner.
          """)))
  }

  @Test func packagesStayBehindTheirWrappers() {
    var wrong: [String] = []
    for file in tree.swift(in: "Sources", "Plugins") {
      for found in file.imports {
        for (module, folders) in Self.confined
        where found.module == module && !folders.contains(where: { file.path.hasPrefix($0) }) {
          wrong.append("\(file.path):\(found.number): \(module) belongs to \(folders.joined(separator: ", "))")
        }
      }
    }
    #expect(
      wrong.isEmpty,
      Comment(rawValue: wrong.sorted().report("A package is used behind one wrapper, so that it can be replaced.")))
  }

  /// The rules above say nothing if the tree is not found.
  @Test func theTreeIsRead() {
    #expect(tree.swift(in: "Sources/Host").count > 50)
    #expect(plugins.isSuperset(of: ["Goals", "Onboarding"]))
    let file = SourceFile(
      path: "a", text: "@testable import Host\npublic import Goals // why\n// import Sandbox\nlet x = 1")
    #expect(file.imports.map(\.module) == ["Host", "Goals"])
  }
}
