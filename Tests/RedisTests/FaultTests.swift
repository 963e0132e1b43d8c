import Glibc
import Redis
import TestServers
import Testing

/// What a server can suffer: killed, stalled, loading, full, demoted.
@Suite(.timeLimit(.minutes(1)), .serialized) struct FaultTests {
  private func get(_ client: RedisClient, _ key: RedisArgument) async -> RedisError? {
    await failure { () throws(RedisError) in try await client.send(["GET", key]) }
  }

  /// Calls until one is answered; how long it took.
  private func recovery(_ client: RedisClient) async -> Duration {
    let start = ContinuousClock.now
    while start.duration(to: .now) < .seconds(20) {
      if await get(client, "a") == nil { break }
      try? await onThread { _ = usleep(5000) }
    }
    return start.duration(to: .now)
  }

  @Test func aKilledServerThatComesBackEmptyIsFoundAgain() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration, budget: .milliseconds(50))
    _ = try await client.send(["SET", "a", 1], within: .seconds(5))
    await server.kill()
    var errors: [RedisError?] = []
    for _ in 0..<10 { errors.append(await get(client, "a")) }
    #expect(!errors.contains(nil))
    #expect(errors.last == .unavailable)
    #expect(client.statistics.breaker == .open)
    try await server.start()
    #expect(await recovery(client) < .milliseconds(2500))
    #expect(try await client.send(["GET", "a"], within: .seconds(5)) == .null)
    #expect(client.statistics.connections == 2)
    #expect(client.statistics.breaker == .closed)
    await client.close()
  }

  @Test func aKilledServerThatComesBackWithItsDataIsFoundAgain() async throws {
    let server = try await RedisServer(["--appendonly", "yes", "--appendfsync", "always"])
    let client = try await connectedClient(server.configuration, budget: .milliseconds(50))
    _ = try await client.send(["SET", "a", "kept"], within: .seconds(5))
    await server.kill()
    #expect(await get(client, "a") != nil)
    try await server.start()
    #expect(await recovery(client) < .milliseconds(2500))
    #expect(try await client.send(["GET", "a"], within: .seconds(5)).string == "kept")
    await client.close()
  }

  @Test func aFlushedServerChangesAnswersOnly() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    _ = try await client.send(["SET", "a", 1])
    _ = try await client.send(["FLUSHALL"])
    #expect(try await client.send(["GET", "a"]) == .null)
    #expect(client.statistics.connections == 1)
    await client.close()
  }

  @Test func aServerThatIsStillLoadingSaysSo() async throws {
    let server = try await RedisServer(["--appendonly", "yes"])
    let writer = try await connectedClient(server.configuration)
    _ = try await writer.run(
      RedisScript(name: "fill", body: "for i = 1, 2000 do redis.call('SET', 'k' .. i, 'v') end"), keys: [])
    _ = try await writer.send(["CONFIG", "SET", "appendfsync", "always"])
    _ = try await writer.send(["SET", "a", 1])
    await writer.close()
    await server.kill()
    // A millisecond and a half a key, and other clients are looked after all the while.
    try await server.start(
      ["--key-load-delay", "1500", "--loading-process-events-interval-bytes", "1024"], until: "Server initialized")
    let client = try RedisClient(server.configuration)
    #expect(
      await failure { () throws(RedisError) in try await client.send(["GET", "a"], within: .seconds(5)) } == .loading)
    #expect(await recovery(client) < .seconds(15))
    #expect(try await client.send(["GET", "a"], within: .seconds(5)).string == "1")
    await client.close()
  }

  @Test func aFullServerSaysSo() async throws {
    let server = try await RedisServer(["--maxmemory-policy", "noeviction"])
    let client = try await connectedClient(server.configuration)
    _ = try await client.send(["CONFIG", "SET", "maxmemory", 1])
    #expect(await failure { () throws(RedisError) in try await client.send(["SET", "a", 1]) } == .outOfMemory)
    let script = RedisScript(name: "write", body: "return redis.call('SET', KEYS[1], 1)")
    #expect(await failure { () throws(RedisError) in try await client.run(script, keys: ["a"]) } == .outOfMemory)
    #expect(await get(client, "a") == nil)
    #expect(client.statistics.breaker == .closed)
    await client.close()
  }

  @Test func aReplicaSaysSo() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    _ = try await client.send(["REPLICAOF", "127.0.0.1", .integer(Int(FakeServer.closedPort()))])
    #expect(await failure { () throws(RedisError) in try await client.send(["SET", "a", 1]) } == .readOnly)
    #expect(await get(client, "a") == nil)
    _ = try await client.send(["CONFIG", "SET", "replica-serve-stale-data", "no"])
    #expect(await get(client, "a") == .masterDown)
    _ = try await client.send(["REPLICAOF", "NO", "ONE"])
    #expect(await get(client, "a") == nil)
    await client.close()
  }

  @Test func aStalledServerCostsItsCallersLittle() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration, budget: .milliseconds(50))
    server.send(SIGSTOP)
    var shortest = Duration.seconds(60)
    for _ in 0..<3 {
      let start = ContinuousClock.now
      #expect(await get(client, "a") == .timeout)
      shortest = min(shortest, start.duration(to: .now))
    }
    // The shortest of three: other tests keep the machine busy.
    #expect(shortest >= .milliseconds(50) && shortest < .milliseconds(250))
    // Five seconds of calls, of which one a second is tried.
    let start = ContinuousClock.now
    var counts: [RedisError?: Int] = [:]
    var longest = Duration.zero
    while start.duration(to: .now) < .seconds(5) {
      let before = ContinuousClock.now
      let error = await get(client, "a")
      counts[error, default: 0] += 1
      if error == .unavailable { longest = max(longest, before.duration(to: .now)) }
      try? await onThread { _ = usleep(2000) }
    }
    #expect(Set(counts.keys) == [.timeout, .unavailable])
    #expect((3...5).contains(counts[.timeout] ?? 0))
    #expect(longest < .milliseconds(50))
    server.send(SIGCONT)
    #expect(await recovery(client) < .milliseconds(1500))
    #expect(client.statistics.connections == 1)
    #expect(client.statistics.lateAnswers == 3 + (counts[.timeout] ?? 0))
    await client.close()
  }

  @Test func aLateAnswerIsGivenToNobodyElse() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    server.send(SIGSTOP)
    let late = await failure { () throws(RedisError) in
      try await client.send(["ECHO", "late"], within: .milliseconds(20))
    }
    #expect(late == .timeout)
    async let next = client.send(["ECHO", "next"])
    server.send(SIGCONT)
    #expect(try await next.string == "next")
    #expect(client.statistics.lateAnswers == 1)
    #expect(client.statistics.pending == 0)
    await client.close()
  }

  @Test func aDeadConnectionIsGivenUp() async throws {
    let server = try await RedisServer()
    var configuration = server.configuration
    configuration.stallTimeout = .milliseconds(300)
    let client = try await connectedClient(configuration, budget: .milliseconds(50))
    server.send(SIGSTOP)
    #expect(await get(client, "a") == .timeout)
    #expect(await eventually { !client.statistics.isConnected })
    #expect(client.statistics.pending == 0)
    server.send(SIGCONT)
    #expect(await recovery(client) < .seconds(5))
    #expect(client.statistics.connections >= 2)
    await client.close()
  }

  @Test func aServerThatIsNotThereFailsSoon() async throws {
    let client = try RedisClient(RedisConfiguration(port: Int(FakeServer.closedPort())))
    let error = await get(client, "a")
    switch error {
    case .connection(let text): #expect(text.contains("127.0.0.1"))
    case .unavailable, .timeout: break
    default: Issue.record("expected a failure, found \(String(describing: error))")
    }
    #expect(await eventually { client.statistics.breaker == .open })
    guard case .connection? = client.statistics.lastFailure else {
      Issue.record("expected the reason, found \(String(describing: client.statistics.lastFailure))")
      return
    }
    await client.close()
  }
}
