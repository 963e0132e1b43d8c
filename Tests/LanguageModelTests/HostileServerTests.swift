import HTTPClient
import LanguageModel
import Synchronization
import TestServers
import Testing

/// A server that does to the client whatever a broken or malicious provider could.
@Suite(.timeLimit(.minutes(1))) struct HostileServerTests {
  /// Asks a server that treats each request this way, in turn; the last way holds for all that come after.
  private func ask(_ ways: (@Sendable (Connection, Connection.Request) -> Void)..., timeout: Duration = .seconds(20))
    async throws -> (answer: Result<Ladder.Answer<Plan>, any Error>, requests: [Connection.Request])
  {
    let box = Box()
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        let index = box.add(request)
        ways[min(index, ways.count - 1)](connection, request)
      }
    }
    let client = try HTTPClient()
    let endpoint = ChatEndpoint(base: server.url("/v1"), key: "sk-test-key-000", client: client)
    let answer: Result<Ladder.Answer<Plan>, any Error>
    do {
      answer = .success(
        try await Ladder(from: .schema).climb(
          question(),
          ask: { request, rung, _ in
            try await endpoint.complete(request, ChatDialect(model: "m"), rung: rung, timeout: timeout)
          }, check: { _ in [] }))
    } catch {
      answer = .failure(error)
    }
    await client.shutdown()
    return (answer, box.requests)
  }

  private final class Box: Sendable {
    private let seen = Mutex<[Connection.Request]>([])
    var requests: [Connection.Request] { seen.withLock { $0 } }
    func add(_ request: Connection.Request) -> Int {
      seen.withLock { seen in
        seen.append(request)
        return seen.count - 1
      }
    }
  }

  private func failure(_ answer: Result<Ladder.Answer<Plan>, any Error>) -> ChatFailure? {
    if case .failure(let error) = answer { error as? ChatFailure } else { nil }
  }

  @Test func aGoodServerIsAskedProperly() async throws {
    let (answer, requests) = try await ask { connection, _ in
      connection.answer(completion(goodPlan), headers: "Content-Type: application/json\r\n")
    }
    #expect(try answer.get().value.title == "Run")
    let head = try #require(requests.first?.head)
    #expect(head.hasPrefix("POST /v1/chat/completions HTTP/1.1"))
    #expect(head.contains("Authorization: Bearer sk-test-key-000") && head.contains("Content-Type: application/json"))
  }

  @Test func theTypeOfTheContentIsNotBelieved() async throws {
    for type in ["text/html", "application/octet-stream", "", "application/json; charset=utf-16"] {
      let (answer, _) = try await ask { connection, _ in
        connection.answer(completion(goodPlan), headers: "Content-Type: \(type)\r\n")
      }
      #expect(try answer.get().rung == .schema)
    }
    let (page, _) = try await ask { connection, _ in
      connection.answer("<html>Welcome</html>", headers: "Content-Type: application/json\r\n")
    }
    if case .unreadable = failure(page) {} else { Issue.record("an HTML page is no answer: \(page)") }
  }

  @Test func tenMegabytesAreNotRead() async throws {
    let big = completion(String(repeating: "x", count: 10 << 20))
    let (answer, requests) = try await ask { connection, _ in connection.answer(big) }
    if case .unreadable = failure(answer) {} else { Issue.record("\(answer)") }
    #expect(requests.count == 1)
    // Nor without a length.
    let (endless, _) = try await ask { connection, _ in
      connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
      for _ in 0..<200 { connection.send(String(repeating: " ", count: 100_000)) }
      connection.close()
    }
    if case .unreadable = failure(endless) {} else { Issue.record("\(endless)") }
  }

  @Test func aStallAmidTheAnswerEndsInTime() async throws {
    let clock = ContinuousClock()
    let begun = clock.now
    let (answer, _) = try await ask(
      { connection, _ in
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"choices\":[{\"mess")
        connection.waitForClose()
      }, timeout: .seconds(1))
    #expect(failure(answer) == .timedOut)
    #expect(clock.now - begun < .seconds(10))
  }

  @Test func aCutConnectionIsTold() async throws {
    let (early, _) = try await ask { connection, _ in connection.close() }
    if case .cut = failure(early) {} else { Issue.record("\(early)") }
    let (late, _) = try await ask { connection, _ in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"choices\"")
      connection.close()
    }
    if case .cut = failure(late) {} else { Issue.record("\(late)") }
  }

  @Test func nobodyThereIsNotSent() async throws {
    let client = try HTTPClient()
    let endpoint = ChatEndpoint(base: "http://127.0.0.1:\(try RawServer.closedPort())/v1", key: "k", client: client)
    do {
      _ = try await endpoint.complete(question(), ChatDialect(model: "m"), rung: .text, timeout: .seconds(5))
      Issue.record("nobody can have answered")
    } catch {
      if case .notSent = error {} else { Issue.record("\(error)") }
    }
    await client.shutdown()
  }

  @Test func statusesAndTheirHeadersArrive() async throws {
    let (limited, requests) = try await ask { connection, _ in
      connection.answer("{}", status: "429 Too Many Requests", headers: "Retry-After: 3\r\n")
    }
    #expect(failure(limited) == .limited(retryAfter: .seconds(3)))
    #expect(requests.count == 1)
    let (down, _) = try await ask { connection, _ in connection.answer("<html>", status: "502 Bad Gateway") }
    #expect(failure(down) == .server(status: 502, retryAfter: nil))
    let (moved, _) = try await ask { connection, _ in
      connection.answer("", status: "307 Temporary Redirect", headers: "Location: http://127.0.0.1:1/\r\n")
    }
    if case .rejected(307, _) = failure(moved) {} else { Issue.record("a redirect must not be followed: \(moved)") }
  }

  @Test func aServerThatKnowsNoSchemaIsServedAllTheSame() async throws {
    let refuse: @Sendable (Connection, Connection.Request) -> Void = { connection, request in
      if request.body.contains("response_format") {
        connection.answer(
          #"{"error":{"message":"'response_format.type' must be 'text'"}}"#, status: "400 Bad Request")
      } else {
        connection.answer(completion("Sure.\n```json\n\(goodPlan)\n```"))
      }
    }
    let (answer, requests) = try await ask(refuse)
    #expect(try answer.get().rung == .text)
    #expect(requests.count == 3)
    #expect(requests[1].body.contains("json_object") && requests[2].body.contains(#"JSON Schema:\n{\"type\""#))
  }

  @Test func garbageIsRepairedOverTheSameWire() async throws {
    let (answer, requests) = try await ask(
      { connection, _ in connection.answer(completion("I would rather talk about the weather.")) },
      { connection, _ in connection.answer(completion(goodPlan)) })
    #expect(try answer.get().isRepaired)
    #expect(requests.count == 2 && requests[1].body.contains("there is no JSON object in the answer"))
  }

  @Test func noErrorHoldsTheKey() async throws {
    let (answer, _) = try await ask { connection, request in
      let key = request.head.split(separator: "\r\n").first { $0.hasPrefix("Authorization") } ?? ""
      connection.answer(#"{"error":{"message":"bad \#(key)"}}"#, status: "401 Unauthorized")
    }
    #expect(!"\(answer)".contains("sk-test-key-000"))
    let client = try HTTPClient()
    let endpoint = ChatEndpoint(base: "http://127.0.0.1:1/v1", key: "sk-hidden", client: client)
    var dumped = ""
    dump(endpoint, to: &dumped)
    #expect(!"\(endpoint) \(String(reflecting: endpoint)) \(dumped)".contains("sk-hidden"))
    await client.shutdown()
  }

  // MARK: Moderation

  private func moderate(_ body: String, status: String = "200 OK", images: [[UInt8]] = []) async throws
    -> (Result<(isFlagged: Bool, categories: Set<String>), ChatFailure>, String)
  {
    let keep = Kept()
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        keep.text.withLock { $0 = request.head + request.body }
        connection.answer(body, status: status)
      }
    }
    let client = try HTTPClient()
    let endpoint = ChatEndpoint(base: server.url("/v1"), key: "", client: client)
    let result: Result<(isFlagged: Bool, categories: Set<String>), ChatFailure>
    do throws(ChatFailure) {
      result = .success(try await endpoint.moderate("help", images: images, model: "omni", timeout: .seconds(5)))
    } catch {
      result = .failure(error)
    }
    await client.shutdown()
    return (result, keep.text.withLock { $0 })
  }

  private final class Kept: Sendable {
    let text = Mutex("")
  }

  @Test func moderationsAreRead() async throws {
    let (found, request) = try await moderate(
      #"{"results":[{"flagged":false,"categories":{"violence":false}},{"flagged":true,"categories":{"self-harm":true,"hate":false,"x":7}}]}"#,
      images: [[1]])
    #expect(try found.get().isFlagged && found.get().categories == ["self-harm"])
    #expect(request.contains("POST /v1/moderations") && request.contains("data:image/jpeg;base64,AQ=="))
    #expect(!request.contains("Authorization"))
    for body in ["", "{}", #"{"results":[]}"#, #"{"results":[{}]}"#, #"{"results":"no"}"#] {
      let (strange, _) = try await moderate(body)
      #expect(throws: ChatFailure.self) { try strange.get() }
    }
  }
}
