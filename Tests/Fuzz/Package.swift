// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because -sanitize=fuzzer wants every module built for it. Only what parses is here; the root
// package does not know it. `scripts/fuzz` builds and runs it. `Roost` is a link to the root package's sources.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
]
let fuzzed = strict + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]

/// A module of the root package, whole or the named files of it.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], sources: [String]? = nil) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Roost/\(name)", sources: sources, swiftSettings: fuzzed)
}

let package = Package(
  name: "roost-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CPostgres", path: "Roost/CPostgres"),
    .systemLibrary(name: "CHiredis", path: "Roost/CHiredis"),
    module("TelegramBotAPI"),
    module("CivilTime"),
    module("Localization"),
    module("MediaProtocol"),
    module(
      "PluginAPI",
      ["CivilTime", "Localization", "MediaProtocol", "TelegramBotAPI", .product(name: "Logging", package: "swift-log")]),
    module("HTTPClient", sources: ["HTTPHeaders.swift"]),
    module("Sandbox", ["TelegramBotAPI"], sources: ["Server/MultipartBody.swift"]),
    module(
      "Postgres", ["CPostgres"],
      sources: [
        "CellText.swift", "PostgresValue.swift", "ConnectionURL.swift", "PostgresError.swift",
        "PostgresStatement.swift",
      ]),
    module(
      "Redis", ["CHiredis"],
      sources: [
        "ReplyReader.swift", "RedisReply.swift", "RedisError.swift", "RedisURL.swift", "RedisConfiguration.swift",
      ]),
    // A stand-in: swift-crypto takes a minute to build, and the fuzzer could not guess a real tag anyway.
    .target(name: "Crypto", path: "Crypto", swiftSettings: strict),
    module(
      "Host", ["PluginAPI", "Crypto", .product(name: "Yams", package: "Yams")],
      sources: [
        "Dialogs/Base64URL.swift", "Dialogs/CallbackCodec.swift", "Routing/CommandText.swift", "Plan/PlanError.swift",
        "Configuration/ConfigFile.swift", "Configuration/DotEnv.swift", "Configuration/Secret.swift",
        "PlantedBug.swift",
      ]),
    .systemLibrary(name: "CFuzzer", path: "CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "CFuzzer", "TelegramBotAPI", "CivilTime", "Localization", "PluginAPI", "HTTPClient", "Sandbox", "Postgres",
        "Redis", "Host",
      ],
      path: "Driver", swiftSettings: fuzzed, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
  ]
)
