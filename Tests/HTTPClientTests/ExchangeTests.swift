import HTTPClient
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ExchangeTests {
  private func text(_ response: HTTPResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  /// Answers every request with its own head and body.
  private func echoServer(connections: Counter = Counter()) throws -> RawServer {
    try RawServer { connection in
      connections.increment()
      while let request = connection.readRequest() {
        connection.answer("\(request.head)\n\(request.body)", headers: "X-Kind: echo\r\nX-Empty:\r\n")
      }
    }
  }

  @Test func getsWithTheHeadersGiven() async throws {
    let server = try echoServer()
    let client = try HTTPClient(configuration: .init(userAgent: "roost-test"))
    let response = try await client.execute(
      HTTPRequest(url: server.url("/a?b=c"), headers: [("X-One", "1"), ("X-None", "")]))
    #expect(response.status == 200)
    #expect(response.headers["x-kind"] == "echo")
    #expect(response.headers["X-EMPTY"] == "")
    #expect(response.headers["X-Absent"] == nil)
    #expect(response.headers.fields.map(\.name) == ["Content-Length", "X-Kind", "X-Empty"])
    let lines = text(response).split(separator: "\r\n")
    #expect(lines.first == "GET /a?b=c HTTP/1.1")
    #expect(lines.contains("X-One: 1"))
    #expect(lines.contains { $0.hasPrefix("X-None:") })
    #expect(lines.contains("User-Agent: roost-test"))
    #expect(lines.contains("Accept-Encoding: gzip"))
    await client.shutdown()
  }

  @Test func postsTheBodyWithItsLengthAndNothingInvented() async throws {
    let server = try echoServer()
    let client = try HTTPClient()
    let body = String(repeating: "x", count: 300_000) + "end"
    let response = try await client.execute(
      HTTPRequest(
        method: .post, url: server.url(), headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
    #expect(text(response).hasSuffix("\n" + body))
    #expect(text(response).contains("Content-Length: 300003"))
    #expect(text(response).contains("Content-Type: application/json"))
    #expect(!text(response).contains("Expect"))

    let bare = try await client.execute(HTTPRequest(method: .post, url: server.url()))
    #expect(text(bare).hasPrefix("POST / HTTP/1.1"))
    #expect(text(bare).contains("Content-Length: 0"))
    #expect(!text(bare).contains("Content-Type"))
    await client.shutdown()
  }

  @Test func nothingOfARequestReachesTheNext() async throws {
    let server = try echoServer()
    let client = try HTTPClient()
    _ = try await client.execute(
      HTTPRequest(method: .post, url: server.url("/one"), headers: [("X-Secret", "s")], body: Array("body".utf8)))
    let response = try await client.execute(HTTPRequest(url: server.url("/two")))
    #expect(text(response).hasPrefix("GET /two"))
    #expect(!text(response).contains("X-Secret"))
    #expect(!text(response).contains("body"))
    #expect(!text(response).lowercased().contains("content-"))
    await client.shutdown()
  }

  @Test func keepsTheConnectionAlive() async throws {
    let connections = Counter()
    let server = try echoServer(connections: connections)
    let client = try HTTPClient()
    for number in 0..<10 {
      let request = HTTPRequest(method: .post, url: server.url(), body: Array("n\(number)".utf8))
      #expect(text(try await client.execute(request)).hasSuffix("n\(number)"))
    }
    #expect(connections.value == 1)
    await client.shutdown()
  }

  @Test func replacesAConnectionThatTheServerClosedWhileIdle() async throws {
    let connections = Counter()
    let closed = Events()
    let server = try RawServer { connection in
      connections.increment()
      if connection.readRequest() != nil { connection.answer("ok") }
      connection.close()
      closed.signal()
    }
    let client = try HTTPClient()
    for _ in 0..<3 {
      let response = try await client.execute(HTTPRequest(method: .post, url: server.url(), body: [1]))
      #expect(response.status == 200)
      await closed.wait()
    }
    #expect(connections.value == 3)
    await client.shutdown()
  }

  @Test func readsChunkedAnswers() async throws {
    let server = try RawServer { connection in
      while connection.readRequest() != nil {
        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.send("5\r\nhello\r\n")
        connection.send("6\r\n world\r\n0\r\nX-Trailer: t\r\n\r\n")
      }
    }
    let client = try HTTPClient()
    for _ in 0..<2 {
      let response = try await client.execute(HTTPRequest(url: server.url()))
      #expect(text(response) == "hello world")
      #expect(response.headers["X-Trailer"] == nil)
    }
    await client.shutdown()
  }

  @Test func decompresses() async throws {
    // gzip of "hello gzip".
    let blob: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0x48, 0xAF,
      0xCA, 0x2C, 0x00, 0x00, 0x19, 0x6A, 0xD2, 0xDF, 0x0A, 0x00, 0x00, 0x00,
    ]
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(blob.count)\r\n\r\n")
      connection.send(blob)
    }
    let client = try HTTPClient()
    #expect(text(try await client.execute(HTTPRequest(url: server.url()))) == "hello gzip")
    await client.shutdown()
  }

  @Test func asksForCompressionOnlyWhereItIsAccepted() async throws {
    let server = try echoServer()
    let client = try HTTPClient()
    // One connection and one handle for all: what one request asks for does not stay for the next.
    for accepts in [true, false, true, false, false] {
      let request = HTTPRequest(method: .post, url: server.url(), body: [1], acceptsCompression: accepts)
      let head = text(try await client.execute(request)).lowercased()
      #expect(head.contains("accept-encoding: gzip") == accepts)
      #expect(!head.contains("accept:"))
    }
    await client.shutdown()
  }

  /// Two writes are two wake-ups of the other side for each message of a bot.
  @Test func aSmallRequestIsOnePiece() async throws {
    let pieces = Counter()
    let server = try RawServer { connection in
      while connection.readRequest(onPiece: { pieces.increment() }) != nil { connection.answer("ok") }
    }
    let client = try HTTPClient()
    for _ in 0..<20 {
      let body = Array(String(repeating: "x", count: 400).utf8)
      _ = try await client.execute(HTTPRequest(method: .post, url: server.url(), body: body))
    }
    #expect(pieces.value == 20)
    await client.shutdown()
  }

  @Test func everyStatusIsAnAnswer() async throws {
    let page = "<html><h1>502 Bad Gateway</h1></html>"
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.answer(page, status: "502 Bad Gateway", headers: "Content-Type: text/html\r\n")
      guard connection.readRequest() != nil else { return }
      connection.answer("", status: "302 Found", headers: "Location: /elsewhere\r\n")
    }
    let client = try HTTPClient()
    let bad = try await client.execute(HTTPRequest(method: .post, url: server.url(), body: [1]))
    #expect(bad.status == 502)
    #expect(text(bad) == page)
    let moved = try await client.execute(HTTPRequest(url: server.url()))
    #expect(moved.status == 302)
    #expect(moved.headers["location"] == "/elsewhere")
    await client.shutdown()
  }

  @Test func informationalAnswersArePassedOver() async throws {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\n")
      connection.answer("late")
    }
    let client = try HTTPClient()
    let response = try await client.execute(HTTPRequest(url: server.url()))
    #expect(response.status == 200)
    #expect(response.headers["Link"] == nil)
    #expect(text(response) == "late")
    await client.shutdown()
  }

  @Test func carriesManyRequestsAtOnce() async throws {
    let connections = Counter()
    let server = try echoServer(connections: connections)
    let client = try HTTPClient(configuration: .init(maximumConnectionsPerHost: 50))
    let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<200 {
        group.addTask {
          let request = HTTPRequest(method: .post, url: server.url(), body: Array("number \(number)".utf8))
          return (number, String(decoding: try await client.execute(request).body, as: UTF8.self))
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(answers.count == 200)
    for (number, answer) in answers { #expect(answer.hasSuffix("\nnumber \(number)")) }
    #expect(connections.value <= 50)
    await client.shutdown()
  }
}
