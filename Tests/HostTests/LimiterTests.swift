import Foundation
import PluginAPI
import Redis
import TestServers
import Testing

@testable import Host

/// One suite for both limiters: in memory, and in Redis for all hosts together.
@Suite struct LimiterTests {
  private let start = Instant(unixSeconds: 1_772_442_000)
  private let rate = LimiterRate(interval: .seconds(1), burst: 3)

  private func both(_ body: (any Limiter) async -> Void) async throws {
    await body(LocalLimiter())
    let (client, server) = try await redis()
    await body(SharedLimiter(redis: client, prefix: "test:\(UUID().uuidString):"))
    await client.close()
    _ = server
  }

  private func redis() async throws -> (RedisClient, RedisServer?) {
    let url = ProcessInfo.processInfo.environment["ROOST_TEST_REDIS"] ?? ""
    let server = url.isEmpty ? try await RedisServer() : nil
    var configuration = try RedisConfiguration(url: server.map { "redis://127.0.0.1:\($0.port)" } ?? url)
    configuration.commandBudget = .seconds(5)
    return (try RedisClient(configuration), server)
  }

  private func passes(_ limiter: any Limiter, _ key: LimiterKey = .person(1), after seconds: Int) async -> Bool {
    await limiter.admit(key, at: rate, now: start + .seconds(seconds)) == .pass
  }

  @Test func aBurstAndThenASteadyRate() async throws {
    try await both { limiter in
      for _ in 0..<3 { #expect(await passes(limiter, after: 0)) }
      #expect(await !passes(limiter, after: 0))
      #expect(await passes(limiter, after: 1))
      #expect(await !passes(limiter, after: 1))
      #expect(await passes(limiter, after: 60))
      #expect(await passes(limiter, after: 60))
      #expect(await passes(limiter, after: 60))
      #expect(await !passes(limiter, after: 60))
    }
  }

  @Test func theFirstRefusalIsTheOneToSpeakAbout() async throws {
    try await both { limiter in
      for _ in 0..<3 { _ = await passes(limiter, after: 0) }
      let refusals = [
        await limiter.admit(.person(1), at: rate, now: start), await limiter.admit(.person(1), at: rate, now: start),
      ]
      #expect(
        refusals == [.refuse(retryAfter: .seconds(1), isFirst: true), .refuse(retryAfter: .seconds(1), isFirst: false)])
      #expect(await passes(limiter, after: 1))
      #expect(
        await limiter.admit(.person(1), at: rate, now: start + .seconds(1))
          == .refuse(retryAfter: .seconds(1), isFirst: true))
    }
  }

  @Test func everybodyIsCountedAlone() async throws {
    try await both { limiter in
      for _ in 0..<4 { _ = await passes(limiter, .person(7), after: 0) }
      #expect(await passes(limiter, .person(8), after: 0))
      // A group of the same number is somebody else.
      #expect(await passes(limiter, .group(7), after: 0))
      #expect(await !passes(limiter, .person(7), after: 0))
    }
  }

  /// What waited for a host counts by when it came, not by when it is handled.
  @Test func timesOfThePastDoNotBorrowFromTheFuture() async throws {
    try await both { limiter in
      for second in 0..<10 { #expect(await passes(limiter, after: second)) }
      for _ in 0..<3 { _ = await passes(limiter, after: 100) }
      #expect(await !passes(limiter, after: 50), "an older update does not get what newer ones used up")
    }
  }

  @Test func withoutRedisThisHostCountsAlone() async throws {
    let server = try await RedisServer()
    let client = try RedisClient(RedisConfiguration(url: "redis://127.0.0.1:\(server.port)"))
    let limiter = SharedLimiter(redis: client, prefix: "test:")
    await server.kill()
    for _ in 0..<3 { #expect(await passes(limiter, after: 0)) }
    #expect(await !passes(limiter, after: 0))
    await client.close()
  }

  @Test func everyKeyExpires() async throws {
    let server = try await RedisServer()
    let client = try RedisClient(RedisConfiguration(url: "redis://127.0.0.1:\(server.port)"))
    var wide = RedisConfiguration(port: server.port)
    wide.commandBudget = .seconds(5)
    let reader = try RedisClient(wide)
    let limiter = SharedLimiter(redis: reader, prefix: "test:")
    for _ in 0..<5 { _ = await passes(limiter, after: 0) }
    let keys = try await reader.send(["KEYS", "*"]).array ?? []
    #expect(keys.count == 2)
    for key in keys {
      let expiry = try await reader.send(["PTTL", .bytes(key.bytes ?? [])]).integer ?? -1
      #expect((1...70_000).contains(expiry))
    }
    await client.close()
    await reader.close()
  }
}
