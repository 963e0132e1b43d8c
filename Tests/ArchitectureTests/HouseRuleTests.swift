import Foundation
import Testing

/// Rules about what the code does not say.
@Suite struct HouseRuleTests {
  private let tree = SourceTree.shared

  /// Files that may touch real time or start tasks of their own, each with its reason.
  private static let realTime: [String: String] = [
    "Sources/Host/Time/SystemClock.swift": "wraps the system's clock",
    "Sources/Sandbox/Server/BotAPIService.swift": "long polling of a real client over HTTP",
    "Sources/Sandbox/Server/WebhookDelivery.swift": "calls a real server over HTTP",
    "Sources/Sandbox/Server/ClockDriver.swift": "tells the page the time while somebody looks at it",
    "Sources/Sandbox/Server/SandboxServer.swift": "keeps the page's event stream alive",
  ]
  nonisolated(unsafe) private static let time =
    #/\bDate\(\)|\bDate\.now\b|\bTask\.sleep\b|\bTask\s*\{|\bTask\(|\bTask\.detached\b|\bContinuousClock\(|\basyncAfter\b/#

  private static let timeWords = ["Date", "Task", "ContinuousClock", "asyncAfter"]

  private func check(_ wrong: [String], _ advice: String, _ location: SourceLocation = #_sourceLocation) {
    #expect(wrong.isEmpty, Comment(rawValue: wrong.report(advice)), sourceLocation: location)
  }

  @Test func timeAndTasksComeFromTheHost() {
    let files = tree.swift(in: "Sources", "Plugins").filter { Self.realTime[$0.path] == nil }
    check(
      files.flatMap { $0.places(of: Self.time, with: Self.timeWords) },
      """
      The whole host must run under a virtual clock. A handler decides by turn.now and uses turn.enqueue for later; in the \
      host wait with HostClock or Alarm, and run child tasks in a task group or Lanes.spawn.
      """)
  }

  @Test(arguments: realTime.keys.sorted())
  func everyExceptionIsStillNeeded(_ path: String) {
    let used = tree.swift(in: "Sources").first { $0.path == path }?.places(of: Self.time, with: Self.timeWords) ?? []
    #expect(!used.isEmpty, "\(path) needs no exception any more: take it out of HouseRuleTests.realTime.")
  }

  @Test func pluginsDecideTheSameEveryTime() {
    check(
      tree.swift(in: "Plugins").flatMap {
        $0.places(
          of: #/\.random\(in:(?!.*using:)|\.randomElement\(\)|\.shuffled\(\)|\bUUID\(\)|SystemRandomNumberGenerator/#,
          with: ["andom", "shuffled", "UUID"])
      }.filter { !$0.contains("turn.random(in:") },
      """
      A turn may run again and must decide the same. Use turn.random(in:) and turn.newID(); both are equal in every attempt.
      """)
  }

  @Test func nothingEndsTheProcess() {
    check(
      tree.swift(in: "Sources", "Plugins").flatMap {
        $0.places(
          of: #/\btry!|\bas! |\bfatalError\(|\bpreconditionFailure\(|\bprecondition\(|\bassertionFailure\(/#,
          with: ["try!", "as!", "fatalError", "precondition", "assertion"])
      },
      """
      One plugin's failure, or a strange byte from outside, must not end the host: throw an error that says what was \
      expected, what was found and what to do.
      """)
  }

  /// Files that put SQL together, each with where its words come from. None of them sees a word of a person.
  private static let composedSQL: [String: String] = [
    "Sources/PluginAPI/Storage/SQL.swift": "the type itself",
    "Sources/PluginAPI/Storage/SQLValue.swift": "the type itself",
    "Sources/PluginAPI/Storage/Table.swift": "names of tables and columns, declared in source",
    "Sources/Host/Storage/Migration+Statements.swift": "migrations, declared in source",
    "Sources/Host/Move/MoveTable.swift": "names from the database's own schema, by an operator's command",
    "Sources/Host/Move/Move.swift": "names from the database's own schema, by an operator's command",
    "Sources/Host/People/Erasure.swift": "names of tables and columns, declared in source",
    "Sources/PluginTesting/TestBot.swift": "a constant",
    "Sources/PluginTesting/TestDatabase.swift": "a name made by the test kit",
    "Sources/PluginTesting/ContractVerification.swift": "names of tables and columns, declared in source",
  ]

  /// Text that reaches a database engine as it stands, and so only from where it was written or bound.
  @Test func enginesAreCalledByTheirDriversOnly() {
    check(
      tree.swift(in: "Sources", "Plugins", "Examples").filter {
        !$0.path.hasPrefix("Sources/Host/Storage/") && !$0.path.hasPrefix("Sources/Postgres/")
          && !$0.path.hasPrefix("Sources/Host/Move/")
      }.flatMap {
        $0.places(
          of: #/\bsqlite3_(?:exec|prepare)\w*\(|\bPQ(?:exec|send)\w*\(|\bPostgresStatement\(/#,
          with: ["sqlite3_", "PQ", "PostgresStatement"])
      }, "SQL goes through Database, which binds values and knows which plugin asks.")
  }

