import Redis
import Testing

/// A server that means no good, or is none.
@Suite(.timeLimit(.minutes(1))) struct HostileTests {
  enum Expected: Sendable {
    case violation, tooLarge, connection
  }

  private static let bulk = Array("$100000\r\n".utf8) + [UInt8](repeating: 1, count: 100_000) + Array("\r\n".utf8)
  private static let fourThousand = "*4000\r\n" + String(repeating: ":1\r\n", count: 4000)
  private static let answers: [(name: String, bytes: [UInt8], expected: Expected)] = [
    ("text", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), .violation),
    ("zeros", [UInt8](repeating: 0, count: 100), .violation),
    ("RESP3", Array("%1\r\n+a\r\n+b\r\n".utf8), .violation),
    ("a length that is none", Array("$abc\r\n".utf8), .violation),
    ("a negative length", Array("$-2\r\n".utf8), .violation),
    ("a length that overflows", Array("$99999999999999999999\r\n".utf8), .violation),
    ("the largest length", Array("$9223372036854775807\r\n".utf8), .tooLarge),
    ("a length above the limit", Array("$8388609\r\n".utf8), .tooLarge),
    ("an integer that overflows", Array(":99999999999999999999\r\n".utf8), .violation),
    ("a negative count", Array("*-2\r\n".utf8), .violation),
    ("a count above the limit", Array("*10001\r\n".utf8), .tooLarge),
    ("the largest count", Array("*2147483647\r\n".utf8), .tooLarge),
    ("counts that add up", Array(("*3\r\n" + String(repeating: fourThousand, count: 3)).utf8), .tooLarge),
    ("arrays in arrays", Array(String(repeating: "*1\r\n", count: 12).utf8), .tooLarge),
    ("a line without an end", Array("+".utf8) + [UInt8](repeating: 65, count: 9_000_000), .tooLarge),
    ("strings that add up", Array("*100\r\n".utf8) + (0..<100).flatMap { _ in bulk }, .tooLarge),
    ("half an answer", Array("$10\r\nabc".utf8), .connection),
    ("nothing", [], .connection),
  ]

  @Test(arguments: answers.indices)
  func aBadAnswerEndsTheConnectionAndNothingElse(_ index: Int) async throws {
    let (name, bytes, expected) = Self.answers[index]
    let connections = Counter()
    let server = try FakeServer { connection in
      guard connection.greet() else { return }
      let isFirst = connections.increment() == 1
      while let command = connection.readCommand() {
        if isFirst {
          connection.send(bytes)
          if expected != .connection { connection.waitForClose() }
          return
        }
        connection.send("$\(command[1].utf8.count)\r\n\(command[1])\r\n")
      }
    }
    let client = try await connectedClient(RedisConfiguration(port: server.port))
    let error = await failure { () throws(RedisError) in try await client.send(["ECHO", "first"]) }
    switch (error, expected) {
    case (.protocolViolation, .violation), (.tooLarge, .tooLarge), (.connection, .connection): break
    default: Issue.record("\(name): expected \(expected), found \(String(describing: error))")
    }
    #expect(try await client.send(["ECHO", "second"]).string == "second", "\(name)")
    #expect(client.statistics.connections == 2)
    await client.close()
  }

  @Test func theLimitsThemselvesAreAllowed() async throws {
    let deep = String(repeating: "*1\r\n", count: 7) + ":1\r\n"
    let wide = "*10000\r\n" + String(repeating: ":1\r\n", count: 10_000)
    let long = Array("$8000000\r\n".utf8) + [UInt8](repeating: 0, count: 8_000_000) + Array("\r\n".utf8)
    for bytes in [Array(deep.utf8), Array(wide.utf8), long] {
      let server = try FakeServer.answering(bytes)
      let client = try await connectedClient(RedisConfiguration(port: server.port))
      #expect(await failure { () throws(RedisError) in try await client.send(["GET", "a"]) } == nil)
      await client.close()
    }
  }

  @Test func anAnswerThatNobodyAskedForEndsTheConnection() async throws {
    let server = try FakeServer.answering(Array("+first\r\n+extra\r\n".utf8))
    let client = try await connectedClient(RedisConfiguration(port: server.port))
    #expect(try await client.send(["GET", "a"]) == .status("first"))
    #expect(await eventually { client.statistics.connections >= 2 })
    #expect(try await client.send(["GET", "b"]) == .status("first"))
    await client.close()
  }

  @Test func answersInSingleBytesAreRead() async throws {
    let server = try FakeServer { connection in
      guard connection.greet() else { return }
      while let command = connection.readCommand() {
        for byte in "*2\r\n$\(command[1].utf8.count)\r\n\(command[1])\r\n:7\r\n".utf8 { connection.send([byte]) }
      }
    }
    let client = try await connectedClient(RedisConfiguration(port: server.port))
    for text in ["", "a", "\r\n", "ünïcode"] {
      #expect(try await client.send(["GET", .string(text)]) == .array([.bytes(Array(text.utf8)), .integer(7)]))
    }
    await client.close()
  }

  @Test func aServerThatNeverGreetsIsGivenUp() async throws {
    let server = try FakeServer { $0.waitForClose() }
    var configuration = RedisConfiguration(port: server.port)
    configuration.connectTimeout = .milliseconds(100)
    let client = try RedisClient(configuration)
    let error = await failure { () throws(RedisError) in try await client.send(["GET", "a"], within: .seconds(5)) }
    guard case .connection? = error else {
      Issue.record("expected a connection error, found \(String(describing: error))")
      return
    }
    await client.close()
  }

  @Test func aServerThatSaysLoadingToAPingIsLoading() async throws {
    let server = try FakeServer { connection in
      while connection.readCommand() != nil { connection.send("-LOADING Redis is loading the dataset in memory\r\n") }
    }
    let client = try RedisClient(RedisConfiguration(port: server.port))
    let error = await failure { () throws(RedisError) in try await client.send(["GET", "a"], within: .seconds(5)) }
    #expect(error == .loading || error == .unavailable)
    await client.close()
  }

  @Test(arguments: [
    ("-MOVED 3999 127.0.0.1:6381", RedisError.cluster("MOVED")), ("-ASK 3999 127.0.0.1:6381", .cluster("ASK")),
    ("-CLUSTERDOWN Hash slot not served", .cluster("CLUSTERDOWN")),
    ("-NOAUTH Authentication required.", .authentication("NOAUTH")), ("-LOADING wait", .loading),
    ("-OOM command not allowed", .outOfMemory), ("-READONLY You can't write", .readOnly),
  ])
  func refusalsAreTyped(_ answer: String, _ expected: RedisError) async throws {
    let server = try FakeServer.answering(Array("\(answer)\r\n".utf8))
    let client = try await connectedClient(RedisConfiguration(port: server.port))
    #expect(await failure { () throws(RedisError) in try await client.send(["GET", "a"]) } == expected)
    #expect(client.statistics.breaker == .closed)
    await client.close()
  }
}
