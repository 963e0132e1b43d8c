import CivilTime
import HTTPClient
import Hummingbird
import Sandbox
import Synchronization
import TelegramBotAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct WebhookTests {
  /// A bot's webhook that notes what it gets and answers as told.
  private final class Receiver: Sendable {
    struct Post: Sendable {
      var update: JSONValue
      var secret: String?
    }
    let posts = Mutex<[Post]>([])
    /// Statuses for the next requests, then 200.
    let statuses = Mutex<[Int]>([])
    let answer = Mutex<String>("")
    var texts: [String] { posts.withLock { $0.compactMap { $0.update["message"]?["text"]?.string } } }

    func run(_ ready: AsyncStream<Int>.Continuation) async throws {
      let application = Application(
        responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
          let body = try await request.body.collect(upTo: 1 << 20)
          let node = try JSONNode(parsing: Array(body.readableBytesView))
          let secret = request.headers.first { $0.name.canonicalName == "x-telegram-bot-api-secret-token" }?.value
          let post = Post(update: try JSONValue(json: node), secret: secret)
          self.posts.withLock { $0.append(post) }
          let status = self.statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
          let answer = self.answer.withLock { $0 }
          return Response(status: .init(code: status), body: .init(byteBuffer: ByteBuffer(string: answer)))
        },
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { ready.yield($0.localAddress?.port ?? 0) })
      try await application.run()
    }
  }

  private func run(_ test: (ServerBench, Receiver, String) async throws -> Void) async throws {
    let receiver = Receiver()
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await receiver.run(port) }
      defer { group.cancelAll() }
      for await number in ports {
        try await ServerBench.run { try await test($0, receiver, "http://127.0.0.1:\(number)/hook") }
        break
      }
    }
  }

  /// Ends when nothing waits to be delivered; the suite's time limit is the failure.
  private func drain(_ server: ServerBench) async {
    while await server.bench.telegram.pendingUpdateCount > 0 { await Task.yield() }
  }

  @Test func updatesArePushedInOrderWithTheSecret() async throws {
    try await run { server, receiver, url in
      try await server.bench.telegram.send("a", from: 1001)
      let hook: [String: JSONValue] = ["url": .string(url), "secret_token": .string("s3cret")]
      #expect(await server.bench.call("setWebhook", hook).status == 200)
      for text in ["b", "c", "d"] { try await server.bench.telegram.send(text, from: 1001) }
      await drain(server)
      #expect(receiver.texts == ["a", "b", "c", "d"])
      #expect(receiver.posts.withLock { $0.allSatisfy { $0.secret == "s3cret" } })
    }
  }

  @Test func failuresAreTriedAgainBeforeTheNext() async throws {
    try await run { server, receiver, url in
      receiver.statuses.withLock { $0 = [500, 200] }
      #expect(await server.bench.call("setWebhook", ["url": .string(url)]).status == 200)
      try await server.bench.telegram.send("a", from: 1001)
      try await server.bench.telegram.send("b", from: 1001)
      await drain(server)
      #expect(receiver.texts == ["a", "a", "b"])
      let info = await server.bench.call("getWebhookInfo").result
      #expect(info?["last_error_message"]?.string?.contains("500") == true)
    }
  }

  @Test func anAnswerMayCarryACall() async throws {
    try await run { server, receiver, url in
      receiver.answer.withLock { $0 = #"{"method":"sendMessage","chat_id":1001,"text":"from the hook"}"# }
      #expect(await server.bench.call("setWebhook", ["url": .string(url)]).status == 200)
      try await server.bench.telegram.send("a", from: 1001)
      await drain(server)
      #expect(await server.bench.telegram.transcript(1001) == "Alice: a\nRoost: from the hook")
    }
  }

  @Test func aLostAcknowledgementDoublesAnUpdate() async throws {
    try await run { server, receiver, url in
      await server.bench.telegram.duplicateNextUpdates()
      #expect(await server.bench.call("setWebhook", ["url": .string(url)]).status == 200)
      try await server.bench.telegram.send("a", from: 1001)
      await drain(server)
      #expect(receiver.texts == ["a", "a"])
    }
  }
}
