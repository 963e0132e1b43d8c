import Foundation
import Testing

/// What `Package.swift` links with what.
@Suite struct PackageTests {
  private struct Target {
    var kind: String
    var name: String
    /// Everything in quotes after the name.
    var words: Set<String>
    var isForTests: Bool { kind == "tests" || kind == ".testTarget" }
  }

  private let tree = SourceTree.shared
  private let targets: [Target]

  init() throws {
    let manifest = tree.text("Package.swift")
    let start = try #require(manifest.range(of: "\n  targets: [\n"), "Package.swift has no list of targets")
    var targets: [Target] = []
    for line in manifest[start.upperBound...].split(separator: "\n") {
      if let match = line.firstMatch(of: #/^    (\.?[a-zA-Z]+)\(/#) {
        targets.append(Target(kind: String(match.output.1), name: "", words: []))
      }
      guard !targets.isEmpty else { continue }
      for match in line.matches(of: #/"([^"]+)"/#) {
        let word = String(match.output.1)
        if targets[targets.count - 1].name.isEmpty {
          targets[targets.count - 1].name = word
        } else {
          targets[targets.count - 1].words.insert(word)
        }
      }
    }
    self.targets = targets
  }

  @Test func theManifestIsUnderstood() {
    let names = Set(targets.map(\.name))
    #expect(names.isSuperset(of: ["PluginAPI", "Host", "roost", "Goals", "HostTests", "PluginTesting"]))
    #expect(targets.contains { $0.isForTests && $0.words.contains("PluginTesting") })
  }

  @Test func theTestKitIsLinkedByTestsOnly() {
    let wrong = targets.filter { !$0.isForTests && $0.words.contains("PluginTesting") }.map(\.name)
    #expect(
      wrong.isEmpty, "\(wrong): PluginTesting belongs in tests; what a program needs of it goes into SandboxRuntime.")
  }

  @Test func pluginsAreLinkedByTheProgramAndTestsOnly() {
    let plugins = Set(tree.folders(in: "Plugins"))
    // The simulation is a program too, and lies with the tests.
    let wrong = targets.filter { target in
      !target.isForTests && target.name != "roost" && !target.words.isDisjoint(with: plugins)
        && !target.words.contains { $0.hasPrefix("Tests/") }
    }
    #expect(wrong.isEmpty, "\(wrong.map(\.name)): only roost and tests link plugins; share by Sources/Contracts.")
  }

  @Test func everyPluginIsDeclaredAndBuiltIn() {
    let declared = Set(targets.filter { $0.kind == "plugin" }.map(\.name))
    let builtIn = tree.text("Sources/roost/BuiltInPlugins.swift")
    for plugin in tree.folders(in: "Plugins") {
      #expect(declared.contains(plugin), "Add plugin(\"\(plugin)\") to the targets in Package.swift.")
      let isBuiltIn = builtIn.contains("\(plugin)Plugin.self")
      #expect(isBuiltIn, "Add \(plugin)Plugin.self to Sources/roost/BuiltInPlugins.swift.")
    }
  }

  @Test func everyTestFolderIsATarget() {
    let declared = Set(targets.filter(\.isForTests).map(\.name))
    for folder in tree.folders(in: "Tests") where folder.hasSuffix("Tests") {
      #expect(declared.contains(folder), "Tests/\(folder) is never run: add it to the targets in Package.swift.")
    }
  }

  @Test func everyTargetIsStrict() {
    let manifest = tree.text("Package.swift")
    for setting in [
      ".swiftLanguageMode(.v6)", ".treatAllWarnings(as: .error)", "ExistentialAny", "MemberImportVisibility",
      "InternalImportsByDefault",
    ] {
      let isSet = manifest.contains(setting)
      #expect(isSet, "\(setting) is one of the settings every target is built with.")
    }
    for script in ["scripts/run", "scripts/test"] {
      let isStrict = tree.text(script).contains("--explicit-target-dependency-import-check error")
      #expect(
        isStrict, "\(script) must fail on an import that Package.swift does not declare.")
    }
  }
}
