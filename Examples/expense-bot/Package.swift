// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "expense-bot",
  platforms: [.macOS(.v15)],
  dependencies: [
    // In a repository of your own: .package(url: "https://…/roost.git", from: "…").
    .package(name: "roost", path: "../..")
  ],
  targets: [
    // The plugin sees only PluginAPI; texts are embedded, so that the program is one file.
    .target(
      name: "Expenses", dependencies: [.product(name: "PluginAPI", package: "roost")],
      resources: [.embedInCode("Texts/en.json"), .embedInCode("Texts/ru.json")]),
    // The program: the host with this plugin.
    .executableTarget(
      name: "expense-bot", dependencies: ["Expenses", .product(name: "Host", package: "roost")]),
    .testTarget(
      name: "ExpensesTests",
      dependencies: [
        "Expenses", .product(name: "PluginAPI", package: "roost"),
        .product(name: "PluginTesting", package: "roost"),
      ]),
  ]
)
