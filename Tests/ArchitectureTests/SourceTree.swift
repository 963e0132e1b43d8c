import Foundation

/// The files of this repository, as they lie on disk.
struct SourceTree: Sendable {
  static let shared = SourceTree()

  let root: URL
  /// Paths below the root, sorted.
  let files: [String]
  private let sources: [String: SourceFile]
  private static let skipped: Set<String> = [".git", ".build", "node_modules", ".roost", ".swiftpm", "DerivedData"]

  private init() {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    self.root = root
    var files: [String] = []
    func walk(_ folder: String) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)) ?? []
      for name in names.sorted() where !Self.skipped.contains(name) && !name.hasPrefix(".build") {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        // The fuzzer's package reaches the sources by a link.
        let link = root.appendingPathComponent(path).path
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil { continue }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
        if isFolder.boolValue { walk(path) } else { files.append(path) }
      }
    }
    walk("")
    self.files = files
    sources = Dictionary(
      uniqueKeysWithValues: files.filter { $0.hasSuffix(".swift") && !$0.contains("/Generated/") }.map { path in
        let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        return (path, SourceFile(path: path, text: text ?? ""))
      })
  }

  /// Swift files below these folders, generated ones left out.
  func swift(in folders: String...) -> [SourceFile] {
    files.filter { path in
      path.hasSuffix(".swift") && !path.contains("/Generated/") && folders.contains { path.hasPrefix("\($0)/") }
    }.map { path in sources[path] ?? SourceFile(path: path, text: text(path)) }
  }

  /// Names of the folders directly below a folder.
  func folders(in folder: String) -> [String] {
    Set(
      files.filter { $0.hasPrefix("\(folder)/") }.compactMap { path -> String? in
        let parts = path.dropFirst(folder.count + 1).split(separator: "/")
        return parts.count > 1 ? String(parts[0]) : nil
      }
    ).sorted()
  }

  func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path) }

  func text(_ path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }
}

/// A file, line by line.
struct SourceFile: Sendable {
  let path: String
  let text: String
  let lines: [Substring]
  /// Lines with their numbers, comments taken off; empty ones left out.
  let code: [(number: Int, text: Substring)]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = lines.enumerated().compactMap { index, line in
      let code = Self.withoutComment(line)
      return code.utf8.allSatisfy { $0 == 0x20 } ? nil : (index + 1, code)
    }
  }

  /// Where the pattern stands in code, as `path:line: text`.
  /// - Parameter words: what every match contains one of; most lines are passed over without trying the pattern.
  func places(of pattern: Regex<Substring>, with words: [String]) -> [String] {
    guard words.contains(where: { text.contains($0) }) else { return [] }
    return code.filter { line in words.contains { line.text.contains($0) } && line.text.contains(pattern) }.map {
      "\(path):\($0.number): \($0.text.trimmed)"
    }
  }

  /// The modules that the file imports.
  var imports: [(number: Int, module: String)] {
    code.compactMap { number, text in
      var words = text.split(separator: " ")
      while let first = words.first,
        first.hasPrefix("@") || ["public", "package", "internal", "private"].contains(first)
      {
        words.removeFirst()
      }
      guard words.count == 2 || words.count == 3, words.first == "import", let name = words.last else { return nil }
      return (number, String(name.prefix { $0 != "." }))
    }
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    let bytes = line.utf8
    var before: (UInt8, UInt8) = (0, 0)
    for index in bytes.indices {
      // Two slashes, but not those of "https://".
      if bytes[index] == 0x2F, before.1 == 0x2F, before.0 != 0x3A { return line[..<bytes.index(before: index)] }
      before = (before.1, bytes[index])
    }
    return line
  }
}

extension Substring {
  var trimmed: String { String(self).trimmingCharacters(in: .whitespaces) }
}

extension [String] {
  /// The places of a failure, below what to do about them.
  func report(_ advice: String) -> String { "\(advice)\n" + map { "  \($0)" }.joined(separator: "\n") }
}
