// swift-tools-version: 6.2
import PackageDescription

// Every target of ours is built the same way: language mode 6, warnings are errors, imports say what they are for.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, resources: [Resource] = [])
  -> Target
{
  .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: settings)
}

/// A plugin sees PluginAPI and Contracts, nothing of the host and no other plugin.
func plugin(_ name: String) -> Target {
  module(
    name, ["PluginAPI", "Contracts"], path: "Plugins/\(name)",
    resources: [.embedInCode("Texts/en.json"), .embedInCode("Texts/ru.json")])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

let package = Package(
  name: "roost",
  platforms: [.macOS(.v15)],
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    module("HTTPClient", ["CCurl"]),
    module("TelegramBotAPI"),
    module("CivilTime"),
    module("Localization"),
    module("PluginAPI", ["CivilTime", "Localization", "TelegramBotAPI", log]),
    module("Contracts", ["PluginAPI"]),
    module(
      "Host",
      [
        "PluginAPI", "TelegramBotAPI", "HTTPClient", "CivilTime", "Localization", log, grdb, hummingbird,
        .product(name: "GRDBSQLite", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "DequeModule", package: "swift-collections"), .product(name: "Yams", package: "Yams"),
      ], resources: [.embedInCode("Texts/en.json"), .embedInCode("Texts/ru.json")]),
    module("Sandbox", ["TelegramBotAPI", "CivilTime", "HTTPClient", hummingbird]),

    .executableTarget(name: "bot-api-generator", path: "Tools/bot-api-generator", swiftSettings: settings),

    tests("HTTPClientTests", ["HTTPClient"]),
    tests("TelegramBotAPITests", ["TelegramBotAPI"]),
    tests("CivilTimeTests", ["CivilTime"]),
    tests("LocalizationTests", ["Localization"]),
    tests("SandboxTests", ["Sandbox"]),
  ]
)
