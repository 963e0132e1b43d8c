package import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own.
package final class PostgresServer: Sendable {
  package let folder: URL
  package let port: Int
  private let process = Mutex<Process?>(nil)

  private static let binaries: URL? = {
    let base = URL(fileURLWithPath: "/usr/lib/postgresql")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
    return versions.compactMap(Int.init).max().map { base.appendingPathComponent("\($0)/bin") }
  }()

  /// An empty cluster to copy, which is faster than making each anew.
  private static let template = Result {
    let folder = try TestProcess.makeFolder("postgres-template")
    TestProcess.clean(nil, folder)
    let data = folder.appendingPathComponent("data")
    let log = folder.appendingPathComponent("log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    TestProcess.ownedByServer(log)
    try TestProcess.run(
      [
        try binary("initdb"), "-D", data.path, "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-A", "trust",
      ], log: log)
    return data
  }

  /// Makes and starts a server; its superuser is `postgres` without a password; a role `guarded` needs one.
  package static func start(tls: Bool = false) async throws -> PostgresServer {
    try await onThread {
      let server = try PostgresServer(tls: tls)
      try server.start()
      return server
    }
  }

  private init(tls: Bool) throws {
    folder = try TestProcess.makeFolder("postgres-tests")
    port = try TestProcess.freePort()
    let log = folder.appendingPathComponent("log")
    let data = folder.appendingPathComponent("data").path
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    TestProcess.ownedByServer(log)
    try TestProcess.run(
      [
        try Self.binary("initdb"), "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-A", "trust",
      ],
      log: log)
    var settings = """
      listen_addresses = '127.0.0.1'
      port = \(port)
      unix_socket_directories = '\(folder.path)'
      fsync = off
      max_connections = 60
      max_prepared_transactions = 0
      shared_buffers = 32MB

      """
    if tls { settings += try Self.makeCertificate(in: folder, data: data, log: log) }
    let file = folder.appendingPathComponent("data/postgresql.conf")
    try settings.write(to: file, atomically: false, encoding: .utf8)
    let access = """
      local all all trust
      host all guarded 127.0.0.1/32 scram-sha-256
      host all all 127.0.0.1/32 trust

      """
    try access.write(to: folder.appendingPathComponent("data/pg_hba.conf"), atomically: false, encoding: .utf8)
  }

  private static func makeCertificate(in folder: URL, data: String, log: URL) throws -> String {
    try TestProcess.run(
      [
        "openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-text", "-out", "\(data)/server.crt", "-keyout",
        "\(data)/server.key", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
      ], log: log)
    return "ssl = on\n"
  }

  private static func binary(_ name: String) throws -> String {
    guard let binaries else { throw TestFailure("no PostgreSQL below /usr/lib/postgresql: apt-get install postgresql") }
    return binaries.appendingPathComponent(name).path
  }

  // MARK: Running

  /// Starts the server and waits until it takes connections.
  package func start() throws {
    let log = folder.appendingPathComponent("log")
    let server = try TestProcess.start(
      [try Self.binary("postgres"), "-D", folder.appendingPathComponent("data").path], log: log)
    process.withLock { $0 = server }
    TestProcess.clean(server, folder)
    for _ in 0..<400 {
      let probe = try TestProcess.start(
        [try Self.binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", "\(port)", "-t", "1"], log: log)
      probe.waitUntilExit()
      if probe.terminationStatus == 0 { return }
      usleep(25_000)
    }
    throw TestFailure("the server did not start: \((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
  }

  package func restart() async throws {
    try await onThread { try self.start() }
  }

  /// kill -9 of the server and all its processes, at once.
  package func killAll() async throws {
    try await onThread {
      guard let server = self.process.withLock({ $0.take() }) else { return }
      let pid = server.processIdentifier
      let children = Self.children(of: pid)
      for process in [pid] + children { kill(process, SIGKILL) }
      server.waitUntilExit()
      for child in children { while Self.isRunning(child) { usleep(2000) } }
      try? FileManager.default.removeItem(at: self.folder.appendingPathComponent("data/postmaster.pid"))
    }
  }

  package func stop() async throws {
    try await killAll()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func children(of parent: Int32) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { status($0).map { $0.parent == parent } ?? false }
  }

  /// A dead process may stay listed until its parent takes notice.
  private static func isRunning(_ pid: Int32) -> Bool {
    status(pid).map { $0.state != "Z" } ?? false
  }

  private static func status(_ pid: Int32) -> (state: Substring, parent: Int32)? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[end...].split(separator: " ")
    return fields.count > 2 ? (fields[1], Int32(fields[2]) ?? 0) : nil
  }

  package func url(
    user: String = "postgres", database: String = "postgres", port: Int? = nil, query: String = ""
  ) -> String {
    "postgres://\(user)@127.0.0.1:\(port ?? self.port)/\(database)\(query)"
  }
}
