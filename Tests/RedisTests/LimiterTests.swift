import Redis
import TestServers
import Testing

/// The limiter scripts against the real server and its clock.
@Suite(.timeLimit(.minutes(1))) struct LimiterTests {
  private static let hour = 3_600_000_000

  private func limit(
    _ client: RedisClient, _ key: String, interval: Int, tolerance: Int, cost: Int = 1
  ) async throws -> [Int] {
    let reply = try await client.run(
      LimiterScripts.rateLimit, keys: [key], arguments: [.integer(interval), .integer(tolerance), .integer(cost)])
    return try #require(reply.array).compactMap(\.integer)
  }

  private func take(_ client: RedisClient, _ buckets: [(key: String, interval: Int, tolerance: Int, cost: Int)])
    async throws -> Int
  {
    let reply = try await client.run(
      LimiterScripts.budget, keys: buckets.map(\.key),
      arguments: buckets.flatMap { [.integer($0.interval), .integer($0.tolerance), .integer($0.cost)] })
    return try #require(reply.integer)
  }

  @Test func aBurstPassesAndThenOneAnInterval() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    for left in [4, 3, 2, 1, 0] {
      #expect(try await limit(client, "{t}:a", interval: Self.hour, tolerance: 4 * Self.hour) == [1, 0, left])
    }
    let refused = try await limit(client, "{t}:a", interval: Self.hour, tolerance: 4 * Self.hour)
    #expect(refused[0] == 0 && refused[2] == 0)
    #expect((Self.hour - 10_000_000...Self.hour).contains(refused[1]))
    let expiry = try #require(try await client.send(["PTTL", "{t}:a"]).integer)
    #expect((5 * 3_600_000 - 10_000...5 * 3_600_000 + 1).contains(expiry))
    #expect(try await limit(client, "{t}:other", interval: Self.hour, tolerance: 0) == [1, 0, 0])
    await client.close()
  }

  @Test func aCostCountsSoMuchAndNeverMoreThanTheBurst() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    #expect(try await limit(client, "a", interval: Self.hour, tolerance: 4 * Self.hour, cost: 6) == [0, -1, 5])
    #expect(try await limit(client, "a", interval: Self.hour, tolerance: 4 * Self.hour, cost: 0) == [1, 0, 5])
    #expect(try await client.send(["EXISTS", "a"]) == .integer(0))
    #expect(try await limit(client, "a", interval: Self.hour, tolerance: 4 * Self.hour, cost: 3) == [1, 0, 2])
    let refused = try await limit(client, "a", interval: Self.hour, tolerance: 4 * Self.hour, cost: 3)
    #expect(refused[0] == 0 && refused[2] == 2)
    #expect(try await limit(client, "a", interval: Self.hour, tolerance: 4 * Self.hour, cost: 2) == [1, 0, 0])
    await client.close()
  }

  @Test func whoWaitsAsLongAsToldIsLetIn() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    var refused = [1, 0, 0]
    for _ in 0..<1000 where refused[0] == 1 {
      refused = try await limit(client, "a", interval: 200_000, tolerance: 0)
    }
    #expect(refused[0] == 0 && (1...200_000).contains(refused[1]))
    let wait = UInt32(clamping: refused[1])
    try? await onThread { _ = usleepAtLeast(wait) }
    #expect(try await limit(client, "a", interval: 200_000, tolerance: 0) == [1, 0, 0])
    await client.close()
  }

  @Test func aValueFromTheFutureOrOfNoUseDoesNotLockOut() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    _ = try await client.send(["SET", "a", "99999999999999999"])
    let refused = try await limit(client, "a", interval: 1_000_000, tolerance: 0)
    #expect(refused[0] == 0 && (1...1_000_000).contains(refused[1]))
    _ = try await client.send(["SET", "b", "rubbish"])
    #expect(try await limit(client, "b", interval: 1_000_000, tolerance: 0) == [1, 0, 0])
    await client.close()
  }

  @Test func manyAtOnceTakeNoMoreThanThereIs() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    let allowed = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask { try await limit(client, "a", interval: Self.hour, tolerance: 29 * Self.hour)[0] }
      }
      return try await group.reduce(0, +)
    }
    #expect(allowed == 30)
    await client.close()
  }

  @Test func allBucketsAreTakenOrNone() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    let wide = (key: "{t}:all", interval: Self.hour, tolerance: 9 * Self.hour, cost: 1)
    func chat(_ name: String) -> (key: String, interval: Int, tolerance: Int, cost: Int) {
      ("{t}:\(name)", Self.hour, 0, 1)
    }
    #expect(try await take(client, [wide, chat("a")]) == 0)
    let wait = try await take(client, [wide, chat("a")])
    #expect((Self.hour - 10_000_000...Self.hour).contains(wait))
    // Nine are left in the wide bucket: the refused call took none of it.
    for number in 0..<9 { #expect(try await take(client, [wide, chat("b\(number)")]) == 0) }
    #expect(try await take(client, [wide, chat("c")]) > 0)
    #expect(try await client.send(["EXISTS", "{t}:c"]) == .integer(0))
    #expect(try await take(client, [chat("d"), ("{t}:e", Self.hour, 0, 2)]) == -1)
    #expect(try await client.send(["EXISTS", "{t}:d"]) == .integer(0))
    #expect(try #require(try await client.send(["PTTL", "{t}:a"]).integer) > 0)
    await client.close()
  }
}
