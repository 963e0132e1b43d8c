import CivilTime
import HTTPClient
import Sandbox
import TelegramBotAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct BotAPIServerTests {
  @Test func jsonFormsQueriesAndMultipartAreUnderstood() async throws {
    try await ServerBench.run { server async throws in
      let path = "/bot\(server.token)/sendMessage"
      let json = try await server.call("sendMessage", ["chat_id": .int(1001), "text": .string("json")])
      #expect(json.status == 200 && json.json?["result"]?["text"] == .string("json"))
      let form = try await server.post(
        path, Array("chat_id=1001&text=a+form%21".utf8), type: "application/x-www-form-urlencoded")
      #expect(form.json?["result"]?["text"] == .string("a form!"))
      #expect(try await server.get("\(path)?chat_id=1001&text=query").status == 200)
      let body =
        "--B\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1001\r\n"
        + "--B\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n"
        + "Content-Type: text/plain\r\n\r\nline\r\n--\r\n\r\n--B--\r\n"
      let multipart = try await server.post(
        "/bot\(server.token)/sendDocument", Array(body.utf8), type: "multipart/form-data; boundary=B")
      #expect(multipart.json?["result"]?["document"]?["file_size"] == .int("line\r\n--\r\n".utf8.count))
      #expect(
        await server.bench.telegram.transcript(1001)
          == "Roost: json\nRoost: a form!\nRoost: query\nRoost: {document a.txt}")
    }
  }

  @Test func wrongTokensAndBodiesAreRefused() async throws {
    try await ServerBench.run { server async throws in
      #expect(try await server.post("/bot1:wrong/getMe", []).status == 401)
      #expect(try await server.post("/botnonsense/getMe", []).status == 404)
      #expect(try await server.post("/bot\(server.token)/getMee", []).status == 404)
      #expect(try await server.post("/bot\(server.token)/sendMessage", Array("{".utf8)).status == 400)
      let torn = try await server.post(
        "/bot\(server.token)/sendMessage", Array("--B\r\nx".utf8), type: "multipart/form-data; boundary=B")
      #expect(torn.status == 400)
    }
  }

  @Test func otherSitesAreKeptOut() async throws {
    try await ServerBench.run { server async throws in
      let path = "/bot\(server.token)/getMe"
      #expect(try await server.get(path, [("Host", "evil.example")]).status == 403)
      #expect(try await server.get(path, [("Origin", "http://evil.example")]).status == 403)
      #expect(try await server.get(path, [("Origin", "null")]).status == 403)
      #expect(try await server.get(path, [("Origin", server.base)]).status == 200)
      #expect(try await server.post("/sandbox/api/person", [], [("Origin", "http://localhost:1")]).status == 403)
    }
  }

  @Test func filesAreServedAfterGetFile() async throws {
    try await ServerBench.run { server async throws in
      try await server.bench.telegram.sendDocument([1, 2, 3], filename: "a.bin", from: 1001)
      let update = try await server.call("getUpdates", [:]).json?["result"]?[0]
      let id = update?["message"]?["document"]?["file_id"] ?? .null
      let path = try await server.call("getFile", ["file_id": id]).json?["result"]?["file_path"]?.string ?? ""
      #expect(try await server.get("/file/bot\(server.token)/\(path)").body == [1, 2, 3])
      #expect(try await server.get("/file/bot\(server.token)/nothing").status == 404)
      #expect(try await server.get("/file/bot1:x/\(path)").status == 401)
    }
  }

  @Test func aLongPollEndsWithTheFirstUpdate() async throws {
    try await ServerBench.run { server async throws in
      async let answer = server.call("getUpdates", ["timeout": .int(30)])
      // Waiting began before or will begin after: both must see the update.
      try await server.bench.telegram.send("hi", from: 1001)
      #expect(try await answer.json?["result"]?[0]?["message"]?["text"] == .string("hi"))
    }
  }

  @Test func aSecondPollerEndsTheFirst() async throws {
    try await ServerBench.run { server async throws in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<2 { group.addTask { try await server.call("getUpdates", ["timeout": .int(30)]).status } }
        let first = try await group.next()
        try await server.bench.telegram.send("hi", from: 1001)
        return [first, try await group.next()]
      }
      #expect(statuses == [409, 200])
    }
  }

  @Test func aPollWithoutUpdatesEndsInTime() async throws {
    try await ServerBench.run { server async throws in
      let answer = try await server.call("getUpdates", ["timeout": .int(1)])
      #expect(answer.json?["result"] == .array([]))
    }
  }

  @Test func cutConnectionsAreCut() async throws {
    try await ServerBench.run { server async throws in
      await server.bench.telegram.inject(Fault(.cutAfter, method: "sendMessage"))
      await #expect(throws: HTTPError.self) {
        try await server.call("sendMessage", ["chat_id": .int(1001), "text": .string("x")])
      }
      #expect(await server.bench.telegram.messages(in: 1001).count == 1)
      await server.bench.telegram.inject(Fault(.html(status: 502)))
      #expect(try await server.call("getMe", [:]).status == 502)
    }
  }
}
