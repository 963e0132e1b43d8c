import Foundation
import Testing

/// What the papers say is so: files they name exist, the example is the one that is compiled.
@Suite struct DocumentTests {
  private let tree = SourceTree.shared
  private static let papers = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]

  @Test(arguments: papers) func linksLeadSomewhere(_ paper: String) {
    for match in tree.text(paper).matches(of: #/\]\(([^)\s]+)\)/#) {
      let link = String(match.output.1)
      if link.hasPrefix("http") || link.hasPrefix("#") { continue }
      let path = String(link.prefix { $0 != "#" })
      let exists = tree.has(path)
      #expect(exists, "\(paper) links to \(path), which does not exist.")
    }
  }

  @Test(arguments: papers) func namedFilesExist(_ paper: String) {
    for match in tree.text(paper).matches(of: #/`([A-Za-z.][A-Za-z0-9_.+\/-]*\.(?:swift|yaml|json|md|js))`/#) {
      let name = String(match.output.1)
      // Made by the reader, or a pattern.
      if name == "roost.yaml" || isExample(name) { continue }
      let exists = tree.files.contains { $0 == name || $0.hasSuffix("/\(name)") }
      #expect(exists, "\(paper) names \(name), which does not exist.")
    }
    for match in tree.text(paper).matches(
      of: #/`((?:Sources|Plugins|Tests|Tools|scripts|config|docs)\/[A-Za-z0-9_\/.-]*)`/#)
    {
      let name = String(match.output.1)
      let exists = isExample(name) || tree.has(name)
      #expect(exists, "\(paper) names \(name), which does not exist.")
    }
  }

  /// Files of the plugin that the papers teach with.
  private func isExample(_ name: String) -> Bool {
    name.hasPrefix("Plugins/Water/") || (name.hasPrefix("Water") && !name.contains("/"))
  }

  @Test func theReadmeIsShort() {
    #expect(tree.text("README.md").split(separator: "\n", omittingEmptySubsequences: false).count <= 200)
  }

  @Test func theExampleIsTheOneThatIsTested() throws {
    let blocks = tree.text("README.md").components(separatedBy: "```")
    let code = blocks.filter { $0.hasPrefix("swift\n") }.map { $0.dropFirst(6) }
    for path in ["Tests/HostTests/WaterPlugin.swift", "Tests/HostTests/WaterTests.swift"] {
      let isShown = code.contains { $0 == tree.text(path) }
      #expect(isShown, "README.md must show \(path) as it is: copy the file into its block.")
    }
  }

  @Test func everyCommandIsDescribed() {
    let readme = tree.text("README.md")
    for file in tree.swift(in: "Sources/HostCommands") {
      for (_, text) in file.code {
        guard let match = text.firstMatch(of: #/commandName: "([a-z]+)"/#), match.output.1 != "roost" else { continue }
        let isDescribed = readme.contains("roost \(match.output.1)")
        #expect(isDescribed, "README.md lacks `roost \(match.output.1)`.")
      }
    }
  }

  /// Every variable that the program reads stands in `.env.example`, and the other way round.
  @Test func theEnvironmentIsDescribed() {
    let source = tree.swift(in: "Sources/Host/Configuration").map { $0.lines.joined(separator: "\n") }.joined()
    var read: Set<String> = ["ROOST_CONFIG"]
    for match in source.matches(of: #/variables\.(?:secret|text|integer)\("([A-Z_]+)"/#) {
      read.insert(String(match.output.1))
    }
    var described: Set<String> = []
    for match in tree.text(".env.example").matches(of: #/(?m)^#? ?([A-Z_]+)=/#) {
      let name = String(match.output.1)
      described.insert(name.hasSuffix("_FILE") ? String(name.dropLast(5)) : name)
    }
    #expect(read == described)
  }
}
