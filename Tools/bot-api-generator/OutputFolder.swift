import Foundation

/// What went wrong, in a sentence for the terminal.
struct GeneratorFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A folder that holds generated files and nothing else.
struct OutputFolder {
  private let folder: URL

  init(_ folder: URL) { self.folder = folder }

  /// The names of files that are missing, differ or should not be there.
  func stale(_ files: [String: String]) throws -> [String] {
    let differing = files.keys.filter { name in
      (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) != files[name]
    }
    return (differing + (try surplus(files))).sorted()
  }

  func write(_ files: [String: String]) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in try surplus(files) {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    // Files that are right already keep their time stamps, so that nothing is compiled again for them.
    for name in try stale(files) {
      guard let text = files[name] else { continue }
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
  }

  private func surplus(_ files: [String: String]) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { files[$0] == nil }
  }
}
