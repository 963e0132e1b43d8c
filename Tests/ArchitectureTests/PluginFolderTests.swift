import Testing

/// What every folder in Plugins/ has, so that whoever knows one plugin knows them all.
@Suite struct PluginFolderTests {
  private static let sections = [
    "What people see", "Commands", "Configuration", "Events in and out", "Jobs", "Data it keeps", "When it fails",
  ]
  private static let plugins = SourceTree.shared.folders(in: "Plugins")
  private let tree = SourceTree.shared

  @Test(arguments: plugins) func theReadmeHasItsSections(_ plugin: String) {
    let headings = tree.text("Plugins/\(plugin)/README.md").split(separator: "\n").filter { $0.hasPrefix("## ") }.map {
      String($0.dropFirst(3))
    }
    #expect(
      headings == Self.sections,
      "Plugins/\(plugin)/README.md has the sections \(Self.sections.joined(separator: ", ")), in this order.")
  }

  @Test(arguments: plugins) func itsFilesHaveTheirNames(_ plugin: String) {
    for file in ["\(plugin)Plugin.swift", "README.md", "Texts/en.json", "Texts/ru.json"] {
      #expect(
        tree.has("Plugins/\(plugin)/\(file)"),
        "Plugins/\(plugin)/\(file) is missing: every plugin has it at that place.")
    }
    let hasTests = tree.has("Tests/\(plugin)Tests")
    #expect(hasTests, "Tests/\(plugin)Tests is missing: no plugin without tests.")
  }

  @Test(arguments: plugins) func itsContractIsVerified(_ plugin: String) {
    let tests = tree.swift(in: "Tests/\(plugin)Tests")
    let isVerified = tests.contains { !$0.places(of: #/verifyContract\(/#, with: ["verifyContract"]).isEmpty }
    #expect(
      isVerified,
      "Tests/\(plugin)Tests needs one line: @Test func contract() async throws { try await verifyContract(\(plugin)Plugin.self) }"
    )
  }

  @Test(arguments: plugins) func everyCommandStandsInTheReadme(_ plugin: String) {
    let readme = tree.text("Plugins/\(plugin)/README.md")
    for file in tree.swift(in: "Plugins/\(plugin)") {
      for (number, text) in file.code {
        guard text.contains("Command("), let match = text.firstMatch(of: #/\bCommand\(\s*"([a-z0-9_]+)"/#) else {
          continue
        }
        let isDescribed = readme.contains("/\(match.output.1)")
        #expect(
          isDescribed,
          "\(file.path):\(number): /\(match.output.1) is missing in Plugins/\(plugin)/README.md")
      }
    }
  }
}
