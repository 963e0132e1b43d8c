import HTTPClient
import TestServers
import Testing

/// The error of a request that must fail.
func failure(of request: HTTPRequest, by client: HTTPClient) async throws -> HTTPError {
  do {
    let response = try await client.execute(request)
    throw UnexpectedAnswer(status: response.status)
  } catch let error as HTTPError {
    return error
  }
}

struct UnexpectedAnswer: Error {
  var status: Int
}

/// "Surely not sent" and "may have been sent" are told apart.
@Suite(.timeLimit(.minutes(1)))
struct CertaintyTests {
  @Test func refusedConnectionIsNotSent() async throws {
    let client = try HTTPClient()
    let port = try RawServer.closedPort()
    let error = try await failure(of: HTTPRequest(url: "http://127.0.0.1:\(port)/"), by: client)
    #expect(error.code == .connect)
    #expect(error.certainty == .notSent)
    #expect(error.message.contains("127.0.0.1:\(port)"))
    await client.shutdown()
  }

  @Test func unresolvableNameIsNotSent() async throws {
    let client = try HTTPClient()
    // A label of more than 63 characters is no name, so no name server is asked.
    let name = String(repeating: "a", count: 70) + ".invalid"
    let error = try await failure(of: HTTPRequest(method: .post, url: "http://\(name)/", body: [1]), by: client)
    #expect(error.code == .resolve)
    #expect(error.certainty == .notSent)
    await client.shutdown()
  }

