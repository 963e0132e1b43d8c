import Foundation
import HTTPClient
import TestServers
import Testing

/// What is never sent, and what no error tells.
@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
  @Test(arguments: [
    ("X-A", "1\r\nX-Injected: 1"), ("X-A", "1\nX-Injected: 1"), ("X-A", "1\u{0}"), ("X-A\r\nX-Injected", "1"),
    ("X A", "1"), ("X-A:", "1"), ("", "1"), ("Ключ", "1"), ("Content-Length", "5"), ("transfer-encoding", "chunked"),
    ("Expect", "100-continue"),
  ])
  func headersThatWouldBecomeSomethingElse(_ name: String, _ value: String) async throws {
    let connections = Counter()
    let server = try RawServer { _ in connections.increment() }
    let client = try HTTPClient()
    let error = try await failure(of: HTTPRequest(url: server.url(), headers: [(name, value)]), by: client)
    #expect(error.code == .malformedRequest)
    #expect(error.certainty == .notSent)
    #expect(!error.description.contains("\r"))
    await client.shutdown()
    #expect(connections.value == 0)
  }

  @Test(arguments: [
    "", "127.0.0.1/x", "ftp://127.0.0.1/", "file:///etc/passwd", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
    "http://127.0.0.1/\u{0}", "http://user:password@127.0.0.1/", "http://127.0.0.1:99999/", "http://", "https:///x",
    "http://пример.рф/",
  ])
  func urlsThatAreNone(_ url: String) async throws {
    let client = try HTTPClient()
    let error = try await failure(of: HTTPRequest(url: url), by: client)
    #expect(error.code == .malformedURL)
    #expect(error.certainty == .notSent)
    #expect(!error.description.contains("password"))
    await client.shutdown()
  }

  @Test func aBodyWhereNoneMayBe() async throws {
    let client = try HTTPClient()
    let error = try await failure(of: HTTPRequest(url: "http://127.0.0.1/", body: [1]), by: client)
    #expect(error.code == .malformedRequest)
    await client.shutdown()
  }

  @Test func noErrorHoldsThePathOrTheQuery() async throws {
    let silent = try RawServer { $0.waitForClose() }
    let closing = try RawServer { _ = $0.readRequest() }
    let path = "/botSECRET1/getMe?key=SECRET2"
    let urls = [
      "http://127.0.0.1:\(try RawServer.closedPort())\(path)", silent.url(path), silent.url(path, scheme: "https"),
      closing.url(path), closing.url(path, scheme: "https"), "http://\(String(repeating: "a", count: 70))\(path)",
      "http://127.0.0.1:99999\(path)", "http://127.0.0.1 \(path)", "SECRET3\(path)",
    ]
    let client = try HTTPClient()
    for url in urls {
      let request = HTTPRequest(
        method: .post, url: url, headers: [("Authorization", "Bearer SECRET4")], body: Array("SECRET5".utf8),
        timeout: .milliseconds(200))
      let error = try await failure(of: request, by: client)
      #expect(!error.description.contains("SECRET"))
      #expect(!String(reflecting: error).contains("SECRET"))
      #expect(!error.message.contains("getMe"))
    }
    await client.shutdown()
  }

  /// 256 MB of zeros in 260 KB.
  @Test func aCompressionBombIsCutOff() async throws {
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
    gzip.arguments = ["-c", "head -c 268435456 /dev/zero | gzip -9"]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let bomb = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    gzip.waitUntilExit()
    #expect(bomb.count > 100_000 && bomb.count < 1_000_000)
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
      connection.send(bomb)
    }
    let client = try HTTPClient()
    let error = try await failure(
      of: HTTPRequest(url: server.url(), timeout: .seconds(20), maximumResponseBytes: 2_000_000), by: client)
    #expect(error.code == .tooLarge)
    await client.shutdown()
  }
}
