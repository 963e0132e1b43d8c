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

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path, exclude: exclude, resources: resources,
    swiftSettings: settings)
}

/// A plugin sees PluginAPI and Contracts, nothing of the host and no other plugin.
/// - Parameter prompts: what it tells the language model, embedded like the texts.
func plugin(_ name: String, prompts: [String] = []) -> Target {
  module(
    name, ["PluginAPI", "Contracts"], path: "Plugins/\(name)", exclude: ["README.md"],
    resources: [.embedInCode("Texts/en.json"), .embedInCode("Texts/ru.json")]
      + prompts.map { .embedInCode("Prompts/\($0)") })
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// The chat page's files, embedded in the program.
let page = [
  "api.js", "app.js", "chat.js", "clock.js", "commands.js", "composer.js", "dialog.js",
  "dom.js", "entities.js", "files.js", "index.html", "keyboard.js", "language.js", "links.js",
  "location.js", "log.js", "logo.svg", "media.js", "message.js", "messages.css", "panels.css",
  "pay.js", "people.js", "store.js", "style.css", "time.js", "words.js",
].map { Resource.embedInCode("Page/\($0)") }

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

/// Nobody looks a symbol up in a bot: the table for it, which every loaded library searches, is 2 MB of its memory.
let exportsNothing: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(platforms: [.linux], configuration: .release))
]

