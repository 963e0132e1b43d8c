import Foundation

/// pgbouncer in front of a server, in transaction mode.
package struct Bouncer {
  package let port: Int
  private let process: Process

  package static func start(_ server: PostgresServer, settings: String = "") async throws -> Bouncer {
    try await onThread {
      let port = try TestProcess.freePort()
      let file = server.folder.appendingPathComponent("pgbouncer.ini")
      // `any` takes everybody and logs in as the database's user.
      try """
      [databases]
      postgres = host=127.0.0.1 port=\(server.port) dbname=postgres user=postgres
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir =
      auth_type = any
      pool_mode = transaction
      default_pool_size = 3
      max_client_conn = 100
      \(settings)
      """.write(to: file, atomically: true, encoding: .utf8)
      TestProcess.ownedByServer(file)
      let log = server.folder.appendingPathComponent("log")
      let program =
        ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].first { FileManager.default.fileExists(atPath: $0) }
        ?? "pgbouncer"
      let process = try TestProcess.start([program, "-q", file.path], log: log)
      TestProcess.clean(process)
      return Bouncer(port: port, process: process)
    }
  }

  package func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }
}
