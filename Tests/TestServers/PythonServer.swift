package import Foundation

/// A program from PyPI in a virtual environment of its own, as `scripts/with-model-server` makes it, serving on a free
/// port of this computer.
package final class PythonServer: Sendable {
  package let port: Int
  package let log: URL

  /// Where the environment is; nil when nobody made it.
  package static var environment: String? {
    ProcessInfo.processInfo.environment["ROOST_TEST_MODEL_SERVERS"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Starts an ASGI application with uvicorn and returns when it accepts connections.
  package init(_ application: String, in folder: URL, variables: [String: String] = [:]) async throws {
    guard let environment = Self.environment else {
      throw TestFailure(
        "ROOST_TEST_MODEL_SERVERS is not set: run the tests with scripts/test, which installs the servers from PyPI.")
    }
    port = try TestProcess.freePort()
    log = folder.appendingPathComponent("server-\(port).log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: environment + "/bin/python")
    process.arguments = ["-m", "uvicorn", application, "--host", "127.0.0.1", "--port", "\(port)"]
    process.environment = ["PATH": "/usr/bin:/bin"].merging(variables) { $1 }
    process.currentDirectoryURL = folder
    let output = try FileHandle(forWritingTo: log)
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    TestProcess.clean(process)
    let (port, log) = (port, log)
    try await onThread {
      for _ in 0..<600 {
        if TestProcess.accepts(port: port) { return }
        guard process.isRunning else { break }
        usleep(50_000)
      }
      let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      throw TestFailure("\(application) did not start: \(text.suffix(800))")
    }
  }
}
