import Foundation
import Logging
import PluginAPI
import Testing

@testable import Host

/// Pictures that are stored; Tests/MediaFixtures/make.py makes them.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("MediaFixtures")

  static func bytes(_ name: String) -> [UInt8] {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else {
      Issue.record("\(name) is not there")
      return []
    }
    return Array(data)
  }
}

/// The program under test, built beside this test.
let program: String = {
  let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("roost-media").path
}()

/// A client for one test, whose workers can be told from those of other tests by the link they are started through.
final class Bench: Sendable {
  let client: MediaClient
  let metrics = HostMetrics()
  let path: String

  /// - Parameter script: what runs instead of the worker; `$WORKER` stands for the real one, `$HERE` for a folder,
  ///   `$PHOTO` for a JPEG of 927 bytes.
  init(script: String? = nil, _ change: (inout MediaClient.Configuration) -> Void = { _ in }) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-media-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent("worker").path
    if let script {
      let text = script.replacing("$WORKER", with: program).replacing("$HERE", with: folder.path).replacing(
        "$PHOTO", with: Fixture.folder.appendingPathComponent("photo.jpg").path)
      try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    } else {
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: program)
    }
    var configuration = MediaClient.Configuration(path: path)
    configuration.workers = 1
    change(&configuration)
    client = try MediaClient(configuration, logger: Logger(label: "media") { _ in SwiftLogNoOpLogHandler() })
    client.connect(metrics)
  }

  func count(_ line: String) -> Int {
    metrics.rendered(gauges: []).split(separator: "\n").compactMap { row in
      row.hasPrefix(line + " ") ? Int(row.dropFirst(line.count + 1)) : nil
    }.first ?? 0
  }

  /// The workers of this process that live; of other tests too, so run them one by one.
  static func workers() -> [Int32] { children().filter { $0.state != "Z" }.map(\.pid) }

  /// Children that have ended and that nobody waited for.
  static func zombies() -> [Int32] { children().filter { $0.state == "Z" }.map(\.pid) }

  private static func children() -> [(pid: Int32, state: String)] {
    let own = String(getpid())
    return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { name in
      guard let pid = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { return nil }
      let words = stat[stat.index(after: end)...].split(separator: " ")
      let name = stat[..<end].split(separator: "(").last ?? ""
      guard words.count > 2, words[1] == own, name.hasPrefix("worker") || name.hasPrefix("roost-media") else {
        return nil
      }
      return (pid, String(words[0]))
    }
  }

  /// A line of `/proc/<pid>/status`.
  static func status(_ pid: Int32, _ key: String) -> String {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(key):") } ?? ""
    return line.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces)
  }
}

/// Runs `body` with a bench, and sees to it that nothing of it is left.
func withBench(
  script: String? = nil, _ change: (inout MediaClient.Configuration) -> Void = { _ in },
  _ body: (Bench) async throws -> Void
) async throws {
  let bench = try Bench(script: script, change)
  let result: Result<Void, any Error>
  do { result = .success(try await body(bench)) } catch { result = .failure(error) }
  await bench.client.close()
  #expect(Bench.workers().isEmpty)
  #expect(Bench.zombies().isEmpty)
  try? FileManager.default.removeItem(atPath: URL(fileURLWithPath: bench.path).deletingLastPathComponent().path)
  try result.get()
}

/// Waits for what another process does.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<1000 {
    if condition() { return true }
    usleep(5000)
  }
  return false
}

extension MediaClient {
  /// What became of a picture, as a word.
  func fate(_ image: [UInt8], side: Int = 1024) async -> String {
    do throws(MediaError) {
      _ = try await normalise(image, maximumSide: side)
      return "made"
    } catch {
      switch error {
      case .off: return "off"
      case .refused: return "refused"
      case .failed: return "failed"
      }
    }
  }
}

extension [UInt8] {
  func holds(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.dropLast(Swift.max(0, wanted.count - 1)).contains { self[$0...].starts(with: wanted) }
  }

  /// Width and height of a PNG.
  var pngSize: [Int] {
    [16, 20].map { start in self[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
  }
}
