import Redis
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct CommandTests {
  @Test func aThousandAtOnceEachGetTheirOwnAnswer() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<1000 {
        group.addTask {
          let reply = try await client.send(["ECHO", "answer \(number)"])
          return reply.string != "answer \(number)"
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(wrong == 0)
    #expect(client.statistics.answers == 1000)
    #expect(client.statistics.pending == 0)
    await client.close()
    withExtendedLifetime(server) {}
  }

  @Test func anyBytesGoThereAndBack() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    let key: [UInt8] = [0, 13, 10, 255] + "test:bytes".utf8
    let values: [[UInt8]] = [[], [0], Array(0...255), Array("\r\n$5\r\n".utf8), .init(repeating: 7, count: 5_000_000)]
    for value in values {
      #expect(try await client.send(["SET", .bytes(key), .bytes(value), "PX", 60_000]) == .status("OK"))
      #expect(try await client.send(["GET", .bytes(key)]) == .bytes(value))
    }
    await client.close()
    withExtendedLifetime(server) {}
  }

  @Test func numbersAreSentInDigits() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    for number in [0, 7, -1, 10, 99, 100, -100, Int.max, Int.min] {
      #expect(try await client.send(["ECHO", .integer(number)]).string == "\(number)")
    }
    await client.close()
    withExtendedLifetime(server) {}
  }

  @Test func everyKindOfAnswerIsRead() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    func eval(_ body: String) async throws(RedisError) -> RedisReply {
      try await client.run(RedisScript(name: "test", body: body), keys: [])
    }
    #expect(try await eval("return nil") == .null)
    #expect(try await eval("return -42") == .integer(-42))
    #expect(try await eval("return redis.status_reply('FINE')") == .status("FINE"))
    #expect(try await eval("return {}") == .array([]))
    #expect(
      try await eval("return {1, 'two', {3, {false}}, redis.error_reply('BAD four')}")
        == .array([
          .integer(1), .bytes(Array("two".utf8)), .array([.integer(3), .array([.null])]), .error("BAD four"),
        ]))
    await client.close()
    withExtendedLifetime(server) {}
  }

  @Test func anErrorOfTheCommandIsAnAnswer() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    _ = try await client.send(["SET", "test:wrongtype", "text", "PX", 60_000])
    guard case .error(let text) = try await client.send(["LPUSH", "test:wrongtype", "a"]) else {
      Issue.record("expected an error")
      return
    }
    #expect(text.hasPrefix("WRONGTYPE "))
    guard case .error(let unknown) = try await client.send(["NOSUCHCOMMAND", "S3CRET"]) else {
      Issue.record("expected an error")
      return
    }
    #expect(unknown.hasPrefix("ERR unknown command") && !unknown.contains("S3CRET"))
    #expect(try await client.send(["GET", "test:wrongtype"]).string == "text")
    #expect(client.statistics.breaker == .closed)
    await client.close()
    withExtendedLifetime(server) {}
  }

  private static let unsuitable: [[RedisArgument]] = [
    [], ["multi"], ["BLPOP", "a", 0], ["Subscribe", "a"], ["SELECT", 1], [.bytes(Array("MONITOR".utf8))], [7],
  ]

  @Test(arguments: unsuitable)
  func whatWouldHoldUpTheOthersIsNotSent(_ words: [RedisArgument]) async throws {
    let client = try RedisClient(RedisConfiguration(port: Int(FakeServer.closedPort())))
    let error = await failure { () throws(RedisError) in try await client.send(words) }
    guard case .invalidCommand? = error else {
      Issue.record("expected invalidCommand, found \(String(describing: error))")
      return
    }
    #expect(client.statistics.commands == 0)
    await client.close()
  }

  @Test func aCommandOfMoreThanEightMegabytesIsNotSent() async throws {
    let client = try RedisClient(RedisConfiguration(port: Int(FakeServer.closedPort())))
    let error = await failure { () throws(RedisError) in
      try await client.send(["SET", "a", .bytes(.init(repeating: 0, count: 9_000_000))])
    }
    #expect(error == .invalidCommand("expected at most 8388608 bytes, found 9000098"))
    await client.close()
  }

  @Test func aScriptIsSentOnceAndAgainWhenForgotten() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    let script = RedisScript(name: "add", body: "return redis.call('INCRBY', KEYS[1], ARGV[1])")
    #expect(try await client.run(script, keys: ["n"], arguments: [5]) == .integer(5))
    #expect(try await client.send(["SCRIPT", "EXISTS", .string(script.digest)]) == .array([.integer(1)]))
    #expect(try await client.run(script, keys: ["n"], arguments: [2]) == .integer(7))
    #expect(try await client.send(["SCRIPT", "FLUSH"]) == .status("OK"))
    #expect(try await client.run(script, keys: ["n"], arguments: [1]) == .integer(8))
    #expect(try await client.send(["FLUSHALL"]) == .status("OK"))
    #expect(try await client.run(script, keys: ["n"], arguments: [1]) == .integer(1))
    await client.close()
  }

  @Test func theDigestIsTheServers() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    for length in [0, 1, 54, 55, 56, 63, 64, 65, 1000] {
      let script = RedisScript(name: "test", body: "return 1 --" + String(repeating: "é", count: length))
      #expect(try await client.send(["SCRIPT", "LOAD", .string(script.body)]).string == script.digest)
    }
    await client.close()
    withExtendedLifetime(server) {}
  }

  @Test func aClosedClientFailsAtOnce() async throws {
    let (configuration, server) = try await RedisServer.shared()
    let client = try await connectedClient(configuration)
    await client.close()
    await client.close()
    #expect(await failure { () throws(RedisError) in try await client.send(["PING"]) } == .closed)
    #expect(!client.statistics.isConnected)
    withExtendedLifetime(server) {}
  }
}
