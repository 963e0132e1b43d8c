import Foundation
import Redis
import TestServers
import Testing

/// Passwords, users and TLS, against the real server.
@Suite(.timeLimit(.minutes(1))) struct AccessTests {
  @Test func theRightPasswordOpensAndTheWrongOneDoesNot() async throws {
    let server = try await RedisServer(["--requirepass", "S3CRET"])
    let right = try await connectedClient(try RedisConfiguration(url: "redis://:S3CRET@127.0.0.1:\(server.port)"))
    #expect(try await right.send(["PING"]) == .status("PONG"))
    await right.close()

    #expect(try await error("redis://:WR0NG@127.0.0.1:\(server.port)") == .authentication("WRONGPASS"))
    #expect(try await error("redis://nobody:S3CRET@127.0.0.1:\(server.port)") == .authentication("WRONGPASS"))
    #expect(try await error("redis://127.0.0.1:\(server.port)") == .authentication("NOAUTH"))
    #expect(try await error("redis://127.0.0.1:\(server.port)/2") == .authentication("NOAUTH"))
  }

  @Test func aUserHasTheRightsOfTheUser() async throws {
    let server = try await RedisServer(["--user", "alice", "on", ">pass", "~mine:*", "+get", "+set"])
    let client = try await connectedClient(try RedisConfiguration(url: "redis://alice:pass@127.0.0.1:\(server.port)"))
    #expect(try await client.send(["SET", "mine:a", 1]) == .status("OK"))
    let refused = await failure { () throws(RedisError) in try await client.send(["SET", "yours:a", 1]) }
    #expect(refused == .authentication("NOPERM"))
    #expect(try await client.send(["GET", "mine:a"]).string == "1")
    await client.close()
  }

  @Test func theDatabaseAndTheNameAreThoseAskedFor() async throws {
    let server = try await RedisServer()
    var configuration = try RedisConfiguration(url: "redis://127.0.0.1:\(server.port)/5")
    configuration.clientName = "tester"
    let client = try await connectedClient(configuration)
    let script = RedisScript(name: "list", body: "return redis.call('CLIENT', 'LIST')")
    _ = try await client.send(["SET", "a", 1])
    let list = try await client.run(script, keys: [])
    let other = try await connectedClient(server.configuration)
    #expect(try await other.send(["INFO", "keyspace"]).string?.contains("db5:keys=1") == true)
    // Not every server lets a script list the clients.
    if let text = list.string { #expect(text.contains("name=tester") && text.contains("db=5")) }
    await client.close()
    await other.close()

    #expect(try await error("redis://127.0.0.1:\(server.port)/999") != nil)
  }

  @Test func tlsIsVerified() async throws {
    let folder = try certificates("IP:127.0.0.1")
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let port = try FakeServer.closedPort()
    let server = try await RedisServer([
      "--tls-port", "\(port)", "--tls-cert-file", path("server.pem"), "--tls-key-file", path("server.key"),
      "--tls-ca-cert-file", path("ca.pem"), "--tls-auth-clients", "no", "--requirepass", "S3CRET",
    ])
    let url = "rediss://:S3CRET@127.0.0.1:\(port)"
    let client = try await connectedClient(try RedisConfiguration(url: "\(url)?cafile=\(path("ca.pem"))"))
    let value = [UInt8](repeating: 42, count: 3_000_000)
    #expect(try await client.send(["SET", "a", .bytes(value)]) == .status("OK"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let reply = try await client.send(["GET", "a"], within: .seconds(20))
          #expect(reply == .bytes(value))
        }
        group.addTask {
          let reply = try await client.send(["ECHO", "\(number)"], within: .seconds(20))
          #expect(reply.string == "\(number)")
        }
      }
      try await group.waitForAll()
    }
    await client.close()

    for refused in [url, "rediss://:S3CRET@localhost:\(port)?cafile=\(path("ca.pem"))", "\(url)?cafile=/no/such/file"] {
      guard case .connection(let text)? = try await error(refused) else {
        Issue.record("expected that TLS refuses")
        continue
      }
      #expect(!text.contains("S3CRET"))
    }
    // TLS spoken to a plain port, and the other way round.
    #expect(try await error("rediss://127.0.0.1:\(server.port)?cafile=\(path("ca.pem"))") != nil)
    #expect(try await error("redis://127.0.0.1:\(port)") != nil)
  }

  /// What a first call fails with.
  private func error(_ url: String) async throws -> RedisError? {
    let client = try RedisClient(try RedisConfiguration(url: url))
    let error = await failure { () throws(RedisError) in try await client.send(["PING"], within: .seconds(5)) }
    #expect(error.map { !"\($0)".contains("S3CRET") && !"\($0)".contains("WR0NG") } != false)
    await client.close()
    return error
  }

  private func certificates(_ names: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "roost-redis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try openssl(
      ["req", "-x509", "-days", "2", "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "ca.pem"] + curve, folder)
    try openssl(["req", "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr"] + curve, folder)
    try "subjectAltName=\(names)".write(to: folder.appending(path: "names"), atomically: true, encoding: .utf8)
    try openssl(
      [
        "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
        "-extfile", "names", "-out", "server.pem",
      ], folder)
    return folder
  }

  private func openssl(_ arguments: [String], _ folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
