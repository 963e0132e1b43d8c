package import Foundation
import Synchronization

/// Runs blocking work on a thread of its own and waits for it without holding a cooperative thread.
package func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}

package struct TestFailure: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// Programs that tests start, run without root's rights, which PostgreSQL refuses.
package enum TestProcess {
  package static func start(_ arguments: [String], log: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let isRoot = getuid() == 0
    process.arguments =
      (isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []) + arguments
    if !FileManager.default.fileExists(atPath: log.path) {
      _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    }
    let output = try FileHandle(forWritingTo: log)
    output.seekToEndOfFile()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  package static func run(_ arguments: [String], log: URL) throws {
    let process = try start(arguments, log: log)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let output = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      throw TestFailure("\(arguments.first ?? "") failed: \(output.suffix(500))")
    }
  }

  /// A folder that the unprivileged user owns.
  package static func makeFolder(_ name: String) throws -> URL {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("\(name)-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if getuid() == 0, let user = getpwnam("postgres") { chown(folder.path, user.pointee.pw_uid, user.pointee.pw_gid) }
    return folder
  }

  package static func ownedByServer(_ file: URL) {
    if getuid() == 0, let user = getpwnam("postgres") { chown(file.path, user.pointee.pw_uid, user.pointee.pw_gid) }
  }

  package static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw TestFailure("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  package static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Whether somebody takes connections at a port.
  package static func accepts(port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port: port)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  // MARK: Ends

  private struct Leftovers {
    var processes: [Process] = []
    var folders: [URL] = []
    var isRegistered = false
  }

  private static let leftovers = Mutex(Leftovers())

  /// Ends the process and removes the folder when the test process ends.
  package static func clean(_ process: Process? = nil, _ folder: URL? = nil) {
    let isFirst = leftovers.withLock { leftovers in
      if let process { leftovers.processes.append(process) }
      if let folder { leftovers.folders.append(folder) }
      defer { leftovers.isRegistered = true }
      return !leftovers.isRegistered
    }
    guard isFirst else { return }
    atexit {
      TestProcess.leftovers.withLock { leftovers in
        for process in leftovers.processes where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for folder in leftovers.folders { try? FileManager.default.removeItem(at: folder) }
      }
    }
  }
}
