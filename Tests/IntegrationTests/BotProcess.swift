import Foundation
import TestServers
import Testing

/// A bot in a process of its own, run as an operator would.
final class BotProcess {
  let process = Process()
  private let output = Pipe()
  private let collected = Collected()

  /// Text that arrives on another thread.
  private final class Collected: @unchecked Sendable {
    // Safe because every access holds the lock.
    private let lock = NSLock()
    private var data = Data()
    func add(_ more: Data) { lock.withLock { data.append(more) } }
    var text: String { lock.withLock { String(decoding: data, as: UTF8.self) } }
  }

  /// The folder of the built programs: where this test runs from.
  static var folder: URL {
    URL(fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
      .deletingLastPathComponent()
  }

  init(_ program: String, _ arguments: [String], environment: [String: String], folder: URL, through: [String] = [])
    throws
  {
    let path = Self.folder.appendingPathComponent(program).path
    let line = through + [path] + arguments
    process.executableURL = URL(fileURLWithPath: line[0])
    process.arguments = Array(line.dropFirst())
    var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    for name in ["LD_LIBRARY_PATH", "HOME"] { variables[name] = ProcessInfo.processInfo.environment[name] }
    process.environment = variables.merging(environment) { $1 }
    process.currentDirectoryURL = folder
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    output.fileHandleForReading.readabilityHandler = { [collected] handle in collected.add(handle.availableData) }
    try process.run()
  }

  /// A crash bot that hears by webhook at a port of its own, behind the address of the proxy. It listens already.
  static func listening(on port: Int, behind proxy: TestProxy, environment: [String: String], folder: URL) async throws
    -> BotProcess
  {
    let bot = try BotProcess(
      "crash-bot", ["run"],
      environment: environment.merging([
        "WEBHOOK_URL": "http://127.0.0.1:\(proxy.port)/hook", "WEBHOOK_SECRET": "right-secret",
        "HTTP_PORT": String(port),
      ]) { $1 }, folder: folder)
    let listens = try await eventually(within: 15) { TestProcess.accepts(port: port) }
    #expect(listens, "\(bot.text)")
    return bot
  }

  var text: String { collected.text }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The process stands still, as under a debugger or in a virtual machine that is moved.
  func pause() { Foundation.kill(process.processIdentifier, SIGSTOP) }
  func resume() { Foundation.kill(process.processIdentifier, SIGCONT) }

  func terminate() { Foundation.kill(process.processIdentifier, SIGTERM) }

  /// The exit code; fails the test and kills the process when it takes longer.
  func exitCode(within seconds: Double) -> Int32? {
    let end = Date().addingTimeInterval(seconds)
    while process.isRunning {
      if Date() > end {
        kill()
        return nil
      }
      usleep(10_000)
    }
    return process.terminationStatus
  }

  deinit { if process.isRunning { kill() } }
}

/// A folder that lives as long as a test.
struct TemporaryFolder {
  let url: URL
  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("roost-it-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }
  func remove() { try? FileManager.default.removeItem(at: url) }
}

/// Waits for something that other processes bring about.
func eventually(within seconds: Double, _ condition: () async throws -> Bool) async throws -> Bool {
  let end = Date().addingTimeInterval(seconds)
  while Date() < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(20))
  }
  return try await condition()
}
