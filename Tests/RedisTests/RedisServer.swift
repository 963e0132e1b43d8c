import Foundation
import Glibc
import Redis
import Synchronization

/// A redis-server of the tests' own, on a free port, in a folder that goes with it.
final class RedisServer: Sendable {
  let port: Int
  let folder: URL
  private let options: [String]
  private let process = Mutex<Process?>(nil)

  /// Returns when the server accepts commands.
  init(_ options: [String] = []) async throws {
    port = try Int(FakeServer.closedPort())
    folder = FileManager.default.temporaryDirectory.appending(path: "roost-redis-\(UUID().uuidString)")
    self.options = options
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await start()
  }

  deinit {
    send(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// The shared server that `ROOST_TEST_REDIS` names, or a private one. What uses it keeps to keys of its own.
  static func shared() async throws -> (configuration: RedisConfiguration, server: RedisServer?) {
    if let url = ProcessInfo.processInfo.environment["ROOST_TEST_REDIS"], !url.isEmpty {
      return (try RedisConfiguration(url: url), nil)
    }
    let server = try await RedisServer()
    return (server.configuration, server)
  }

  var configuration: RedisConfiguration {
    RedisConfiguration(port: port)
  }

  /// Starts the program again, on the same port and folder, and waits for a line of its log.
  func start(_ more: [String] = [], until line: String = "Ready to accept connections") async throws {
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
    let found = await onThread {
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
  func kill() async {
    guard let process = process.withLock({ $0.take() }) else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    await onThread { process.waitUntilExit() }
  }

  func send(_ signal: Int32) {
    process.withLock { process in
      if let process { _ = Glibc.kill(process.processIdentifier, signal) }
    }
  }
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}

/// Waits until something is so, at most 10 s; false if it never is.
func eventually(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
  await onThread {
    for _ in 0..<5000 {
      if condition() { return true }
      usleep(2000)
    }
    return condition()
  }
}

/// The error of a call, nil if it had an answer.
func failure(
  _ call: () async throws(RedisError) -> RedisReply
) async -> RedisError? {
  do {
    _ = try await call()
    return nil
  } catch {
    return error
  }
}

/// A client that has been connected, with a budget that a busy machine keeps.
func connectedClient(
  _ configuration: RedisConfiguration, budget: Duration = .seconds(5)
) async throws -> RedisClient {
  var configuration = configuration
  configuration.commandBudget = budget
  let client = try RedisClient(configuration)
  _ = await eventually { client.statistics.isConnected }
  return client
}

/// Waits at least so many microseconds, whatever signals come.
func usleepAtLeast(_ microseconds: UInt32) -> Int32 {
  let end = ContinuousClock.now + .microseconds(Int64(microseconds))
  while ContinuousClock.now < end { usleep(1000) }
  return 0
}
