import Foundation
import TestServers
import Testing

@testable import Postgres

@Suite(.serialized) struct ConnectTests {
  private func error(_ url: String, deadline: Duration = .seconds(5)) async throws -> PostgresError? {
    let client = try PostgresClient(PostgresConfiguration(url: url))
    let error = await failure { () async throws(PostgresError) in
      try await client.run([PostgresStatement("SELECT 1")], deadline: deadline)
    }
    await client.close()
    return error
  }

  @Test func aRefusalByTheServerIsToldAtOnce() async throws {
    let server = try await PostgresServer.start()
    let admin = try PostgresClient(PostgresConfiguration(url: server.url()))
    try await admin.run("CREATE ROLE guarded LOGIN PASSWORD 'open sesame'")
    let good = try PostgresClient(PostgresConfiguration(url: server.url(user: "guarded:open%20sesame")))
    #expect(try await good.value("SELECT current_user::text") == .text("guarded"))
    await good.close()

    let start = ContinuousClock.now
    for (url, part) in [
      (server.url(user: "guarded:sesame-street"), "28P01: password authentication failed"),
      (server.url(user: "nobody:sesame"), "28000: role \"nobody\" does not exist"),
      (server.url(database: "nothing"), "3D000: database \"nothing\" does not exist"),
    ] {
      let error = try await error(url, deadline: .seconds(60))
      guard case .notSent(.disconnected(let text)) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(text.contains(part) && !"\(text)".contains("sesame"))
    }
    #expect(ContinuousClock.now - start < .seconds(10))
    await admin.close()
    try await server.stop()
  }

  @Test func aServerThatCannotBeReachedIsWaitedFor() async throws {
    let port = try TestProcess.freePort()
    let refused = try await error("postgres://u:sesame@127.0.0.1:\(port)/d", deadline: .milliseconds(300))
    guard case .notSent(.deadline(let text)) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(text.contains("Connection refused") && !text.contains("sesame"))
    let unknown = try await error("postgres://u:sesame@no-such-host.invalid/d", deadline: .milliseconds(500))
    guard case .notSent(.deadline(let other)) = unknown else {
      Issue.record("\(String(describing: unknown))")
      return
    }
    #expect(!other.contains("sesame"))
  }

  @Test func theFirstServerThatAnswersIsUsed() async throws {
    let server = try await PostgresServer.start()
    let dead = try TestProcess.freePort()
    let client = try PostgresClient(
      PostgresConfiguration(
        url: "postgres://postgres@127.0.0.1:\(dead),127.0.0.1:\(server.port)/postgres?target_session_attrs=read-write"))
    #expect(try await client.value("SELECT 1") == .int(1))
    await client.close()
    let socket = try PostgresClient(
      PostgresConfiguration(url: "postgres://postgres@/postgres?host=\(server.folder.path)&port=\(server.port)"))
    #expect(try await socket.value("SELECT inet_client_addr()") == .null)
    await socket.close()
    try await server.stop()
  }

  /// More rows than one TLS record holds, so that OpenSSL keeps some while the socket has no more.
  @Test func answersComeWholeThroughTLS() async throws {
    let server = try await PostgresServer.start(tls: true)
    let certificate = server.folder.appendingPathComponent("root.crt")
    let data = server.folder.appendingPathComponent("data/server.crt")
    try FileManager.default.copyItem(at: data, to: certificate)
    let client = try PostgresClient(
      PostgresConfiguration(url: server.url(query: "?sslmode=verify-full&sslrootcert=\(certificate.path)")))
    #expect(try await client.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == .bool(true))
    for size in [1, 8_000, 8_191, 8_192, 16_300, 16_384, 16_400, 33_000, 100_000, 1_000_000] {
      let text = String(repeating: "x", count: size)
      #expect(try await client.value("SELECT repeat('x', \(size))") == .text(text))
      let batch = (0..<20).map { _ in PostgresStatement("SELECT $1", [.text(text)]) }
      let results = try await client.run(batch, deadline: .seconds(20))
      #expect(results.allSatisfy { $0[0, 0] == .text(text) })
    }
    await client.close()
    let untrusted = try await error(
      server.url(query: "?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt"), deadline: .seconds(1))
    guard case .notSent = untrusted else {
      Issue.record("\(String(describing: untrusted))")
      return
    }
    try await server.stop()
  }
}
