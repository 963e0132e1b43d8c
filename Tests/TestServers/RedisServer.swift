package import Foundation
import Glibc
import Synchronization

/// A redis-server of the tests' own, on a free port, in a folder that goes with it.
package final class RedisServer: Sendable {
  package let port: Int
  package let folder: URL
  private let options: [String]
  private let process = Mutex<Process?>(nil)

  /// Returns when the server accepts commands.
  package init(_ options: [String] = []) async throws {
    port = try TestProcess.freePort()
    folder = FileManager.default.temporaryDirectory.appending(path: "roost-redis-\(UUID().uuidString)")
    self.options = options
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await start()
  }

  deinit {
    send(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Starts the program again, on the same port and folder, and waits for a line of its log.
  package func start(_ more: [String] = [], until line: String = "Ready to accept connections") async throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/redis-server")
    process.arguments =
      ["--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder.path, "--save", ""] + options + more
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    self.process.withLock { $0 = process }
    let found = try await onThread {
      var text = ""
      while !text.contains(line) {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { return false }
        text += String(decoding: data, as: UTF8.self)
      }
      return true
    }
    Thread.detachNewThread { while !output.fileHandleForReading.availableData.isEmpty {} }
    if !found { throw POSIXError(.ECHILD) }
  }

  /// Kills the program and waits until it is gone.
  package func kill() async {
    guard let process = process.withLock({ $0.take() }) else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    try? await onThread { process.waitUntilExit() }
  }

  package func send(_ signal: Int32) {
    process.withLock { process in
      if let process { _ = Glibc.kill(process.processIdentifier, signal) }
    }
  }
}