let package = Package(
  name: "roost",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "roost", targets: ["roost"]),
    .executable(name: "roost-media", targets: ["MediaWorker"]),
    .library(name: "PluginAPI", targets: ["PluginAPI"]),
    .library(name: "Contracts", targets: ["Contracts"]),
    .library(name: "Host", targets: ["HostCommands"]),
    .library(name: "PluginTesting", targets: ["PluginTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
  ],
  targets: [
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    module("HTTPClient", ["CCurl"]),
    module("LanguageModel", ["HTTPClient"]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CPostgres", providers: [.apt(["libpq-dev"])]),
    module("Postgres", ["CPostgres"]),
    .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
    module("Redis", ["CCurl", "CHiredis"]),
    module("TelegramBotAPI"),
    module("CivilTime"),
    module("Localization"),
    module("MediaProtocol"),
    module("PluginAPI", ["CivilTime", "Localization", "MediaProtocol", "TelegramBotAPI", log]),
    // Hears a crisis without a model, and holds the card that answers it.
    module(
      "Safety", ["Localization"],
      resources: [
        "Data/help_lines.json", "Texts/en.json", "Texts/ru.json",
        "Data/en_abuse_victim.txt", "Data/en_eating_risk.txt", "Data/en_harm_to_others.txt", "Data/en_idioms.txt",
        "Data/en_medical.txt", "Data/en_self_harm.txt",
        "Data/ru_abuse_victim.txt", "Data/ru_eating_risk.txt", "Data/ru_harm_to_others.txt", "Data/ru_idioms.txt",
        "Data/ru_medical.txt", "Data/ru_self_harm.txt",
      ].map { .embedInCode($0) }),
    module("Contracts", ["PluginAPI", "Safety"]),
    module(
      "Host",
      [
        "PluginAPI", "TelegramBotAPI", "HTTPClient", "LanguageModel", "CSQLite", "Postgres", "Redis", "CivilTime",
        "Localization", "MediaProtocol", log, hummingbird,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "DequeModule", package: "swift-collections"), .product(name: "Yams", package: "Yams"),
      ], resources: [.embedInCode("Texts/en.json"), .embedInCode("Texts/ru.json")]),
    module("Sandbox", ["TelegramBotAPI", "CivilTime", "HTTPClient", log, hummingbird], resources: page),

    module("SandboxRuntime", ["Host", "Sandbox", "PluginAPI", "CivilTime", "TelegramBotAPI", log]),
    module("PluginTesting", ["Host", "LanguageModel", "Sandbox", "SandboxRuntime", "PluginAPI", log]),

    module(
      "HostCommands",
      [
        "Host", "Sandbox", "SandboxRuntime", "HTTPClient", "Redis", "PluginAPI", "TelegramBotAPI", "CivilTime", log,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "roost",
      dependencies: ["HostCommands", "PluginAPI", "Onboarding", "Goals", "Gamification", "Reminders", "Payments"],
      swiftSettings: settings, linkerSettings: exportsNothing),

    // Decodes pictures and draws charts, in a process of its own. The only target that needs libvips, cairo and pango.
    .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .target(name: "CConfine"),
    .executableTarget(
      name: "MediaWorker", dependencies: ["CVips", "CCairo", "CConfine", "MediaProtocol"], swiftSettings: settings),

    plugin(
      "Onboarding",
      prompts: [
        "onboarding_profile/onboarding_profile_v1.md", "onboarding_profile/onboarding_profile_v1.json",
        "moodboard_analysis/moodboard_analysis_v1.md", "moodboard_analysis/moodboard_analysis_v1.json",
      ]),
    plugin(
      "Goals",
      prompts: [
        "goal_analysis/goal_analysis.json", "goal_analysis/goal_analysis_v1.md",
        "coaching_reply/coaching_reply.json", "coaching_reply/coaching_reply_v1.md",
        "conversation_summary/conversation_summary.json", "conversation_summary/conversation_summary_v1.md",
        "photo_check_in/photo_check_in.json", "photo_check_in/photo_check_in_v1.md",
      ]),
    plugin("Gamification"),
    plugin("Reminders", prompts: ["weekly_summary/weekly_summary.json", "weekly_summary/weekly_summary_v1.md"]),
    plugin("Payments"),

    .executableTarget(
      name: "bot-api-generator", path: "Tools/bot-api-generator", exclude: ["api.json"], swiftSettings: settings),

    // A bot as others write one: also a package of its own, here built with everything else.
    module(
      "Expenses", ["PluginAPI"], path: "Examples/expense-bot/Sources/Expenses",
      resources: [.embedInCode("Texts/en.json"), .embedInCode("Texts/ru.json")]),
    .executableTarget(
      name: "expense-bot", dependencies: ["Expenses", "HostCommands"], path: "Examples/expense-bot/Sources/expense-bot",
      swiftSettings: settings),
    .testTarget(
      name: "ExpensesTests", dependencies: ["Expenses", "PluginAPI", "PluginTesting"],
      path: "Examples/expense-bot/Tests/ExpensesTests", swiftSettings: settings),

    tests("ArchitectureTests", []),
    tests("HTTPClientTests", ["HTTPClient", "TestServers"]),
    tests("LanguageModelTests", ["LanguageModel", "HTTPClient", "TestServers"]),
    // Real servers that tests start, kill and put proxies before.
    module("TestServers", path: "Tests/TestServers"),
    tests("PostgresTests", ["Postgres", "TestServers"]),
    tests("RedisTests", ["Redis", "TestServers"]),
    tests("TelegramBotAPITests", ["TelegramBotAPI"]),
    tests("CivilTimeTests", ["CivilTime"]),
    tests("LocalizationTests", ["Localization"]),
    tests(
      "SafetyTests", ["Safety", "Localization"],
      resources: [.embedInCode("Phrases/must_fire.txt"), .embedInCode("Phrases/must_not.txt")]),
    .executableTarget(
      name: "crash-bot", dependencies: ["HostCommands", "PluginAPI"], path: "Tests/CrashBot", swiftSettings: settings),
    // What Benchmarks/run measures.
    .executableTarget(
      name: "bench-bot", dependencies: ["HostCommands", "Host", "PluginAPI", "HTTPClient", "Postgres"],
      path: "Benchmarks/BenchBot",
      swiftSettings: settings, linkerSettings: exportsNothing),
    // The whole host on one thread, from a seed: scripts/simulate. A VFS of SQLite for power cuts.
    .target(name: "CPowerCut", path: "Tests/CPowerCut"),
    .executableTarget(
      name: "simulate",
      dependencies: [
        "Host", "PluginAPI", "Contracts", "Sandbox", "TelegramBotAPI", "CPowerCut",
        "Onboarding", "Goals", "Gamification", "Reminders", "Payments", log,
      ], path: "Tests/Simulation",
      swiftSettings: settings),
    .testTarget(
      name: "IntegrationTests",
      dependencies: [
        "Host", "PluginAPI", "PluginTesting", "Sandbox", "CivilTime", "TestServers", "roost", "crash-bot", log,
      ],
      swiftSettings: settings),
    tests("SandboxTests", ["Sandbox", "CivilTime", "TelegramBotAPI", "HTTPClient", hummingbird]),
    tests(
      "MediaTests", ["Host", "Goals", "MediaProtocol", "PluginAPI", "PluginTesting", "SandboxRuntime", "Sandbox", log]),
    tests("GoalsTests", ["Goals", "PluginAPI", "Contracts", "PluginTesting", "SandboxRuntime", "Safety"]),
    tests("GamificationTests", ["Gamification", "PluginAPI", "Contracts", "PluginTesting", "Goals", "Onboarding"]),
    tests(
      "RemindersTests",
      [
        "Reminders", "PluginAPI", "Contracts", "PluginTesting", "Host", "SandboxRuntime", "Goals", "Gamification",
        "Onboarding",
      ]),
    tests(
      "OnboardingTests",
      ["Onboarding", "Goals", "PluginAPI", "Contracts", "PluginTesting", "Host", "Sandbox", "SandboxRuntime"]),
    tests(
      "PaymentsTests",
      ["Payments", "PluginAPI", "Contracts", "PluginTesting", "Host", "Sandbox", "SandboxRuntime", log]),
    tests(
      "CoachTests",
      [
        "Onboarding", "Goals", "Gamification", "Reminders", "Payments", "PluginAPI", "Contracts", "PluginTesting",
        "SandboxRuntime",
      ]),
    tests(
      "EvalTests",
      [
        "Goals", "Reminders", "Safety", "Contracts", "PluginAPI", "PluginTesting", "Host", "HostCommands",
        "SandboxRuntime", log,
      ],
      resources: [
        "coaching", "extraction", "goal_analysis", "injection", "moodboard", "moodboard_schema", "photo_check_in",
        "safety",
        "weekly",
      ].map { .embedInCode("Cases/\($0).json") }),
    tests(
      "SecurityTests",
      [
        "Host", "PluginAPI", "PluginTesting", "Sandbox", "SandboxRuntime", "HTTPClient", "TelegramBotAPI",
        "Onboarding", "Goals", "Gamification", "Reminders", "Payments", log,
      ]),
    tests(
      "HostTests",
      [
        "Host", "LanguageModel", "HTTPClient", "PluginAPI", "PluginTesting", "Sandbox", "SandboxRuntime", "CivilTime",
        "Redis", "TestServers",
        "Onboarding", "Goals",
        "Gamification", "Reminders", "Payments", log,
      ]),
  ]
)