  @Test func closedBeforeTheAnswerOnAFreshConnectionIsAmbiguous() async throws {
    let requests = Counter()
    let server = try RawServer { connection in
      if connection.readRequest() != nil { requests.increment() }
    }
    let client = try HTTPClient()
    let error = try await failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]), by: client)
    #expect(error.code == .closed)
    #expect(error.certainty == .ambiguous)
    #expect(requests.value == 1)
    await client.shutdown()
  }

  @Test(arguments: [(HTTPMethod.post, [UInt8]("body".utf8)), (.post, []), (.get, [])])
  func closedBeforeTheAnswerOnAKeptConnectionIsAmbiguousAndSentOnce(_ method: HTTPMethod, _ body: [UInt8]) async throws
  {
    let requests = Counter()
    let connections = Counter()
    // Closes the first connection after having read its second request; would answer a repetition.
    let server = try RawServer { connection in
      let isFirst = connections.increment() == 1
      while let request = connection.readRequest() {
        if request.head.contains("/once") {
          requests.increment()
          if isFirst { return }
        }
        connection.answer("ok")
      }
    }
    let client = try HTTPClient()
    #expect(try await client.execute(HTTPRequest(url: server.url("/first"))).status == 200)
    let request = HTTPRequest(method: method, url: server.url("/once"), body: body)
    let error = try await failure(of: request, by: client)
    #expect(error.code == .closed)
    #expect(error.certainty == .ambiguous)
    #expect(requests.value == 1)
    // The client is still of use.
    #expect(try await client.execute(HTTPRequest(url: server.url("/after"))).status == 200)
    await client.shutdown()
  }

  @Test func aLargeBodyCutOnAKeptConnectionIsNotSentAgain() async throws {
    let connections = Counter()
    let server = try RawServer { connection in
      let isFirst = connections.increment() == 1
      guard connection.readRequest() != nil else { return }
      connection.answer("ok")
      // The body of the second is larger than what the sockets hold: the client is cut while it writes.
      if isFirst { return }
      while connection.readRequest() != nil { connection.answer("repeated") }
    }
    let client = try HTTPClient()
    #expect(try await client.execute(HTTPRequest(url: server.url())).status == 200)
    let large = HTTPRequest(method: .post, url: server.url(), body: Array(repeating: 0x78, count: 20_000_000))
    do {
      // Where the client saw the end before it wrote, it opened another connection: that is no repetition.
      #expect(String(decoding: try await client.execute(large).body, as: UTF8.self) == "ok")
    } catch {
      #expect(error.code == .closed)
      #expect(error.certainty == .ambiguous)
    }
    await client.shutdown()
  }

  @Test(arguments: [
    "Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
    "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "Content-Le", "Content-Length: 0\r\n", "",
  ])
  func anAnswerCutShortIsAmbiguous(_ part: String) async throws {
    let server = try RawServer { connection in
      if connection.readRequest() != nil { connection.send("HTTP/1.1 200 OK\r\n" + part) }
    }
    let client = try HTTPClient()
    let error = try await failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]), by: client)
    #expect(error.code == .closed)
    #expect(error.certainty == .ambiguous)
    await client.shutdown()
  }

  @Test func anAnswerThatIsNoHTTPIsAmbiguous() async throws {
    let server = try RawServer { connection in
      if connection.readRequest() != nil { connection.send("SSH-2.0-OpenSSH_9.2\r\n") }
    }
    let client = try HTTPClient()
    let error = try await failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]), by: client)
    #expect(error.code == .other(1))
    #expect(error.certainty == .ambiguous)
    await client.shutdown()
  }

  @Test(arguments: [
    ("Content-Length: 1001\r\n\r\n", 1001), ("Transfer-Encoding: chunked\r\n\r\n3E9\r\n", 1001),
    ("X-Long: ", 70_000), ("\r\n", 1001),
  ])
  func anAnswerBeyondTheLimitIsRefused(_ start: String, _ length: Int) async throws {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\n" + start + String(repeating: "x", count: length) + "\r\n")
      connection.waitForClose()
    }
    let client = try HTTPClient()
    let request = HTTPRequest(method: .post, url: server.url(), body: [1], maximumResponseBytes: 1000)
    let error = try await failure(of: request, by: client)
    #expect(error.code == .tooLarge)
    #expect(error.certainty == .ambiguous)
    await client.shutdown()
  }

  @Test func anAnswerOfExactlyTheLimitIsTaken() async throws {
    let server = try RawServer { connection in
      if connection.readRequest() != nil { connection.answer(String(repeating: "x", count: 1000)) }
    }
    let client = try HTTPClient()
    let response = try await client.execute(HTTPRequest(url: server.url(), maximumResponseBytes: 1000))
    #expect(response.body.count == 1000)
    await client.shutdown()
  }

  @Test func aTimeOutWhileWaitingForTheAnswerIsAmbiguous() async throws {
    let closed = Events()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.waitForClose()
      closed.signal()
    }
    let client = try HTTPClient()
    let request = HTTPRequest(method: .post, url: server.url(), body: [1], timeout: .milliseconds(100))
    let error = try await failure(of: request, by: client)
    #expect(error.code == .timeout)
    #expect(error.certainty == .ambiguous)
    await closed.wait()
    await client.shutdown()
  }

  @Test func aTimeOutWhileConnectingIsNotSent() async throws {
    // Accepts, and never answers the TLS greeting.
    let server = try RawServer { $0.waitForClose() }
    let client = try HTTPClient()
    let request = HTTPRequest(
      method: .post, url: server.url(scheme: "https"), body: [1], connectTimeout: .milliseconds(100))
    let error = try await failure(of: request, by: client)
    #expect(error.code == .timeout)
    #expect(error.certainty == .notSent)
    await client.shutdown()
  }

  @Test func aTimeOutWhileWaitingForAFreeConnectionIsNotSent() async throws {
    let arrived = Events()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      arrived.signal()
      connection.waitForClose()
    }
    let client = try HTTPClient(configuration: .init(maximumConnectionsPerHost: 1))
    async let first = failure(of: HTTPRequest(url: server.url(), timeout: .seconds(30)), by: client)
    await arrived.wait()
    let second = HTTPRequest(method: .post, url: server.url(), body: [1], connectTimeout: .milliseconds(100))
    let error = try await failure(of: second, by: client)
    #expect(error.code == .timeout)
    #expect(error.certainty == .notSent)
    await client.shutdown()
    #expect(try await first.code == .shutDown)
  }
}