  @Test func queriesAreNeverBuiltFromStrings() {
    check(
      tree.swift(in: "Sources", "Plugins").filter { !$0.path.hasPrefix("Sources/PluginAPI/") }.flatMap {
        $0.places(of: #/\bSQL\(stringLiteral:/#, with: ["stringLiteral"])
      },
      "Write a literal with interpolation: SQL binds the values in it. A text that was put together can carry an injection."
    )
    check(
      tree.swift(in: "Sources", "Plugins", "Examples").filter { Self.composedSQL[$0.path] == nil }.flatMap {
        $0.places(of: #/\bSQL\(parts:/#, with: ["parts"])
      },
      "SQL(parts:) is for few files. Write a literal: \"… WHERE id = \\(id)\" binds the value, \\(table) names a table."
    )
  }

  @Test func uncheckedSendableSaysWhyItIsSafe() {
    var wrong: [String] = []
    for file in tree.swift(in: "Sources", "Plugins") {
      for (number, text) in file.code where text.contains("@unchecked Sendable") {
        var above = number - 2
        var says = false
        while above >= 0, file.lines[above].trimmed.hasPrefix("//") {
          if file.lines[above].contains("Safe because") { says = true }
          above -= 1
        }
        if !says { wrong.append("\(file.path):\(number): \(text.trimmed)") }
      }
    }
    check(wrong, "Say in the comment above why no two threads meet: // Safe because …")
    check(
      tree.swift(in: "Plugins").flatMap {
        $0.places(of: #/@unchecked Sendable|nonisolated\(unsafe\)/#, with: ["unchecked", "unsafe"])
      },
      "A plugin is a value of constants: what changes lives in the database.")
  }

  @Test func filesAreShort() {
    let limit = 400
    check(
      tree.swift(in: "Sources", "Plugins", "Tests", "Tools").filter { $0.lines.count > limit }.map {
        "\($0.path): \($0.lines.count) lines"
      }, "A file has one concern and at most \(limit) lines, most have fewer than 150. Split it by concern.")
  }

  // MARK: Tests

  @Test func everyTestIsRun() {
    var wrong: [String] = []
    for file in tree.swift(in: "Tests") {
      for (number, text) in file.code
      where text.contains("func test") && text.contains(#/^\s*(private |static )*func test[A-Z_0-9]/#) {
        let before = file.lines[max(0, number - 4)..<number].joined(separator: "\n")
        if !before.contains("@Test") { wrong.append("\(file.path):\(number): \(text.trimmed)") }
      }
      wrong += file.imports.filter { $0.module == "XCTest" }.map { "\(file.path):\($0.number): import XCTest" }
      if !file.path.contains("/ArchitectureTests/") { wrong += file.places(of: #/\.disabled\(/#, with: ["disabled"]) }
    }
    check(
      wrong, "A test that is never run is a defect: Swift Testing runs functions marked @Test, and none is disabled.")
  }

  @Test func everySuiteHasATest() {
    var wrong: [String] = []
    for file in tree.swift(in: "Tests") where !file.path.contains("/ArchitectureTests/") {
      let code = file.code.map(\.text).joined(separator: "\n")
      if code.contains("@Suite"), !code.contains("@Test") { wrong.append(file.path) }
    }
    check(wrong, "A suite without a @Test proves nothing.")
  }

  // MARK: What stands in no file

  @Test func noFileKnowsAMachine() {
    let folders = ["home", "Users", "root", "work"].map { "/\($0)/" }
    check(
      everyLine(with: folders) { $0.contains(#/(^|[\s"'`(=])\/(home|Users|root|work)\/[a-z]/#) },
      "A path of one machine works on no other: use a path below the repository, or a folder made for the purpose.")
  }

  @Test func filesSpeakOfTheProductOnly() {
    let words = ["helper" + " agent", "sub" + "agent", "sub-" + "agent", "coding" + " assistant", "as an ai" + " "]
    check(
      everyLine(with: words) { _ in true }, "Files speak of the product, not of how or by whom it was made.")
  }

  /// Lines that hold one of the words, in any case, and satisfy the condition.
  private func everyLine(with words: [String], where isWrong: (Substring) -> Bool) -> [String] {
    let kinds = [".swift", ".md", ".yaml", ".yml", ".json", ".js", ".css", ".html", ".example", ".h"]
    let files = tree.files.filter { path in
      !path.contains("/Generated/") && !path.hasSuffix("/api.json")
        && (kinds.contains { path.hasSuffix($0) } || path.hasPrefix("scripts/") || path.hasPrefix(".ci/"))
    }
    func holds(_ text: some StringProtocol) -> Bool {
      words.contains { text.range(of: $0, options: .caseInsensitive) != nil }
    }
    return files.flatMap { path -> [String] in
      let text = tree.text(path)
      guard holds(text) else { return [] }
      return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
        holds(line) && isWrong(line) ? "\(path):\(index + 1): \(line.trimmed.prefix(120))" : nil
      }
    }
  }
}
