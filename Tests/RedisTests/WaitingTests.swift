import Redis
import TestServers
import Testing

/// Budgets, cancellation and bounds.
@Suite(.timeLimit(.minutes(1))) struct WaitingTests {
  /// Answers every command with its second word, but only once the gate is open.
  private func gatedServer(_ gate: Gate, arrived: Counter = Counter()) throws -> FakeServer {
    try FakeServer { connection in
      guard connection.greet() else { return }
      while let command = connection.readCommand() {
        _ = arrived.increment()
        gate.wait()
        connection.send("$\(command[1].utf8.count)\r\n\(command[1])\r\n")
      }
    }
  }

  @Test func aCancelledCallEndsAtOnceAndItsAnswerIsDropped() async throws {
    let gate = Gate()
    let arrived = Counter()
    let server = try gatedServer(gate, arrived: arrived)
    let client = try await connectedClient(RedisConfiguration(port: server.port), budget: .seconds(30))
    let error = await withTaskGroup(of: RedisError?.self) { group in
      group.addTask { await failure { () throws(RedisError) in try await client.send(["ECHO", "cancelled"]) } }
      // On the wire: cancelled before that, it is simply not sent.
      _ = await eventually { arrived.value == 1 }
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(error == .cancelled)
    #expect(client.statistics.pending == 1)
    async let next = client.send(["ECHO", "next"])
    gate.open()
    #expect(try await next.string == "next")
    #expect(client.statistics.pending == 0)
    await client.close()
  }

  @Test func aCallOfACancelledTaskIsNotSent() async throws {
    let gate = Gate()
    let server = try gatedServer(gate)
    let client = try await connectedClient(RedisConfiguration(port: server.port), budget: .seconds(30))
    let error = await withTaskGroup(of: RedisError?.self) { group in
      group.cancelAll()
      group.addTask { await failure { () throws(RedisError) in try await client.send(["ECHO", "never"]) } }
      return await group.next() ?? nil
    }
    #expect(error == .cancelled)
    #expect(client.statistics.commands == 0)
    gate.open()
    await client.close()
  }

  @Test func aFullQueueTakesNoMore() async throws {
    let gate = Gate()
    let server = try gatedServer(gate)
    var configuration = RedisConfiguration(port: server.port)
    configuration.maximumPendingCommands = 10
    let client = try await connectedClient(configuration, budget: .seconds(30))
    try await withThrowingTaskGroup(of: String?.self) { group in
      for number in 0..<10 { group.addTask { try await client.send(["ECHO", "\(number)"]).string } }
      _ = await eventually { client.statistics.pending == 10 }
      #expect(await failure { () throws(RedisError) in try await client.send(["ECHO", "more"]) } == .overloaded)
      gate.open()
      var texts: Set<String?> = []
      for try await text in group { texts.insert(text) }
      #expect(texts.count == 10)
    }
    #expect(try await client.send(["ECHO", "again"]).string == "again")
    #expect(client.statistics.refusals == 1)
    await client.close()
  }

  @Test func theBudgetCoversTheTimeWithoutAConnection() async throws {
    let server = try FakeServer { $0.waitForClose() }
    var configuration = RedisConfiguration(port: server.port)
    configuration.connectTimeout = .seconds(60)
    let client = try RedisClient(configuration)
    var shortest = Duration.seconds(60)
    for _ in 0..<3 {
      let start = ContinuousClock.now
      #expect(await failure { () throws(RedisError) in try await client.send(["GET", "a"]) } == .timeout)
      shortest = min(shortest, start.duration(to: .now))
    }
    // The shortest of three, and a wide limit: other tests keep the machine busy.
    #expect(shortest >= .milliseconds(50) && shortest < .seconds(1))
    #expect(client.statistics.pending == 0)
    await client.close()
  }

  @Test func closingEndsWhatWaits() async throws {
    let server = try gatedServer(Gate())
    let client = try await connectedClient(RedisConfiguration(port: server.port), budget: .seconds(30))
    await withTaskGroup(of: RedisError?.self) { group in
      for _ in 0..<20 {
        group.addTask { await failure { () throws(RedisError) in try await client.send(["ECHO", "a"]) } }
      }
      _ = await eventually { client.statistics.pending == 20 }
      await client.close()
      for await error in group { #expect(error == .closed) }
    }
    #expect(client.statistics.pending == 0)
  }

  @Test func manyCallersOfManyFatesAreAllResumed() async throws {
    let server = try await RedisServer()
    var configuration = server.configuration
    configuration.commandBudget = .milliseconds(5)
    let client = try await connectedClient(configuration, budget: .milliseconds(5))
    let wrong = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<3000 {
        group.addTask {
          await withTaskGroup(of: Bool.self) { inner in
            inner.addTask {
              let reply = try? await client.send(["ECHO", "\(number)"])
              return reply.map { $0.string != "\(number)" } ?? false
            }
            if number % 3 == 0 { inner.cancelAll() }
            return await inner.next() ?? false
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(wrong == 0)
    #expect(await eventually { client.statistics.pending == 0 })
    await client.close()
  }
}
