import Glibc
import Redis
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct SubscriptionTests {
  private func message(_ channel: String, _ text: String) -> RedisMessage {
    .message(channel: channel, payload: Array(text.utf8))
  }

  @Test func messagesAreHeardByAllWhoListen() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    var first = client.subscribe(["a", "b"]).makeAsyncIterator()
    var second = client.subscribe(["b"]).makeAsyncIterator()
    #expect(await first.next() == .connected)
    #expect(await second.next() == .connected)
    #expect(client.statistics.isListening)
    _ = try await client.send(["PUBLISH", "a", "one"])
    let binary: [UInt8] = [0, 255, 13, 10]
    #expect(try await client.send(["PUBLISH", "b", .bytes(binary)]) == .integer(1))
    #expect(await first.next() == message("a", "one"))
    #expect(await first.next() == .message(channel: "b", payload: binary))
    #expect(await second.next() == .message(channel: "b", payload: binary))
    var third = client.subscribe(["a"]).makeAsyncIterator()
    #expect(await third.next() == .connected)
    await client.close()
    #expect(await first.next() == nil)
    #expect(await third.next() == nil)
  }

  @Test func aListenerIsToldThatItMayHaveMissedSomething() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    var stream = client.subscribe(["a"]).makeAsyncIterator()
    #expect(await stream.next() == .connected)
    await server.kill()
    try await server.start()
    #expect(await stream.next() == .reconnected)
    let other = try await connectedClient(server.configuration)
    _ = try await other.send(["PUBLISH", "a", "after"])
    #expect(await stream.next() == message("a", "after"))
    await client.close()
    await other.close()
  }

  @Test func aDroppedStreamStopsListening() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    func listen() async {
      var stream = client.subscribe(["a"]).makeAsyncIterator()
      #expect(await stream.next() == .connected)
    }
    await listen()
    #expect(await eventually { !client.statistics.isListening })
    #expect(try await client.send(["PUBLISH", "a", "nobody"]) == .integer(0))
    await listen()
    await client.close()
  }

  @Test func aListenerThatFallsBehindKeepsTheNewestAndIsTold() async throws {
    let server = try await RedisServer()
    let client = try await connectedClient(server.configuration)
    let slow = client.subscribe(["a", "end"])
    var fast = client.subscribe(["end"]).makeAsyncIterator()
    #expect(await fast.next() == .connected)
    let script = RedisScript(name: "flood", body: "for i = 1, 5000 do redis.call('PUBLISH', 'a', i) end")
    _ = try await client.run(script, keys: [])
    _ = try await client.send(["PUBLISH", "end", "end"])
    #expect(await fast.next() == message("end", "end"))
    var heard: [RedisMessage] = []
    for await message in slow {
      heard.append(message)
      if case .message("end", _) = message { break }
    }
    #expect(heard.count <= 1000)
    #expect(heard.contains(.reconnected))
    #expect(heard.dropLast().last { $0 != .reconnected } == message("a", "5000"))
    await client.close()
  }

  @Test func aSilentConnectionIsCheckedAndGivenUp() async throws {
    let server = try await RedisServer()
    var configuration = server.configuration
    configuration.stallTimeout = .milliseconds(200)
    let client = try await connectedClient(configuration)
    var stream = client.subscribe(["a"]).makeAsyncIterator()
    #expect(await stream.next() == .connected)
    server.send(SIGSTOP)
    #expect(await eventually { !client.statistics.isListening })
    server.send(SIGCONT)
    #expect(await stream.next() == .reconnected)
    await client.close()
  }

  @Test func aServerThatIsNoneIsTriedAgain() async throws {
    let attempts = Counter()
    let server = try FakeServer { connection in
      guard connection.greet() else { return }
      guard let command = connection.readCommand() else { return }
      if command.first == "SUBSCRIBE" {
        _ = attempts.increment()
        connection.send("+what?\r\n")
      }
      connection.waitForClose()
    }
    let client = try await connectedClient(RedisConfiguration(port: server.port))
    let stream = client.subscribe(["a"])
    #expect(await eventually { attempts.value >= 3 })
    #expect(client.statistics.isConnected)
    await client.close()
    for await message in stream { Issue.record("heard \(message)") }
  }
}
