import HTTPClient
import TestServers
import Testing

/// Cancellation and the end of a client.
@Suite(.timeLimit(.minutes(1)))
struct LifecycleTests {
  @Test func cancellingEndsTheTransferAtOnce() async throws {
    let arrived = Events()
    let closed = Events()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      arrived.signal()
      connection.waitForClose()
      closed.signal()
    }
    let client = try HTTPClient()
    let error = try await withThrowingTaskGroup(of: HTTPError.self) { group in
      group.addTask {
        try await failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]), by: client)
      }
      await arrived.wait()
      group.cancelAll()
      return try await group.next()
    }
    #expect(error?.code == .cancelled)
    #expect(error?.certainty == .ambiguous)
    // The server sees the connection end while the client is still in use.
    await closed.wait()
    await client.shutdown()
  }

  @Test func cancellingWhileConnectingIsNotSent() async throws {
    let arrived = Events()
    let server = try RawServer { connection in
      arrived.signal()
      connection.waitForClose()
    }
    let client = try HTTPClient()
    let error = try await withThrowingTaskGroup(of: HTTPError.self) { group in
      group.addTask { try await failure(of: HTTPRequest(url: server.url(scheme: "https")), by: client) }
      await arrived.wait()
      group.cancelAll()
      return try await group.next()
    }
    #expect(error?.code == .cancelled)
    #expect(error?.certainty == .notSent)
    await client.shutdown()
  }

  @Test func aTaskCancelledBeforehandSendsNothing() async throws {
    let connections = Counter()
    let server = try RawServer { _ in connections.increment() }
    let client = try HTTPClient()
    let error = try await withThrowingTaskGroup(of: HTTPError.self) { group in
      group.cancelAll()
      group.addTask { try await failure(of: HTTPRequest(url: server.url()), by: client) }
      return try await group.next()
    }
    #expect(error?.code == .cancelled)
    #expect(error?.certainty == .notSent)
    await client.shutdown()
    #expect(connections.value == 0)
  }

  @Test func shutdownFailsWhatIsPending() async throws {
    let arrived = Events()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      arrived.signal()
      connection.waitForClose()
    }
    let client = try HTTPClient()
    try await withThrowingTaskGroup(of: HTTPError.self) { group in
      for _ in 0..<5 {
        group.addTask {
          try await failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]), by: client)
        }
      }
      await arrived.wait(for: 5)
      await client.shutdown()
      for try await error in group {
        #expect(error.code == .shutDown)
        #expect(error.certainty == .ambiguous)
      }
    }
    await client.shutdown()
    let late = try await failure(of: HTTPRequest(url: server.url()), by: client)
    #expect(late.code == .shutDown)
    #expect(late.certainty == .notSent)
  }

  @Test func shutdownMayBeCalledBySeveralAtOnce() async throws {
    let client = try HTTPClient()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { await client.shutdown() } }
    }
  }

  @Test func aClientNoLongerUsedEndsItsConnections() async throws {
    let closed = Events()
    let server = try RawServer { connection in
      while connection.readRequest() != nil { connection.answer("ok") }
      closed.signal()
    }
    var client: HTTPClient? = try HTTPClient()
    #expect(try await client?.execute(HTTPRequest(url: server.url())).status == 200)
    client = nil
    await closed.wait()
  }

  @Test func cancellationsAndAnswersMayRace() async throws {
    let server = try RawServer { connection in
      while connection.readRequest() != nil { connection.answer("ok") }
    }
    let client = try HTTPClient()
    for round in 0..<50 {
      await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 {
          group.addTask {
            do {
              return try await client.execute(HTTPRequest(method: .post, url: server.url(), body: [1])).status == 200
            } catch {
              return (error as? HTTPError)?.code == .cancelled
            }
          }
        }
        if round.isMultiple(of: 2) { _ = await group.next() }
        group.cancelAll()
        for await isExpected in group { #expect(isExpected) }
      }
    }
    #expect(try await client.execute(HTTPRequest(url: server.url())).status == 200)
    await client.shutdown()
  }
}
