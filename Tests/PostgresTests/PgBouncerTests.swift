import Foundation
import TestServers
import Testing

@testable import Postgres

/// pgbouncer in transaction mode, with fewer server processes than clients.
@Suite(.serialized) struct PgBouncerTests {
  @Test func manyBatchesShareFewServerProcesses() async throws {
    let server = try await PostgresServer.start()
    let bouncer = try await Bouncer.start(server)
    let url = server.url(port: bouncer.port, query: "?pgbouncer=true")
    let client = try PostgresClient(PostgresConfiguration(url: url))
    try await client.runScript(["CREATE TABLE t (id int8 PRIMARY KEY, name text)"], deadline: .seconds(10))
    try await withThrowingTaskGroup { group in
      for id in 0..<300 {
        group.addTask {
          let value = PostgresValue.int(Int64(id))
          let results = try await client.run(
            [
              PostgresStatement("INSERT INTO t VALUES ($1, $2)", [value, .text("n\(id)")]),
              PostgresStatement("SELECT name FROM t WHERE id = $1", [value]),
              PostgresStatement("UPDATE t SET name = name || $2 WHERE id = $1", [value, .text("!")]),
            ], deadline: .seconds(20))
          #expect(results[1].rows.first?["name"] == .text("n\(id)"))
          let error = await failure { () async throws(PostgresError) in
            try await client.run(
              [
                PostgresStatement("INSERT INTO t VALUES ($1, '')", [.int(Int64(id + 1000))]),
                PostgresStatement("INSERT INTO t VALUES ($1, '')", [value]),
              ], deadline: .seconds(20))
          }
          #expect(error?.sqlState == "23505")
        }
      }
      try await group.waitForAll()
    }
    #expect(try await client.value("SELECT count(*) FROM t") == .int(300))
    #expect(
      try await client.value("SELECT count(*) <= 3 FROM pg_stat_activity WHERE backend_type = 'client backend'")
        == .bool(true))
    #expect(try await client.value("SELECT count(*) FROM pg_prepared_statements") == .int(0))
    #expect(client.statistics.repeated == 0)
    await client.close()
    bouncer.stop()
    try await server.stop()
  }

  /// Whoever forgets `pgbouncer=true` is told what happened.
  @Test func withoutTheSwitchItIsRefused() async throws {
    let server = try await PostgresServer.start()
    let bouncer = try await Bouncer.start(server)
    let client = try PostgresClient(PostgresConfiguration(url: server.url(port: bouncer.port)))
    let error = await failure { () async throws(PostgresError) in
      try await client.run([PostgresStatement("SELECT 1")], deadline: .seconds(1))
    }
    #expect("\(String(describing: error))".contains("unsupported startup parameter"), "\(String(describing: error))")
    await client.close()
    bouncer.stop()
    try await server.stop()
  }

  @Test func aKilledPoolerIsReplaced() async throws {
    let server = try await PostgresServer.start()
    let first = try await Bouncer.start(server)
    let url = server.url(port: first.port, query: "?pgbouncer=true")
    let client = try PostgresClient(PostgresConfiguration(url: url))
    #expect(try await client.value("SELECT 1") == .int(1))
    first.stop()
    let error = await failure { () async throws(PostgresError) in
      try await client.run([PostgresStatement("SELECT pg_sleep(0.1)")], deadline: .milliseconds(300))
    }
    #expect(error != nil)
    await client.close()
    try await server.stop()
  }

  /// With large buffers it writes TLS records of 16 KiB, twice what libpq reads at once: the rest stays in OpenSSL, where
  /// no poll sees it.
  @Test func longTLSRecordsAreReadToTheirEnd() async throws {
    let server = try await PostgresServer.start(tls: true)
    let data = server.folder.appendingPathComponent("data").path
    let bouncer = try await Bouncer.start(
      server,
      settings: """
        pkt_buf = 262144
        client_tls_sslmode = require
        client_tls_key_file = \(data)/server.key
        client_tls_cert_file = \(data)/server.crt
        """)
    let url = server.url(port: bouncer.port, query: "?pgbouncer=true&sslmode=require")
    let client = try PostgresClient(PostgresConfiguration(url: url))
    for rows in 1...60 {
      let answer = try await client.run(
        PostgresStatement(
          "SELECT repeat('x', 3000 + n) FROM generate_series(1, $1::int4) AS n", [.int(Int64(rows))]),
        deadline: .seconds(10))
      #expect(answer.rowCount == rows)
      #expect(answer[rows - 1, 0] == .text(String(repeating: "x", count: 3000 + rows)))
    }
    await client.close()
    bouncer.stop()
    try await server.stop()
  }
}
