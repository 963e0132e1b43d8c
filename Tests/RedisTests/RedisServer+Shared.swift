import Foundation
import Glibc
import Redis
import TestServers

extension RedisServer {
  /// The shared server that `ROOST_TEST_REDIS` names, or a private one. What uses it keeps to keys of its own.
  static func shared() async throws -> (configuration: RedisConfiguration, server: RedisServer?) {
    if let url = ProcessInfo.processInfo.environment["ROOST_TEST_REDIS"], !url.isEmpty {
      return (try RedisConfiguration(url: url), nil)
    }
    let server = try await RedisServer()
    return (server.configuration, server)
  }

  var configuration: RedisConfiguration {
    RedisConfiguration(port: port)
  }
}

/// Waits until something is so, at most 10 s; false if it never is.
func eventually(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
  (try? await onThread {
    for _ in 0..<5000 {
      if condition() { return true }
      usleep(2000)
    }
    return condition()
  }) ?? false
}

/// The error of a call, nil if it had an answer.
func failure(
  _ call: () async throws(RedisError) -> RedisReply
) async -> RedisError? {
  do {
    _ = try await call()
    return nil
  } catch {
    return error
  }
}

/// A client that has been connected, with a budget that a busy machine keeps.
func connectedClient(
  _ configuration: RedisConfiguration, budget: Duration = .seconds(5)
) async throws -> RedisClient {
  var configuration = configuration
  configuration.commandBudget = budget
  let client = try RedisClient(configuration)
  _ = await eventually { client.statistics.isConnected }
  return client
}

/// Waits at least so many microseconds, whatever signals come.
func usleepAtLeast(_ microseconds: UInt32) -> Int32 {
  let end = ContinuousClock.now + .microseconds(Int64(microseconds))
  while ContinuousClock.now < end { usleep(1000) }
  return 0
}
